package quotecheck

import (
	"slices"
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
	maxChangedWords = 400        // of a paragraph
	maxWordPairs    = 10_000_000 // of two articles, a word of one with a word of the other: a tenth of a second
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
	c := comparison{later: later, pairs: maxWordPairs}
	for _, p := range before {
		if text := earlier[p.Start:p.End]; had[text] > 0 {
			had[text]--
			c.gone = append(c.gone, paragraph{text, CountWords(text)})
		}
	}
	for _, p := range changed {
		found, dropped := c.changed(p)
		out.Paragraphs = append(out.Paragraphs, found)
		out.New, out.Dropped = out.New+len(found.New), out.Dropped+dropped
	}
	for _, p := range c.gone {
		out.Dropped += p.words
	}
	return out
}

// comparison looks for what changed paragraphs came from.
type comparison struct {
	later string
	gone  []paragraph // of the earlier text, that no paragraph came from so far
	pairs int         // of words that may still be compared
}

type paragraph struct {
	text  string
	words int
}

// changed compares a paragraph with those that are gone. The one that it came from is gone no
// longer; dropped is how many of its words went.
func (c *comparison) changed(p article.Span) (out Changed, dropped int) {
	text := c.later[p.Start:p.End]
	words := allWords(text)
	best, from := Revision{}, -1
	for i, g := range c.gone {
		if len(words) > maxChangedWords || g.words > maxChangedWords || c.pairs < len(words)*g.words {
			continue
		}
		c.pairs -= len(words) * g.words
		if r, ok := Revise(g.text, text); ok && r.Same > best.Same {
			best, from = r, i
		}
	}
	if from >= 0 {
		c.gone = slices.Delete(c.gone, from, from+1)
	} else {
		for _, w := range words {
			best.New = append(best.New, w.Span)
		}
	}
	out.Span = p
	for _, w := range best.New {
		out.New = append(out.New, article.Span{Start: p.Start + w.Start, End: p.Start + w.End})
	}
	return out, best.Dropped
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
