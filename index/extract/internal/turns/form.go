package turns

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// maxLabelTokens is how many tokens may come before the colon of a label.
const maxLabelTokens = maxName + maxRole

// look returns what paragraph r looks like.
func (d *document) look(r doc.Range) paragraph {
	p := paragraph{Range: r, words: r.First}
	first := r.First
	if n := d.initial(r); n != prose {
		p.form, p.words = n, first+2
		return p
	}
	if colon := d.colon(r); colon > 0 {
		if who, ok := d.personAt(first, colon); ok && d.heading(doc.Range{First: colon + 1, Last: r.Last}) {
			return p
		} else if ok {
			p.form, p.who, p.words = label, who, colon+1
			return p
		} else if who := d.bracketed(first, colon); who.sure == full {
			p.form, p.who, p.words = label, who, colon+1
			return p
		}
		if rest := (doc.Range{First: colon + 1, Last: r.Last}); d.inQuotes(rest) && !d.hasVerb(doc.Range{First: first, Last: colon}) {
			if who := d.onlyName(doc.Range{First: first, Last: colon}); who.sure == full && d.givesFrom(who) {
				p.form, p.who, p.words = label, who, colon+1
				return p
			}
		}
		if colon+1 < r.Last && d.allCapital(doc.Range{First: first, Last: colon}) {
			p.form, p.words = otherLabel, colon+1
			return p
		}
	}
	last := r.Last
	for last > first && d.Word(last-1) == "." {
		last--
	}
	if dash := d.dash(first); dash > 0 && last-first <= maxLabelTokens {
		if who, ok := d.sourceAt(first+dash, last); ok {
			p.form, p.who, p.words = dashLine, who, r.Last
			return p
		}
	}
	if last-first <= maxLabelTokens {
		if who, ok := d.personAt(first, last); ok {
			p.form, p.who, p.words = nameLine, who, r.Last
			return p
		}
	}
	if d.Word(r.Last-1) == ":" {
		p.form, p.words = leadIn, r.Last
		p.who = d.onlyName(r)
	} else if r.Len() <= maxRole {
		p.who = d.onlyName(r)
	}
	return p
}

// heading reports whether r, which follows a name and a colon, is the rest of a heading
// ("Marta Keel: a life in pictures") and nothing that somebody says.
func (d *document) heading(r doc.Range) bool {
	if r.Len() < 2 || d.Tokens[r.First].Kind != doc.Word || d.Tokens[r.Last-1].Kind == doc.Mark && d.Word(r.Last-1) != "?" {
		return false
	}
	if r.Last == d.Paragraphs[0].Last {
		return d.Word(r.Last-1) != "?"
	}
	return !d.Capital(r.First) && !turnStarts[d.Word(r.First)]
}

// turnStarts are small words that what somebody says begins with even where the text has no
// capitals and no full stops.
var turnStarts = wordlist.Set(wordFiles, "turn_starts")

// initial returns whether a paragraph begins with Q or A for question or answer.
func (d *document) initial(r doc.Range) form {
	if w := d.Word(r.First + 1); r.Len() < 2 || w != ":" && w != "." {
		return prose
	}
	switch strings.ToUpper(d.Word(r.First)) {
	case "Q", "QUESTION", "INTERVIEWER", "REPORTER", "MODERATOR", "HOST":
		if d.Word(r.First+1) == ":" || d.Word(r.First) == "Q" {
			return question
		}
	case "A", "ANSWER":
		if d.Word(r.First+1) == ":" || d.Word(r.First) == "A" {
			return answer
		}
	}
	return prose
}

// colon returns the token of the colon, or of the dash before a quotation, that may end a label; 0 if
// there is none.
func (d *document) colon(r doc.Range) int {
	for i := r.First + 1; i < min(r.Last, r.First+maxLabelTokens); i++ {
		switch d.Word(i) {
		case ":":
			return i
		case "—", "–", "-":
			if next := d.Word(i + 1); next == "“" || next == "\"" || next == "‘" {
				return i
			}
		case "“", "\"", "?", "!", ";":
			return 0
		}
	}
	return 0
}

// dash returns how many tokens the dash at token i is made of, 0 if there is none.
func (d *document) dash(i int) int {
	switch d.Word(i) {
	case "—", "–", "―", "~":
		return 1
	case "-":
		if d.Word(i+1) == "-" {
			return 2
		}
		return 1
	}
	return 0
}

// sourceAt returns who is named between tokens i and limit after a dash: a person, or an
// account or anybody else described in few words.
func (d *document) sourceAt(i, limit int) (name, bool) {
	if n, ok := d.personAt(i, limit); ok {
		return n, true
	}
	r := doc.Range{First: i, Last: limit}
	if r.Empty() || r.Len() > maxName || d.hasVerb(r) || d.Tokens[i].Kind == doc.Number {
		return name{}, false
	}
	for ; i < limit; i++ {
		if w := d.Word(i); d.Info[i].Is(lexicon.RoleNoun) || w == "@" {
			return name{Range: r, last: limit - 1, sure: oneWord}, true
		}
	}
	return name{}, false
}

// onlyName returns the one full name in r, noName if there are none or several.
func (d *document) onlyName(r doc.Range) (found name) {
	for i := r.First; i < r.Last; i++ {
		if !d.Capital(i) {
			continue
		}
		n := d.nameAt(i, r.Last)
		if n.sure == noName {
			continue
		}
		if n.sure == full {
			if found.sure == full {
				return name{}
			}
			found = n
		}
		i = n.Last - 1
	}
	return found
}

// inQuotes reports whether r has words, and all of them are in quotation marks.
func (d *document) inQuotes(r doc.Range) bool {
	words := 0
	for i := r.First; i < r.Last; i++ {
		if d.Tokens[i].Kind == doc.Mark {
			continue
		}
		if words++; d.quotation(i) < 0 {
			return false
		}
	}
	return words > 0
}

// quotation returns the outermost quotation that token i is in, -1 if there is none.
func (d *document) quotation(i int) int {
	at, _ := slices.BinarySearchFunc(d.outer, d.Tokens[i].Start+1, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start) })
	if at--; at >= 0 && d.outer[at].Open && d.Tokens[i].End <= d.outer[at].End {
		return at
	}
	return -1
}

// said returns what is said in r: the quotations in it, or all of it if nothing is quoted.
func (d *document) said(r doc.Range) (out []article.Span) {
	if r.Empty() {
		return nil
	}
	if !d.inQuotes(r) {
		for r.Len() > 1 && d.Tokens[r.First].Kind == doc.Mark && d.dash(r.First) > 0 {
			r.First++
		}
		return d.withoutDirections(r)
	}
	from, till := d.Tokens[r.First].Start, d.Tokens[r.Last-1].End
	at, _ := slices.BinarySearchFunc(d.outer, from, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start) })
	for ; at < len(d.outer) && d.outer[at].Start < till; at++ {
		out = append(out, trimmed(d.outer[at].Span, d.Text))
	}
	return out
}

// maxDirection is how many words a stage direction may have.
const maxDirection = 6

// withoutDirections returns what of r is said, without stage directions: "[Laughter]",
// "(The audience applauds)". What else is in brackets is said.
func (d *document) withoutDirections(r doc.Range) (out []article.Span) {
	first := r.First
	for i := r.First; i < r.Last; i++ {
		end := d.direction(doc.Range{First: i, Last: r.Last}, r)
		if end == 0 {
			continue
		}
		if first < i {
			out = append(out, d.Span(first, i))
		}
		i, first = end-1, end
	}
	if first < r.Last && (len(out) == 0 || r.Last-first > 1) { // not the full stop after the last one
		out = append(out, d.Span(first, r.Last))
	}
	return out
}

// direction returns the token after the stage direction that r begins with, 0 if there is
// none. One that is all of the paragraph may say anything.
func (d *document) direction(r, paragraph doc.Range) int {
	if !opensBracket(d.Word(r.First)) {
		return 0
	}
	known := false
	for i := r.First + 1; i < min(r.Last, r.First+maxDirection+3); i++ {
		if w := d.Word(i); w == ")" || w == "]" {
			if known || r.First == paragraph.First && i+1 == r.Last {
				return i + 1
			}
			return 0
		}
		known = known || directions[strings.ToLower(d.Word(i))]
	}
	return 0
}

// directions are words of which a stage direction of a transcript has one.
var directions = wordlist.Set(wordFiles, "directions")

// trimmed returns s without blanks at its ends.
func trimmed(s article.Span, text string) article.Span {
	words := s.Of(text)
	s.Start += len(words) - len(strings.TrimLeft(words, " "))
	s.End -= len(words) - len(strings.TrimRight(words, " "))
	return s
}
