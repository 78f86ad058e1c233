package bot

import (
	"slices"
	"unicode/utf8"
)

// Segment is a run of an excerpt's text, marked or not.
type Segment struct {
	Text   string
	Marked bool
}

// Segments cuts text at its marks, byte ranges of text in any order. The
// segments joined are text, whatever the marks are: what overlaps is joined,
// what lies outside is dropped, and no character is cut in two.
func Segments(text string, marks []Span) []Segment {
	var out []Segment
	at := 0
	add := func(end int, marked bool) {
		if end > at {
			out = append(out, Segment{Text: text[at:end], Marked: marked})
			at = end
		}
	}
	for _, m := range whole(text, marks) {
		add(m.Start, false)
		add(m.End, true)
	}
	add(len(text), false)
	return out
}

// whole returns the marks within text, in order, widened to whole characters and
// joined where they touch.
func whole(text string, marks []Span) []Span {
	var out []Span
	sorted := slices.SortedFunc(slices.Values(marks), func(a, b Span) int { return a.Start - b.Start })
	for _, m := range sorted {
		m.Start, m.End = max(m.Start, 0), min(m.End, len(text))
		if m.Start >= m.End {
			continue
		}
		for m.Start > 0 && !utf8.RuneStart(text[m.Start]) {
			m.Start--
		}
		for m.End < len(text) && !utf8.RuneStart(text[m.End]) {
			m.End++
		}
		if last := len(out) - 1; last >= 0 && m.Start <= out[last].End {
			out[last].End = max(out[last].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}
