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
func (f *finder) look(r doc.Range) paragraph {
	p := paragraph{Range: r, words: r.First}
	first := r.First
	if n := f.initial(r); n != prose {
		p.form, p.words = n, first+2
		return p
	}
	if colon := f.colon(r); colon > 0 {
		if who, ok := f.personAt(first, colon); ok {
			p.form, p.who, p.words = label, who, colon+1
			return p
		}
		if rest := (doc.Range{First: colon + 1, Last: r.Last}); f.inQuotes(rest) && !f.hasVerb(doc.Range{First: first, Last: colon}) {
			if who := f.onlyName(doc.Range{First: first, Last: colon}); who.sure == full && f.givesFrom(who) {
				p.form, p.who, p.words = label, who, colon+1
				return p
			}
		}
		if colon+1 < r.Last && f.allCapital(doc.Range{First: first, Last: colon}) {
			p.form, p.words = otherLabel, colon+1
			return p
		}
	}
	last := r.Last
	for last > first && f.Word(last-1) == "." {
		last--
	}
	if dash := f.dash(first); dash > 0 && last-first <= maxLabelTokens {
		if who, ok := f.sourceAt(first+dash, last); ok {
			p.form, p.who, p.words = dashLine, who, r.Last
			return p
		}
	}
	if last-first <= maxLabelTokens {
		if who, ok := f.personAt(first, last); ok {
			p.form, p.who, p.words = nameLine, who, r.Last
			return p
		}
	}
	if f.Word(r.Last-1) == ":" {
		p.form, p.words = leadIn, r.Last
		p.who = f.onlyName(r)
	} else if r.Len() <= maxRole {
		p.who = f.onlyName(r)
	}
	return p
}

// initial returns whether a paragraph begins with Q or A for question or answer.
func (f *finder) initial(r doc.Range) form {
	if w := f.Word(r.First + 1); r.Len() < 2 || w != ":" && w != "." {
		return prose
	}
	switch strings.ToUpper(f.Word(r.First)) {
	case "Q", "QUESTION", "INTERVIEWER", "REPORTER", "MODERATOR", "HOST":
		if f.Word(r.First+1) == ":" || f.Word(r.First) == "Q" {
			return question
		}
	case "A", "ANSWER":
		if f.Word(r.First+1) == ":" || f.Word(r.First) == "A" {
			return answer
		}
	}
	return prose
}

// colon returns the token of the colon, or of the dash before a quotation, that may end a label; 0 if
// there is none.
func (f *finder) colon(r doc.Range) int {
	for i := r.First + 1; i < min(r.Last, r.First+maxLabelTokens); i++ {
		switch f.Word(i) {
		case ":":
			return i
		case "—", "–", "-":
			if next := f.Word(i + 1); next == "“" || next == "\"" || next == "‘" {
				return i
			}
		case "“", "\"", "?", "!", ";":
			return 0
		}
	}
	return 0
}

// dash returns how many tokens the dash at token i is made of, 0 if there is none.
func (f *finder) dash(i int) int {
	switch f.Word(i) {
	case "—", "–", "―", "~":
		return 1
	case "-":
		if f.Word(i+1) == "-" {
			return 2
		}
		return 1
	}
	return 0
}

// sourceAt returns who is named between tokens i and limit after a dash: a person, or an
// account or anybody else described in few words.
func (f *finder) sourceAt(i, limit int) (name, bool) {
	if n, ok := f.personAt(i, limit); ok {
		return n, true
	}
	r := doc.Range{First: i, Last: limit}
	if r.Empty() || r.Len() > maxName || f.hasVerb(r) || f.Tokens[i].Kind == doc.Number {
		return name{}, false
	}
	for ; i < limit; i++ {
		if w := f.Word(i); f.Info[i].Is(lexicon.RoleNoun) || w == "@" {
			return name{Range: r, last: limit - 1, sure: oneWord}, true
		}
	}
	return name{}, false
}

// onlyName returns the one full name in r, noName if there are none or several.
func (f *finder) onlyName(r doc.Range) (found name) {
	for i := r.First; i < r.Last; i++ {
		if !f.Capital(i) {
			continue
		}
		n := f.nameAt(i, r.Last)
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
func (f *finder) inQuotes(r doc.Range) bool {
	words := 0
	for i := r.First; i < r.Last; i++ {
		if f.Tokens[i].Kind == doc.Mark {
			continue
		}
		if words++; f.quotation(i) < 0 {
			return false
		}
	}
	return words > 0
}

// quotation returns the outermost quotation that token i is in, -1 if there is none.
func (f *finder) quotation(i int) int {
	at, _ := slices.BinarySearchFunc(f.outer, f.Tokens[i].Start+1, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start) })
	if at--; at >= 0 && f.outer[at].Open && f.Tokens[i].End <= f.outer[at].End {
		return at
	}
	return -1
}

// said returns what is said in r: the quotations in it, or all of it if nothing is quoted.
func (f *finder) said(r doc.Range) (out []article.Span) {
	if r.Empty() {
		return nil
	}
	if !f.inQuotes(r) {
		for r.Len() > 1 && f.Tokens[r.First].Kind == doc.Mark && f.dash(r.First) > 0 {
			r.First++
		}
		return f.withoutDirections(r)
	}
	from, till := f.Tokens[r.First].Start, f.Tokens[r.Last-1].End
	at, _ := slices.BinarySearchFunc(f.outer, from, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start) })
	for ; at < len(f.outer) && f.outer[at].Start < till; at++ {
		out = append(out, trimmed(f.outer[at].Span, f.Text))
	}
	return out
}

// maxDirection is how many words a stage direction may have.
const maxDirection = 6

// withoutDirections returns what of r is said, without stage directions: "[Laughter]",
// "(The audience applauds)". What else is in brackets is said.
func (f *finder) withoutDirections(r doc.Range) (out []article.Span) {
	first := r.First
	for i := r.First; i < r.Last; i++ {
		end := f.direction(doc.Range{First: i, Last: r.Last}, r)
		if end == 0 {
			continue
		}
		if first < i {
			out = append(out, f.Span(first, i))
		}
		i, first = end-1, end
	}
	if first < r.Last && (len(out) == 0 || r.Last-first > 1) { // not the full stop after the last one
		out = append(out, f.Span(first, r.Last))
	}
	return out
}

// direction returns the token after the stage direction that r begins with, 0 if there is
// none. One that is all of the paragraph may say anything.
func (f *finder) direction(r, paragraph doc.Range) int {
	if !opensBracket(f.Word(r.First)) {
		return 0
	}
	known := false
	for i := r.First + 1; i < min(r.Last, r.First+maxDirection+3); i++ {
		if w := f.Word(i); w == ")" || w == "]" {
			if known || r.First == paragraph.First && i+1 == r.Last {
				return i + 1
			}
			return 0
		}
		known = known || directions[strings.ToLower(f.Word(i))]
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
