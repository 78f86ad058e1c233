package quotecheck

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Change is how an article's text differs from an earlier version of it.
type Change struct {
	Paragraphs []Changed // that the earlier version lacks as they are, in order
	New        int       // words of them that it lacks
	Dropped    int       // words of it that the later one lacks
}

// Changed is a paragraph that is new or differs.
type Changed struct {
	Span article.Span   // in the later text
	New  []article.Span // its words that the earlier version lacks, in the later text
}

// Limits of what is compared word by word; beyond them a paragraph is new as a whole.
const (
	maxChanged      = 200 // paragraphs
	maxChangedWords = 400 // of a paragraph
)

// Changes compares a text with an earlier version, a paragraph with the one that it came from.
func Changes(earlier, later string) Change {
	before := paragraphsOf(earlier)
	had := map[string]int{}
	for _, p := range before {
		had[earlier[p.Start:p.End]]++
	}
	var out Change
	var changed []article.Span
	for _, p := range paragraphsOf(later) {
		if text := later[p.Start:p.End]; had[text] > 0 {
			had[text]--
			continue
		}
		changed = append(changed, p)
	}
	var gone []string
	for _, p := range before {
		if text := earlier[p.Start:p.End]; had[text] > 0 {
			had[text]--
			gone = append(gone, text)
		}
	}
	for _, p := range changed {
		c, dropped, at := compareParagraph(later, p, gone)
		if at >= 0 {
			gone = append(gone[:at], gone[at+1:]...)
		}
		out.Paragraphs = append(out.Paragraphs, c)
		out.New, out.Dropped = out.New+len(c.New), out.Dropped+dropped
	}
	for _, text := range gone {
		out.Dropped += CountWords(text)
	}
	return out
}

// compareParagraph compares a paragraph with those that are gone, and returns which of them it
// came from, -1 if from none, and how many of its words went.
func compareParagraph(later string, p article.Span, gone []string) (Changed, int, int) {
	text := later[p.Start:p.End]
	best, at := Revision{}, -1
	if len(gone) <= maxChanged && CountWords(text) <= maxChangedWords {
		for i, g := range gone {
			if CountWords(g) > maxChangedWords {
				continue
			}
			if r, ok := Revise(g, text); ok && r.Same > best.Same {
				best, at = r, i
			}
		}
	}
	c := Changed{Span: p}
	if at < 0 {
		for _, w := range allWords(text) {
			c.New = append(c.New, article.Span{Start: p.Start + w.Start, End: p.Start + w.End})
		}
		return c, 0, at
	}
	for _, w := range best.New {
		c.New = append(c.New, article.Span{Start: p.Start + w.Start, End: p.Start + w.End})
	}
	return c, best.Dropped, at
}

// paragraphsOf returns the lines of a text that have words, without the blanks around them.
func paragraphsOf(text string) []article.Span {
	var out []article.Span
	at := 0
	for line := range strings.Lines(text) {
		start := at + len(line) - len(strings.TrimLeft(line, " \t\r\n"))
		end := at + len(strings.TrimRight(line, " \t\r\n"))
		at += len(line)
		if start < end && HasWords(text[start:end]) {
			out = append(out, article.Span{Start: start, End: end})
		}
	}
	return out
}
