package quotecheck

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Match is a place of an article that has the words of a quotation, or nearly.
type Match struct {
	Record article.Record
	// Parts are the printed words, in order: one range, or several if the article
	// interrupts them or the quotation leaves out what is between.
	Parts []article.Span
	// Statements are the indexes of the statements that hold the words, in order;
	// none if no statement holds most of them.
	Statements []int
	Trimmed    bool // the parts of the quotation are there, with other words between them
	Joined     bool // Statements are not for certain by one person

	alignment alignment
}

// Differences returns how many words differ.
func (m Match) Differences() int { return m.alignment.differences }

// Span returns the range from the first of the words to the last.
func (m Match) Span() article.Span {
	return article.Span{Start: m.Parts[0].Start, End: m.Parts[len(m.Parts)-1].End}
}

// Interruptions returns the article's own words between the parts, as printed:
// the Lorvanian leader said.
func (m Match) Interruptions() []string {
	var out []string
	for i := 1; i < len(m.Parts); i++ {
		between := wordsIn(m.Record.Text, article.Span{Start: m.Parts[i-1].End, End: m.Parts[i].Start})
		if len(between) > 0 {
			out = append(out, m.Record.Text[between[0].Start:between[len(between)-1].End])
		}
	}
	return out
}

// Paragraphs returns the paragraph that the words are in, or from the first to the
// last if they reach over several.
func (m Match) Paragraphs() article.Span {
	text, span := m.Record.Text, m.Span()
	start := strings.LastIndexByte(text[:span.Start], '\n') + 1
	end := strings.IndexByte(text[span.End:], '\n')
	if end < 0 {
		return article.Span{Start: start, End: len(text)}
	}
	return article.Span{Start: start, End: span.End + end}
}

// wording returns the words of the statement or paragraphs that m is shown with.
func (m Match) wording() string {
	if len(m.Statements) == 1 {
		return m.Record.Annotation.Statements[m.Statements[0]].Wording(m.Record.Text)
	}
	return article.Wording(m.Paragraphs().Of(m.Record.Text))
}

// ellipsis is the mark for words that were left out.
var ellipsis = regexp.MustCompile(`\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\)|…|\.\.\.)\s*`)

// maxWholeArticles is the number of articles that are searched around a
// candidate for a quotation that no single passage holds.
const maxWholeArticles = 8

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

// nearer reports whether m is nearer to the quotation than other, found before it in
// the same article: by fewer differences, or by as many within one person's words.
func (m Match) nearer(other Match) bool {
	if m.Differences() != other.Differences() {
		return m.Differences() < other.Differences()
	}
	return m.Differences() > 0 && len(m.Statements) > 0 && !m.Joined && (len(other.Statements) == 0 || m.size() < other.size())
}

// size returns the number of printed words.
func (m Match) size() (n int) {
	for _, p := range m.alignment.pairs {
		if p.printed >= 0 {
			n++
		}
	}
	return n
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

// wordBytes is more than the bytes of a word and the space after it on average.
const wordBytes = 24

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
