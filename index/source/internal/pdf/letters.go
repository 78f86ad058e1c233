package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// combining are the accents that some fonts print over a letter as characters of their own.
var combining = map[rune]rune{'`': '\u0300', '´': '\u0301', 'ˆ': '\u0302', '^': '\u0302', '˜': '\u0303', '¯': '\u0304', '˘': '\u0306', '˙': '\u0307', '¨': '\u0308', '˚': '\u030a', '˝': '\u030b', 'ˇ': '\u030c', '¸': '\u0327', '˛': '\u0328'}

// composed makes one letter of an accent and the letter that it is printed over.
func composed(glyphs []glyph) []glyph {
	out := glyphs[:0:0]
	for i := range glyphs {
		g := glyphs[i]
		mark, ok := combining[g.r]
		if !ok {
			out = append(out, g)
			continue
		}
		if n := len(out); n > 0 && over(g, out[n-1]) {
			if c, ok := withMark(out[n-1].r, mark); ok {
				out[n-1].r = c
				if i+1 < len(glyphs) {
					glyphs[i+1].blank = glyphs[i+1].given || glyphs[i+1].x0-out[n-1].x1 > blankGap*g.size
				}
				continue
			}
		}
		if i+1 < len(glyphs) && over(g, glyphs[i+1]) {
			if c, ok := withMark(glyphs[i+1].r, mark); ok {
				glyphs[i+1].r, glyphs[i+1].blank = c, g.blank
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// over reports whether an accent stands over a letter.
func over(mark, letter glyph) bool {
	middle := (mark.x0 + mark.x1) / 2
	return unicode.IsLetter(letter.r) && middle > letter.x0-0.05*letter.size && middle < letter.x1+0.05*letter.size
}

// withMark returns a letter with a mark as one character.
func withMark(letter, mark rune) (rune, bool) {
	if letter == 'ı' {
		letter = 'i'
	}
	all := []rune(norm.NFC.String(string([]rune{letter, mark})))
	return all[0], len(all) == 1
}

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
