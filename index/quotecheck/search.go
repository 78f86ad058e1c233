package quotecheck

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Search compares a quotation with the candidates that the index found.
type Search struct {
	text    string
	words   []token
	parts   [][]token       // between the ellipses; one if there are none
	whole   map[string]bool // articles that were searched around a candidate
	matches []Match
}

// NewSearch returns a search for text.
func NewSearch(text string) *Search {
	s := &Search{text: text, words: allWords(text), whole: map[string]bool{}}
	for _, part := range ellipsis.Split(text, -1) {
		if strings.TrimSpace(part) != "" {
			s.parts = append(s.parts, allWords(part))
		}
	}
	return s
}

// Try compares the quotation with a passage of an article, or with a statement of
// it unless statement is -1, and with the statements and the text around it if
// those have more of the words. Call it for the likeliest candidates first.
func (s *Search) Try(r article.Record, passage article.Span, statement int) {
	best, found := Match{}, false
	try := func(printed []token) {
		if m, ok := s.compare(r, printed); ok && (!found || m.nearer(best)) {
			best, found = m, true
		}
	}
	if statement >= 0 {
		try(spoken(r, []int{statement}))
	} else {
		try(wordsIn(r.Text, passage))
	}
	exact := func() bool { return found && best.Differences() == 0 }
	if !exact() && !s.whole[r.ID] && len(s.whole) < maxWholeArticles {
		s.whole[r.ID] = true
		for _, run := range turns(r, around(r.Text, passage, len(s.words))) {
			try(spoken(r, run))
		}
		if !exact() {
			try(wordsAround(r.Text, passage, len(s.words)))
		}
	}
	if found {
		s.matches = append(s.matches, best)
	}
}

// compare compares the quotation, or its parts in order, with printed words.
func (s *Search) compare(r article.Record, printed []token) (Match, bool) {
	if len(s.parts) > 1 {
		if parts := s.inOrder(printed); parts != nil {
			return newMatch(Match{Record: r, Parts: parts, Trimmed: true}), true
		}
	}
	a := align(s.words, printed)
	if !a.near() {
		return Match{}, false
	}
	return newMatch(Match{Record: r, Parts: a.parts(), alignment: a}), true
}

// inOrder finds every part exactly, one after the other; nil if it does not.
func (s *Search) inOrder(printed []token) []article.Span {
	var out []article.Span
	for _, part := range s.parts {
		a := align(part, printed)
		if a.differences != 0 || len(a.pairs) == 0 {
			return nil
		}
		out = append(out, a.parts()...)
		printed = printed[a.pairs[len(a.pairs)-1].printed+1:]
	}
	return out
}

// wordsAround returns the words of a passage with enough words before and after
// it to hold any quotation of n words that shares a part of the passage.
func wordsAround(text string, passage article.Span, n int) []token {
	room := roomFor(n)
	words := wordsIn(text, around(text, passage, n))
	first, _ := slices.BinarySearchFunc(words, passage.Start, func(w token, at int) int { return w.Start - at })
	end, _ := slices.BinarySearchFunc(words, passage.End, func(w token, at int) int { return w.Start - at })
	return words[max(0, first-room):min(len(words), end+room)]
}

// roomFor returns how many words before or after a passage a quotation of n words may
// reach: up to one word in three may differ.
func roomFor(n int) int { return n + n/3 }

// around returns a passage with enough text before and after it to hold any
// quotation of n words that shares a part of it.
func around(text string, passage article.Span, n int) article.Span {
	room := roomFor(n) * wordBytes
	out := article.Span{Start: max(0, passage.Start-room), End: min(len(text), passage.End+room)}
	for out.Start > 0 && !utf8.RuneStart(text[out.Start]) {
		out.Start--
	}
	for out.End < len(text) && !utf8.RuneStart(text[out.End]) {
		out.End++
	}
	return out
}
