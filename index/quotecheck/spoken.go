package quotecheck

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// spoken returns the words of statements, without what interrupts them.
func spoken(r article.Record, statements []int) []token {
	var out []token
	for _, i := range statements {
		for _, c := range r.Annotation.Statements[i].Content {
			words := wordsIn(r.Text, c)
			if len(words) > 0 {
				words[0].begins = true
			}
			out = append(out, words...)
		}
	}
	return out
}

// turns returns the statements that overlap where, as runs that a quotation may be
// taken from: first what one person says in a row, then all of them, for words that
// were joined from several.
func turns(r article.Record, where article.Span) [][]int {
	var all []int
	for i, s := range r.Annotation.Statements {
		if hull(s).Overlaps(where) && !nested(r, i) {
			all = append(all, i)
		}
	}
	var runs [][]int
	for k, i := range all {
		if k > 0 && oneTurn(r, all[k-1], i) {
			last := &runs[len(runs)-1]
			*last = append(*last, i)
		} else {
			runs = append(runs, []int{i})
		}
	}
	if len(runs) > 1 {
		runs = append(runs, all)
	}
	return runs
}

// maxInterruption is the maximum number of bytes between two statements that one
// person makes in a row.
const maxInterruption = 300

// oneTurn reports whether a statement goes on with the one before it: quoted words of
// the same person, shortly after.
func oneTurn(r article.Record, before, after int) bool {
	x, y := r.Annotation.Statements[before], r.Annotation.Statements[after]
	gap := hull(y).Start - hull(x).End
	return x.Speaker == y.Speaker && x.Speaker != article.Nobody && x.Kind != article.Indirect && y.Kind != article.Indirect && gap >= 0 && gap <= maxInterruption
}

func hull(s article.Statement) article.Span {
	return article.Span{Start: s.Content[0].Start, End: s.Content[len(s.Content)-1].End}
}

// nested reports whether a statement is reported within the words of another.
func nested(r article.Record, i int) bool {
	inner := hull(r.Annotation.Statements[i])
	return slices.ContainsFunc(r.Annotation.Statements, func(s article.Statement) bool {
		return slices.ContainsFunc(s.Content, func(c article.Span) bool { return c.Contains(inner) && c != inner })
	})
}

// minCover is the share of a match that statements must cover to hold it.
const minCover = 0.7

// newMatch completes a match with the statements that hold it: one, or several if
// its words are of more than one.
func newMatch(m Match) Match {
	best, bestCover, bestLen := -1, minCover, 0
	total := size(m.Parts)
	for i, s := range m.Record.Annotation.Statements {
		share := float64(covered(s.Content, m.Parts)) / float64(max(1, total))
		if length := size(s.Content); share > bestCover || share == bestCover && best >= 0 && length < bestLen {
			best, bestCover, bestLen = i, share, length
		}
	}
	if best >= 0 && bestCover > wholeCover {
		m.Statements = []int{best}
		return m
	}
	several := sharing(m)
	if len(several) > 1 {
		m.Statements, m.Joined = several, !oneSpeaker(m.Record, several)
	} else if best >= 0 {
		m.Statements = []int{best}
	}
	return m
}

// wholeCover is the share of a match from which on it is all of one statement: marks
// between its words may be outside.
const wholeCover = 0.95

// minShared is the minimum number of words that a statement adds to a match.
const minShared = 2

// sharing returns the statements that have some words of a match each, if they have
// most of it together.
func sharing(m Match) []int {
	var out []int
	sum := 0
	for i, s := range m.Record.Annotation.Statements {
		if nested(m.Record, i) {
			continue
		}
		words := 0
		for _, p := range m.Parts {
			for _, c := range s.Content {
				if c.Overlaps(p) {
					words += len(wordsIn(m.Record.Text, article.Span{Start: max(c.Start, p.Start), End: min(c.End, p.End)}))
				}
			}
		}
		if words >= minShared {
			out = append(out, i)
			sum += covered(s.Content, m.Parts)
		}
	}
	if float64(sum) < minCover*float64(size(m.Parts)) {
		return nil
	}
	return out
}

func oneSpeaker(r article.Record, statements []int) bool {
	first := r.Annotation.Statements[statements[0]].Speaker
	return first != article.Nobody && !slices.ContainsFunc(statements, func(i int) bool { return r.Annotation.Statements[i].Speaker != first })
}

func size(spans []article.Span) (n int) {
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// covered returns how many bytes of parts content holds.
func covered(content, parts []article.Span) (n int) {
	for _, c := range content {
		for _, p := range parts {
			if c.Overlaps(p) {
				n += min(c.End, p.End) - max(c.Start, p.Start)
			}
		}
	}
	return n
}

// Speech is how an article gives words.
type Speech int

// The ways, from the weakest.
const (
	Narrated Speech = iota // nobody says them
	Reported               // somebody says them, by the article's words for it
	Quoted                 // somebody says them, and they are in quotation marks
)

// Speech returns how the article gives the words of a match: the weakest of its
// parts.
func (m Match) Speech() Speech {
	if len(m.Statements) == 0 {
		return Narrated
	}
	for _, p := range m.Parts {
		if !slices.ContainsFunc(m.Statements, func(i int) bool { return quoted(m.Record, i, p) }) {
			return Reported
		}
	}
	return Quoted
}

// quoted reports whether a part is in quotation marks within a statement.
func quoted(r article.Record, statement int, part article.Span) bool {
	s := r.Annotation.Statements[statement]
	for _, c := range s.Content {
		if !c.Overlaps(part) {
			continue
		}
		switch s.Kind {
		case article.Direct:
			return true
		case article.Mixed:
			return inMarks(r.Text[c.Start:c.End], max(0, part.Start-c.Start), min(part.End, c.End)-c.Start)
		}
	}
	return false
}

// inMarks reports whether the words from start to end of text are within one pair of
// double quotation marks.
func inMarks(text string, start, end int) bool {
	const opening, closing = "“„«", "”»"
	if strings.ContainsAny(text[start:end], opening+closing+`"`) {
		return false
	}
	open := false
	for _, r := range text[:start] {
		switch {
		case r == '"':
			open = !open
		case strings.ContainsRune(opening, r):
			open = true
		case strings.ContainsRune(closing, r):
			open = false
		}
	}
	return open
}
