package pdf

import (
	"slices"
	"strings"
	"unicode"
)

// superscript are the raised digits.
var superscript = map[rune]rune{'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹'}

// resolveMarks looks at raised digits: those that are marks of footnotes are left out,
// all others become the characters for them.
func resolveMarks(lines []line, body float32) {
	marks := map[string]bool{}
	for _, l := range lines {
		if l.size < noteSize*body && noteMark(l) {
			marks[markAt(l, 0)] = true
		}
	}
	for i := range lines {
		l := &lines[i]
		glyphs := l.glyphs[:0:0]
		for k := 0; k < len(l.glyphs); k++ {
			g := l.glyphs[k]
			if !raised(*l, k) || !unicode.IsDigit(g.r) && !strings.ContainsRune("*†‡", g.r) {
				glyphs = append(glyphs, g)
				continue
			}
			mark := markAt(*l, k)
			if marks[mark] && (k > 0 || l.size < noteSize*body) {
				l.note = l.note || k == 0
				k += len([]rune(mark)) - 1
				continue
			}
			if raisedDigit, ok := superscript[g.r]; ok && k > 0 {
				g.r = raisedDigit
			}
			glyphs = append(glyphs, g)
		}
		if len(glyphs) > 0 {
			l.glyphs = glyphs
		}
	}
}

// markAt returns the mark of a footnote at a glyph of a line.
func markAt(l line, i int) string {
	end := i + 1
	for unicode.IsDigit(l.glyphs[i].r) && end < len(l.glyphs) && unicode.IsDigit(l.glyphs[end].r) && !l.glyphs[end].blank && raised(l, end) == raised(l, i) {
		end++
	}
	var out []rune
	for _, g := range l.glyphs[i:end] {
		out = append(out, g.r)
	}
	return string(out)
}

// join puts paragraphs together that go on in the next column or overleaf. What stands between
// them, such as a caption, comes after them, and footnotes come last.
func join(paragraphs []paragraph, body float32) []paragraph {
	var out, notes []paragraph
	open := -1 // the paragraph of the text that may go on
	for _, p := range paragraphs {
		switch {
		case p.note:
			notes = append(notes, p)
			continue
		case open >= 0 && goesOn(out[open], p, body):
			out[open].lines = append(slices.Clip(out[open].lines), p.lines...)
			continue
		}
		out = append(out, p)
		if isText(p, body) {
			open = len(out) - 1
		}
	}
	return append(out, notes...)
}

// isText reports whether a paragraph is in the size of the text.
func isText(p paragraph, body float32) bool { return abs(p.size-body) <= sameSize*body && !p.bold }

// goesOn reports whether a paragraph is the rest of one in an earlier column or on an earlier page.
func goesOn(first, rest paragraph, body float32) bool {
	last, next := first.lines[len(first.lines)-1], rest.lines[0]
	if rest.page == first.page && last.column == rest.column || !isText(rest, body) || !isText(first, body) || isListItem(next) {
		return false
	}
	if rest.indent {
		return false
	}
	full := last.right-last.x1 < firstWord(next)+0.4*last.size
	switch {
	case endsWithHyphen(last), !endsSentence(last) && continuesLower(next):
		return true
	case endsSentence(last):
		return full && (continuesLower(next) || first.indent && len(first.lines) > 1 && len(rest.lines) > 1)
	}
	return full || endsOpen(last)
}

// endsOpen reports whether a line ends with a mark after which a sentence goes on.
func endsOpen(l line) bool { return strings.ContainsRune(",;–—-", l.glyphs[len(l.glyphs)-1].r) }
