package text

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// PhraseForms returns the folded words of a phrase; of hyphenated words, the parts.
func PhraseForms(phrase string) []string {
	var out []string
	for _, w := range Words(phrase) {
		if !w.Joined {
			out = append(out, w.Form)
		}
	}
	return out
}

// FindStems returns where stems follow each other in words.
func FindStems(words []Word, stems []string) []article.Span {
	words = withoutJoined(words)
	var out []article.Span
	for i := 0; i+len(stems) <= len(words); i++ {
		run := words[i : i+len(stems)]
		if slices.EqualFunc(stems, run, func(stem string, w Word) bool { return w.Stem == stem }) {
			out = append(out, article.Span{Start: run[0].Start, End: run[len(run)-1].End})
		}
	}
	return out
}

// HoldForms reports whether folded forms follow each other in words.
func HoldForms(words []Word, forms []string) bool {
	words = withoutJoined(words)
	for i := 0; i+len(forms) <= len(words); i++ {
		if slices.EqualFunc(forms, words[i:i+len(forms)], func(form string, w Word) bool { return w.Form == form }) {
			return true
		}
	}
	return false
}

// LongestRun returns the length of the longest common subsequence of words and
// text, and the smallest number of words of text that such a run extends over.
func LongestRun(words, text []string) (matched, spread int) {
	type cell struct{ matched, start int } // start: where the run starts, as late as possible
	last, now := make([]cell, len(text)+1), make([]cell, len(text)+1)
	better := func(a, b cell) cell {
		if b.matched > a.matched || b.matched == a.matched && b.start > a.start {
			return b
		}
		return a
	}
	for _, w := range words {
		for j, t := range text {
			now[j+1] = better(now[j], last[j+1])
			if w == t {
				c := cell{last[j].matched + 1, last[j].start}
				if c.matched == 1 {
					c.start = j
				}
				now[j+1] = better(now[j+1], c)
			}
		}
		last, now = now, last
		now[0] = cell{}
	}
	for j, c := range last {
		if s := j - c.start; c.matched > matched || c.matched == matched && s < spread {
			matched, spread = c.matched, s
		}
	}
	return matched, spread
}
