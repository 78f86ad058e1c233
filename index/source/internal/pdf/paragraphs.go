package pdf

import (
	"slices"
	"strings"
	"unicode"
)

// paragraph is lines that belong together.
type paragraph struct {
	lines  []line
	size   float32
	bold   bool
	page   int
	column int
	indent bool // its first line begins to the right of the column's edge
	note   bool // a footnote
}

// Distances in sizes of the letters.
const (
	minIndent       = 0.6
	sameSize        = 0.08 // by which sizes of one paragraph differ at most
	gapRatio        = 1.25 // by which the space before a paragraph is larger than that between lines
	shortLine       = 0.35 // of a column that a last line leaves free at least, without a full stop
	maxLeading      = 2.2  // between lines of a paragraph
	headlineLeading = 1.7
)

// paragraphsOf cuts lines in paragraphs.
func paragraphsOf(lines []line, body float32) []paragraph {
	var out []paragraph
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && lines[j].column == lines[i].column && lines[j].page == lines[i].page {
			j++
		}
		out = append(out, columnParagraphs(lines[i:j], body)...)
		i = j
	}
	return out
}

// columnParagraphs cuts the lines of one column.
func columnParagraphs(lines []line, body float32) []paragraph {
	c := cutter{lines: lines, body: body, leading: leadings(lines), indented: indents(lines)}
	var out []paragraph
	for i, l := range lines {
		if i == 0 || c.begins(i) {
			out = append(out, paragraph{size: l.size, bold: l.bold, page: l.page, column: l.column, indent: isIndented(l) && c.indented})
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
	}
	markNotes(out, body)
	return out
}

// leadings returns the usual distance of baselines by the size of letters.
func leadings(lines []line) map[int]float32 {
	all := map[int][]float32{}
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if d := a.y - b.y; d > 0 && d < maxLeading*b.size && abs(a.size-b.size) <= sameSize*b.size {
			all[sizeKey(b)] = append(all[sizeKey(b)], d)
		}
	}
	out := map[int]float32{}
	for size, ds := range all {
		slices.Sort(ds)
		out[size] = ds[(len(ds)-1)/3] // most are between lines, the larger ones between paragraphs
	}
	return out
}

func sizeKey(l line) int { return int(l.size*2 + 0.5) }

// indents reports whether a column's paragraphs begin with an indent: some lines do, and the lines
// after them do not.
func indents(lines []line) bool {
	with, hanging := 0, 0
	for i, l := range lines {
		if !isIndented(l) || besideInitial(lines, i) {
			continue
		}
		if i+1 < len(lines) && isIndented(lines[i+1]) && (i == 0 || !isIndented(lines[i-1]) || i+2 < len(lines) && isIndented(lines[i+2])) {
			hanging++
		} else {
			with++
		}
	}
	return with > hanging
}

// besideInitial reports whether a line stands beside the letter that a line above begins with.
func besideInitial(lines []line, i int) bool {
	for k := i - 1; k >= max(0, i-4); k-- {
		if lines[k].initial {
			return true
		}
		if !isIndented(lines[k]) {
			return false
		}
	}
	return false
}

func isIndented(l line) bool {
	d := l.x0 - l.left
	return d > minIndent*l.size && d < 5*l.size
}

// cutter cuts the lines of a column in paragraphs.
type cutter struct {
	lines    []line
	body     float32
	leading  map[int]float32 // the usual distance of baselines
	indented bool            // paragraphs begin with an indent
}

// begins reports whether a line begins a paragraph.
func (c cutter) begins(i int) bool {
	l, before := c.lines[i], c.lines[i-1]
	distance := before.y - l.y
	usual, known := c.leading[sizeKey(l)]
	switch {
	case abs(l.size-before.size) > sameSize*max(l.size, before.size), l.bold != before.bold && (wholeLine(before) || wholeLine(l)):
		return true
	case l.size > headlineRatio*c.body:
		return distance <= 0 || distance > headlineLeading*l.size
	case distance <= 0, distance > maxLeading*l.size, known && distance > gapRatio*usual:
		return true
	case isListItem(l), l.note:
		return true
	case c.indented && isIndented(l) && !besideInitial(c.lines, i):
		return true
	}
	return brokenOff(c.lines, i)
}

// wholeLine reports whether a line is in one weight.
func wholeLine(l line) bool {
	for _, g := range l.glyphs {
		if g.bold != l.bold {
			return false
		}
	}
	return true
}

// isListItem reports whether a line begins with the mark of a list.
func isListItem(l line) bool {
	return len(l.glyphs) > 1 && strings.ContainsRune("•‣▪●○◦■□–·\uf0b7\uf0a7", l.glyphs[0].r) && l.glyphs[1].blank
}

// brokenOff reports whether the line before ended although the next word had room on it.
func brokenOff(lines []line, i int) bool {
	l, before := lines[i], lines[i-1]
	if endsWithHyphen(before) {
		return false
	}
	right := before.x1
	for _, near := range lines[max(0, i-6):min(len(lines), i+6)] {
		if abs(near.size-before.size) <= sameSize*before.size {
			right = max(right, near.x1)
		}
	}
	free := right - before.x1 - firstWord(l) - 0.4*l.size
	if free <= 0 {
		return false
	}
	if free > shortLine*(right-before.left) && before.x0 < before.left+minIndent*before.size+shortLine*(right-before.left) {
		return true
	}
	return free > 0.5*l.size && endsSentence(before) && !continuesLower(l)
}

// firstWord returns how wide the first word of a line is.
func firstWord(l line) float32 {
	end := l.glyphs[0].x1
	for _, g := range l.glyphs[1:] {
		if g.blank {
			break
		}
		end = g.x1
	}
	return end - l.x0
}

// continuesLower reports whether a line begins with a small letter.
func continuesLower(l line) bool {
	for _, g := range l.glyphs {
		if unicode.IsLetter(g.r) {
			return unicode.IsLower(g.r)
		}
		if unicode.IsDigit(g.r) {
			return false
		}
	}
	return false
}

// noteSize is how small against the text footnotes are.
const noteSize = 0.93

// markNotes marks the footnotes at the bottom of a column: paragraphs in small letters
// that begin with a mark, and all below them.
func markNotes(paragraphs []paragraph, body float32) {
	for i := range paragraphs {
		p := &paragraphs[i]
		if p.size >= noteSize*body || !p.lines[0].note && !noteMark(p.lines[0]) {
			continue
		}
		below := paragraphs[i:]
		if slices.ContainsFunc(below, func(q paragraph) bool { return q.size >= noteSize*body }) {
			continue
		}
		for k := range below {
			below[k].note = true
		}
		return
	}
}

// noteMark reports whether a line begins with the mark of a footnote.
func noteMark(l line) bool {
	r := l.glyphs[0].r
	return unicode.IsDigit(r) && (raised(l, 0) || len(l.glyphs) > 2 && (l.glyphs[1].blank || l.glyphs[2].blank && !unicode.IsDigit(l.glyphs[1].r))) || strings.ContainsRune("*†‡§¹²³", r)
}

// raised reports whether a glyph of a line stands above the others, and is smaller.
func raised(l line, i int) bool {
	g := l.glyphs[i]
	return g.raised || g.size < 0.87*l.size && g.y-l.y > 0.15*l.size
}

// How much larger than the text a headline is, and how many characters it has at most.
const (
	headlineRatio = 1.25
	maxHeadline   = 300
)
