package quotecheck

import (
	"regexp"
	"strings"

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

// wordBytes is more than the bytes of a word and the space after it on average.
const wordBytes = 24
