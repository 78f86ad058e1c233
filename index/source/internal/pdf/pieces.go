package pdf

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/source/internal/pdfium"
	"golang.org/x/text/unicode/norm"
)

// piece is glyphs that stand side by side on one line and were drawn one after another.
type piece struct {
	glyphs  []glyph
	x0, x1  float32
	y       float32 // of the baseline
	size    float32 // of most of its glyphs
	bold    bool
	page    int
	index   int  // in the order of the file
	ended   bool // the file has a blank after it
	initial bool // it begins with a letter that reaches over the lines below
}

// glyph is a printed character, with the blank before it.
type glyph struct {
	r      rune
	x0, x1 float32
	y      float32
	size   float32
	bold   bool
	blank  bool // a blank is printed before it
	given  bool // the file has a character for it
	raised bool // its foot is above the baseline
}

// Distances in parts of the size of letters.
const (
	maxRise     = 0.6  // of a baseline within a line, for raised and lowered letters
	pieceGap    = 1.0  // from which two pieces are apart
	blankGap    = 0.17 // between words, beyond that between letters
	backwards   = 0.35 // that a glyph may stand before the end of the one before
	maxPieces   = 8_000
	maxPageSize = 60_000 // glyphs
)

// piecesOf returns the pieces of a page, in the order of the file. Glyphs that are turned
// against the lines of the page, such as a stamp's, are left out.
func piecesOf(p pdfium.Page, number int) ([]piece, error) {
	if len(p.Glyphs) > maxPageSize {
		return nil, errLayout
	}
	turn := turnOf(p)
	var out []piece
	blank := false
	for _, g := range p.Glyphs {
		s := p.Styles[g.Style]
		if s.Turned != turn || s.Size <= 0 || g.X1-g.X0 > 20*s.Size {
			continue
		}
		if unicode.IsSpace(g.Rune) || g.Rune == 0 {
			blank = true
			if n := len(out); n > 0 {
				out[n-1].ended = true
			}
			continue
		}
		if g.Rune == '\u200b' || g.Rune == '\ufeff' || g.Rune == '\u2060' {
			continue
		}
		next := glyph{r: g.Rune, x0: g.X0, x1: g.X1, y: g.Y, size: s.Size, bold: s.Bold, blank: blank, given: blank, raised: g.Raised}
		blank = false
		if n := len(out); n > 0 && out[n-1].continues(next) {
			last := &out[n-1]
			last.glyphs, last.x1, last.ended = append(last.glyphs, next), max(last.x1, next.x1), false
			continue
		}
		if len(out) == maxPieces {
			return nil, errLayout
		}
		next.blank, next.given = false, false
		out = append(out, piece{glyphs: []glyph{next}, x0: next.x0, x1: next.x1, page: number, index: len(out)})
	}
	for i := range out {
		out[i].measure()
		out[i].space()
	}
	return withoutDoubles(out), nil
}

// turnOf returns by how many degrees most of a page's glyphs are turned.
func turnOf(p pdfium.Page) int {
	counts := map[int]int{}
	for _, g := range p.Glyphs {
		counts[p.Styles[g.Style].Turned]++
	}
	best := 0
	for turn, n := range counts {
		if turn%90 == 0 && (n > counts[best] || n == counts[best] && turn < best) {
			best = turn
		}
	}
	return best
}

// continues reports whether a glyph stands on the line of a piece, right after it.
func (p *piece) continues(g glyph) bool {
	last := p.glyphs[len(p.glyphs)-1]
	size := max(last.size, g.size)
	rise := abs(g.y - last.y)
	if rise > maxRise*size || g.size == last.size && rise > 0.3*size {
		return false
	}
	return g.x0 > last.x1-backwards*size && g.x0-last.x1 < pieceGap*size
}

// measure sets the baseline, the size and the weight of a piece to those of most of its
// glyphs.
func (p *piece) measure() {
	sizes := map[float32]int{}
	bold := 0
	for _, g := range p.glyphs {
		sizes[g.size]++
		if g.bold {
			bold++
		}
	}
	for size, n := range sizes {
		if n > sizes[p.size] || n == sizes[p.size] && size > p.size {
			p.size = size
		}
	}
	p.bold = 2*bold > len(p.glyphs)
	for _, g := range p.glyphs {
		if g.size == p.size {
			p.y = g.y
			break
		}
	}
}

// space finds the blanks of a piece that the file has no characters for: gaps that are wider
// than those between its letters.
func (p *piece) space() {
	gaps := make([]float32, 0, len(p.glyphs))
	for i := 1; i < len(p.glyphs); i++ {
		if !p.glyphs[i].given {
			gaps = append(gaps, p.glyphs[i].x0-p.glyphs[i-1].x1)
		}
	}
	if len(gaps) == 0 {
		return
	}
	slices.Sort(gaps)
	tracking := max(0, gaps[len(gaps)/2])
	for i := 1; i < len(p.glyphs); i++ {
		a, b := p.glyphs[i-1], &p.glyphs[i]
		b.blank = b.given || b.x0-a.x1 > tracking+blankGap*max(a.size, b.size)
	}
}

// withoutDoubles leaves out what is printed twice at one place, as shadows are.
func withoutDoubles(pieces []piece) []piece {
	type place struct {
		x, y int
		text string
	}
	seen := map[place]bool{}
	return slices.DeleteFunc(pieces, func(p piece) bool {
		at := place{int(math.Round(float64(p.x0 / 2))), int(math.Round(float64(p.y / 2))), p.text()}
		twice := seen[at]
		seen[at] = true
		return twice
	})
}

// text returns the characters of a piece, for comparison.
func (p *piece) text() string {
	var out []rune
	for _, g := range p.glyphs {
		if g.blank {
			out = append(out, ' ')
		}
		out = append(out, g.r)
	}
	return string(out)
}

// top and bottom return how far a piece reaches above and below its baseline, a little
// less than its letters do, since lines may touch.
func (p *piece) top() float32    { return p.y + 0.65*p.size }
func (p *piece) bottom() float32 { return p.y - 0.15*p.size }

// line is a line of a column, as pieces from left to right.
type line struct {
	piece
	note   bool // a footnote begins with it
	column int  // which columns of one page have, from 0 in the order of reading
	left   float32
	right  float32 // the edges of its column
}

// lines puts the pieces of one column together as lines, from top to bottom.
func linesOf(pieces []piece, column int) []line {
	pieces = slices.Clone(pieces)
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(b.y, a.y), cmp.Compare(a.x0, b.x0)) })
	var rows [][]piece
	for _, p := range pieces {
		if n := len(rows); n > 0 {
			first := rows[n-1][0]
			for _, q := range rows[n-1] {
				if q.size > first.size {
					first = q
				}
			}
			same := 0.35
			if p.size < 0.85*first.size || p.size > 1.18*first.size {
				same = 0.5 // raised letters
			}
			if abs(p.y-first.y) < float32(same)*max(p.size, first.size) {
				rows[n-1] = append(rows[n-1], p)
				continue
			}
		}
		rows = append(rows, []piece{p})
	}
	var out []line
	for _, row := range rows {
		out = append(out, line{piece: lineOf(row), column: column})
	}
	left, right := edges(out)
	for i := range out {
		out[i].left, out[i].right = left, right
	}
	return out
}

// lineOf makes one piece of the pieces of a row.
func lineOf(row []piece) piece {
	slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.x0, b.x0) })
	out := piece{x0: row[0].x0, page: row[0].page, initial: row[0].initial}
	for i, p := range row {
		glyphs := slices.Clone(p.glyphs)
		if i > 0 {
			end := out.glyphs[len(out.glyphs)-1]
			glyphs[0].blank = row[i-1].ended || glyphs[0].x0-end.x1 > blankGap*max(end.size, glyphs[0].size)
		}
		out.glyphs, out.x1, out.ended = append(out.glyphs, glyphs...), max(out.x1, p.x1), p.ended
	}
	out.glyphs = composed(out.glyphs)
	out.measure()
	return out
}

// edges returns the left and the right edge of a column: where most of its lines begin, and where
// the longest ends.
func edges(lines []line) (float32, float32) {
	counts := map[int]int{}
	right := float32(math.Inf(-1))
	best := 0
	for i, l := range lines {
		at := int(math.Round(float64(l.x0)))
		counts[at]++
		if i == 0 || counts[at] > counts[best] || counts[at] == counts[best] && at < best {
			best = at
		}
		right = max(right, l.x1)
	}
	return float32(best), right
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

// Why a file that can be opened is refused.
var (
	errScan     = errors.New("it is a PDF file of scanned pages without text: make its text with a program such as ocrmypdf --sidecar NAME.txt, read that over, and add it")
	errMachine  = errors.New("it is a PDF file of scanned pages with words that a machine recognized, which may be wrong: take them out with pdftotext, read them over, and add the text")
	errForm     = errors.New("it is a PDF form to fill in, not an article: print it to a PDF file of its own if it has an article")
	errNoText   = errors.New("it is a PDF file without text: its letters may be drawn as pictures")
	errUnmapped = errors.New("it is a PDF file whose fonts do not say which characters they print: open it, print it to a new PDF file, or copy its text out")
	errLayout   = errors.New("the order of the text on the pages of the PDF file cannot be told: convert it with pdftotext, and read over what comes out")
)

// endsWithHyphen reports whether a line ends within a word.
func endsWithHyphen(l line) bool {
	n := len(l.glyphs)
	return n > 1 && isHyphen(l.glyphs[n-1].r) && !l.glyphs[n-1].blank && (unicode.IsLetter(l.glyphs[n-2].r) || unicode.IsDigit(l.glyphs[n-2].r))
}

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

const softHyphen = '\u00ad'

// isHyphen reports whether r is a hyphen that can end a line.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == softHyphen }
