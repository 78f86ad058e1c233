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
	Record    article.Record
	Span      article.Span // from the first of the words to the last
	Statement int          // index of the statement that holds Span, -1 if none does
	Trimmed   bool         // the parts of the quotation are there, with other words between them

	alignment alignment
}

// Differences returns how many words differ.
func (m Match) Differences() int { return m.alignment.differences }

// Paragraphs returns the paragraph that Span is in, or from the first to the
// last if it reaches over several.
func (m Match) Paragraphs() article.Span {
	text := m.Record.Text
	start := strings.LastIndexByte(text[:m.Span.Start], '\n') + 1
	end := strings.IndexByte(text[m.Span.End:], '\n')
	if end < 0 {
		return article.Span{Start: start, End: len(text)}
	}
	return article.Span{Start: start, End: m.Span.End + end}
}

// wording returns the words of the statement or paragraphs that m is shown with.
func (m Match) wording() string {
	if m.Statement >= 0 {
		return m.Record.Annotation.Statements[m.Statement].Wording(m.Record.Text)
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
// it unless statement is -1, and with the text around it if that has more of the
// words. Call it for the likeliest candidates first.
func (s *Search) Try(r article.Record, passage article.Span, statement int) {
	m, ok := s.within(r, passage, statement)
	if (!ok || m.Differences() > 0) && !s.whole[r.ID] && len(s.whole) < maxWholeArticles {
		s.whole[r.ID] = true
		if wide, found := s.around(r, passage); found && (!ok || wide.Differences() < m.Differences()) {
			m, ok = wide, true
		}
	}
	if ok {
		s.matches = append(s.matches, m)
	}
}

// within looks for the quotation, or its parts in order, in one passage or statement.
func (s *Search) within(r article.Record, passage article.Span, statement int) (Match, bool) {
	where := passage
	if statement >= 0 {
		content := r.Annotation.Statements[statement].Content
		where = article.Span{Start: content[0].Start, End: content[len(content)-1].End}
	}
	if len(s.parts) > 1 {
		if span, ok := s.inOrder(r.Text, where); ok {
			return Match{Record: r, Span: span, Trimmed: true, Statement: holder(r, span)}, true
		}
	}
	return s.align(r, wordsIn(r.Text, where))
}

// around looks for a quotation that may reach over several paragraphs.
func (s *Search) around(r article.Record, passage article.Span) (Match, bool) {
	return s.align(r, wordsAround(r.Text, passage, len(s.words)))
}

func (s *Search) align(r article.Record, printed []token) (Match, bool) {
	m := Match{Record: r, alignment: align(s.words, printed), Statement: -1}
	if !m.alignment.near() {
		return m, false
	}
	m.Span = m.alignment.span()
	m.Statement = holder(r, m.Span)
	return m, true
}

// inOrder finds every part exactly, one after the other.
func (s *Search) inOrder(text string, where article.Span) (article.Span, bool) {
	out := article.Span{Start: -1}
	for _, part := range s.parts {
		a := align(part, wordsIn(text, where))
		if a.differences != 0 || len(a.pairs) == 0 {
			return out, false
		}
		if out.Start < 0 {
			out.Start = a.span().Start
		}
		out.End = a.span().End
		where.Start = out.End
	}
	return out, true
}

// wordBytes is more than the bytes of a word and the space after it on average.
const wordBytes = 24

// wordsAround returns the words of a passage with enough words before and after
// it to hold any quotation of n words that shares a part of the passage.
func wordsAround(text string, passage article.Span, n int) []token {
	room := n + n/3 // up to one word in three may differ
	where := article.Span{Start: max(0, passage.Start-room*wordBytes), End: min(len(text), passage.End+room*wordBytes)}
	for where.Start > 0 && !utf8.RuneStart(text[where.Start]) {
		where.Start--
	}
	for where.End < len(text) && !utf8.RuneStart(text[where.End]) {
		where.End++
	}
	words := wordsIn(text, where)
	first, _ := slices.BinarySearchFunc(words, passage.Start, func(w token, at int) int { return w.Start - at })
	end, _ := slices.BinarySearchFunc(words, passage.End, func(w token, at int) int { return w.Start - at })
	return words[max(0, first-room):min(len(words), end+room)]
}

// minCover is the share of a match that a statement must cover to hold it.
const minCover = 0.7

// holder returns the index of the statement that covers most of span, the
// shortest of several; -1 if none covers enough.
func holder(r article.Record, span article.Span) int {
	best, bestCover, bestLen := -1, minCover, 0
	for i, s := range r.Annotation.Statements {
		cover, length := 0, 0
		for _, c := range s.Content {
			length += c.Len()
			if c.Overlaps(span) {
				cover += min(c.End, span.End) - max(c.Start, span.Start)
			}
		}
		share := float64(cover) / float64(max(1, span.Len()))
		if share > bestCover || share == bestCover && best >= 0 && length < bestLen {
			best, bestCover, bestLen = i, share, length
		}
	}
	return best
}
