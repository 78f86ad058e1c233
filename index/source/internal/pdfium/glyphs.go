package pdfium

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// boldWeight is the weight from which a font is bold.
const boldWeight = 600

// run is what tells the glyphs of one text object from those of the next.
type run struct {
	size   float64
	matrix structs.FPDF_FS_MATRIX
}

// text takes the glyphs of a page, without the blanks and line ends that PDFium makes.
func (r *reader) text(page *Page, text references.FPDF_TEXTPAGE) error {
	count, err := r.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	if r.glyphs += count.Count; r.glyphs > MaxGlyphs {
		return ErrTooLong
	}
	var now run
	style := -1
	for i := range count.Count {
		generated, err := r.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i})
		if err != nil {
			return fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
		if generated.IsGenerated {
			continue
		}
		g, at, err := r.glyph(text, i)
		if err != nil {
			return err
		}
		if !g.isPlaced() {
			continue
		}
		if style < 0 || at != now {
			now, style = at, page.style(r.style(text, i, at))
		}
		g.Style = style
		page.Glyphs = append(page.Glyphs, g)
	}
	return nil
}

// glyph reads a glyph and the run that it belongs to.
func (r *reader) glyph(text references.FPDF_TEXTPAGE, i int) (Glyph, run, error) {
	damaged := func(err error) (Glyph, run, error) { return Glyph{}, run{}, fmt.Errorf("%w (%w)", ErrDamaged, err) }
	char, err := r.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	unmapped, err := r.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	box, err := r.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	origin, err := r.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	fontSize, err := r.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	matrix, err := r.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: i})
	if err != nil {
		return damaged(err)
	}
	g := Glyph{Rune: rune(char.Unicode), Unmapped: unmapped.HasUnicodeMapError}
	hyphen, err := r.FPDFText_IsHyphen(&requests.FPDFText_IsHyphen{TextPage: text, Index: i})
	if err == nil && hyphen.IsHyphen && g.Rune != '\u00ad' {
		g.Rune = '-' // at the end of a line PDFium gives a character of its own
	}
	at := run{fontSize.FontSize, matrix.Matrix}
	g.Raised = r.raised(text, i, g.Rune, origin.Y, at)
	g.place(box.Rect, float32(origin.X), float32(origin.Y), turned(at.matrix))
	return g, at, nil
}

// minRaised is how far above the baseline the foot of a raised letter is, in sizes of its font.
const minRaised = 0.15

// raised reports whether a digit or a mark of a footnote stands above the line although it is on
// its baseline: some fonts have such digits.
func (r *reader) raised(text references.FPDF_TEXTPAGE, i int, char rune, baseline float64, at run) bool {
	if !unicode.IsDigit(char) || turned(at.matrix) != 0 {
		return false
	}
	box, err := r.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i})
	return err == nil && box.Bottom-baseline > minRaised*size(at)
}

// place sets where a glyph is on the line that it is part of, which is read from the left
// after the page was turned.
func (g *Glyph) place(box structs.FPDF_FS_RECTF, x, y float32, turn int) {
	switch turn {
	case 90: // upwards
		g.X0, g.X1, g.Y = y, box.Top, -x
	case 180:
		g.X0, g.X1, g.Y = -x, -box.Left, -y
	case 270: // downwards
		g.X0, g.X1, g.Y = -y, -box.Bottom, x
	default:
		g.X0, g.X1, g.Y = x, box.Right, y
	}
	g.X1 = max(g.X0, g.X1)
}

// isPlaced reports whether a glyph has a place that a page can have.
func (g *Glyph) isPlaced() bool {
	const far = 100_000
	for _, at := range []float32{g.X0, g.X1, g.Y} {
		if !(at > -far && at < far) { // or no number
			return false
		}
	}
	return true
}

// turned returns by how many degrees text is turned against the page, from 0 to 359.
func turned(m structs.FPDF_FS_MATRIX) int {
	degrees := int(math.Round(math.Atan2(float64(m.B), float64(m.A)) * 180 / math.Pi))
	return (degrees + 360) % 360
}

// size returns the size of a run's letters as printed.
func size(at run) float64 {
	return at.size * math.Hypot(float64(at.matrix.C), float64(at.matrix.D))
}

// style reads the style of the run of a glyph.
func (r *reader) style(text references.FPDF_TEXTPAGE, i int, at run) Style {
	s := Style{Size: float32(size(at)), Turned: turned(at.matrix)}
	if weight, err := r.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: text, Index: i}); err == nil {
		s.Bold = weight.FontWeight >= boldWeight
	}
	if font, err := r.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: i}); err == nil {
		name := strings.ToLower(font.FontName)
		s.Bold = s.Bold || strings.Contains(name, "bold") || strings.Contains(name, "black") || strings.Contains(name, "heavy")
	}
	object, err := r.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: i})
	if err != nil {
		return s
	}
	mode, err := r.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
	s.Hidden = err == nil && (mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP)
	return s
}

// style returns the index of a style in the page's.
func (p *Page) style(s Style) int {
	for i, v := range slices.Backward(p.Styles) {
		if v == s {
			return i
		}
	}
	p.Styles = append(p.Styles, s)
	return len(p.Styles) - 1
}
