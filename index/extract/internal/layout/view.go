package layout

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// View is a text in the form that the stages read, with the way back to the text as
// given.
type View struct {
	Text   string
	passes []pass // in the order in which they were applied
}

// Given returns the span of the text as given that s covers in the view. Its Start is
// after what was left out before s, its End before what was left out after it.
func (v View) Given(s article.Span) article.Span {
	if s.IsZero() {
		return s
	}
	for _, p := range slices.Backward(v.passes) {
		s = article.Span{Start: p.start(s.Start), End: p.end(s.End)}
		s.Start = min(s.Start, s.End)
	}
	return s
}

// Seen returns the span of the view that shows s of the text as given: the reverse of Given.
func (v View) Seen(s article.Span) article.Span {
	if s.IsZero() {
		return s
	}
	for _, p := range v.passes {
		s = article.Span{Start: p.newStart(s.Start), End: p.newEnd(s.End)}
		s.Start = min(s.Start, s.End)
	}
	return s
}

// pass is what one rewriting changed, in order.
type pass []edit

// edit is a piece of text that stands for another: [at, end) of the new text for
// [from, to) of the old one. Either may be empty.
type edit struct{ at, end, from, to int }

// start returns where the byte at position i of the new text begins in the old one.
func (p pass) start(i int) int {
	k, _ := slices.BinarySearchFunc(p, i+1, func(e edit, i int) int { return e.at - i })
	switch {
	case k == 0:
		return i
	case i < p[k-1].end:
		return p[k-1].from
	}
	return p[k-1].to + i - p[k-1].end
}

// end returns where the byte before position i of the new text ends in the old one.
func (p pass) end(i int) int {
	k, _ := slices.BinarySearchFunc(p, i, func(e edit, i int) int { return e.at - i })
	switch {
	case k == 0:
		return i
	case i <= p[k-1].end && p[k-1].at < p[k-1].end:
		return p[k-1].to
	}
	return p[k-1].to + i - p[k-1].end
}

// newStart returns where the byte at position i of the old text begins in the new one.
func (p pass) newStart(i int) int {
	k, _ := slices.BinarySearchFunc(p, i+1, func(e edit, i int) int { return e.from - i })
	switch {
	case k == 0:
		return i
	case i < p[k-1].to:
		return p[k-1].at
	}
	return p[k-1].end + i - p[k-1].to
}

// newEnd returns where the byte before position i of the old text ends in the new one.
func (p pass) newEnd(i int) int {
	k, _ := slices.BinarySearchFunc(p, i, func(e edit, i int) int { return e.from - i })
	switch {
	case k == 0:
		return i
	case i <= p[k-1].to && p[k-1].from < p[k-1].to:
		return p[k-1].end
	}
	return p[k-1].end + i - p[k-1].to
}

// rewriter builds a pass over text from left to right.
type rewriter struct {
	text  string
	out   strings.Builder
	edits pass
	done  int // bytes of text that out holds
}

// replace puts with in the place of text[from:to]. from is not before the end of the
// last replacement.
func (r *rewriter) replace(from, to int, with string) {
	if r.edits == nil {
		r.out.Grow(len(r.text) + len(r.text)/64)
	}
	r.out.WriteString(r.text[r.done:from])
	at := r.out.Len()
	r.out.WriteString(with)
	r.edits = append(r.edits, edit{at: at, end: r.out.Len(), from: from, to: to})
	r.done = to
}

// finish returns the new text.
func (r *rewriter) finish() string {
	r.out.WriteString(r.text[r.done:])
	return r.out.String()
}
