package pdf

import (
	"strings"
	"unicode"
)

// What initials are, in sizes of the text.
const (
	minInitial  = 1.7
	initialGap  = 1.2 // to the lines beside it
	maxInitials = 20  // of a page
)

// withInitials puts letters that reach over several lines at the beginning of the first of them.
func withInitials(pieces []piece, body float32) []piece {
	firstLines := map[int]piece{} // by the index of the line that they begin
	var out []piece
	for i, p := range pieces {
		if len(firstLines) < maxInitials {
			if at := beside(p, pieces, body); at >= 0 && at != i {
				firstLines[pieces[at].index] = p
				continue
			}
		}
		out = append(out, p)
	}
	for i := range out {
		if initial, ok := firstLines[out[i].index]; ok {
			out[i] = begunWith(initial, out[i])
		}
	}
	return out
}

// beside returns the index of the first line beside an initial, -1 if a piece is none.
func beside(p piece, pieces []piece, body float32) int {
	if len(p.glyphs) > 2 || len(pieces) > maxPieces/4 || p.size < minInitial*body || !strings.ContainsFunc(p.text(), unicode.IsUpper) {
		return -1
	}
	best, lines := -1, 0
	for i, q := range pieces {
		if q.x0 < p.x1-0.3*body || q.x0-p.x1 > initialGap*body || abs(q.size-body) > 0.3*body || q.y > p.y+p.size || q.y < p.y-0.3*p.size {
			continue
		}
		lines++
		if best < 0 || q.y > pieces[best].y {
			best = i
		}
	}
	if lines < 2 {
		return -1
	}
	return best
}

// begunWith returns a line with an initial at its beginning.
func begunWith(initial, l piece) piece {
	glyphs := make([]glyph, 0, len(initial.glyphs)+len(l.glyphs))
	for _, g := range initial.glyphs {
		g.size, g.y = l.size, l.y
		glyphs = append(glyphs, g)
	}
	rest := l.text()
	first, _, _ := strings.Cut(rest, " ")
	word := key(initial.text() + first)
	glyphs = append(glyphs, l.glyphs...)
	glyphs[len(initial.glyphs)].blank = initial.ended || strings.ContainsAny(initial.text(), "AIO") && !isEnglish(word) && isEnglish(key(first))
	l.glyphs, l.x0, l.initial = glyphs, initial.x0, true
	return l
}
