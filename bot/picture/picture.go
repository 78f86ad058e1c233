// Package picture draws a card's Picture for chat services that show images.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/briefing-bot/briefing-bot/bot"
)

// The picture in pixels, twice as many as a phone of 400 points shows, so that
// its letters are at least 12 points high there: a panel a series, one below the
// other over the same periods, so that colour alone shows nothing.
const (
	Width      = 800
	margin     = 30
	letterSize = 26
	lineHeight = 34
	tall       = 150 // bars of the only series, and of one that sums the others up
	low        = 84  // bars of the other series
	gap        = 22  // between panels
	mostPanels = 8
	labelGap   = 24 // between two labels of the axis
	stripes    = 8  // pixels from one stripe of a hatched bar to the next
)

// ownScale is added to the name of a series with a scale of its own.
const ownScale = ", on a scale of its own"

// legend explains hatched bars.
const legend = "Hatched: only announced or possible."

var ink, bars = color.Gray{Y: 0x22}, color.RGBA{R: 0x1d, G: 0x5f, B: 0xa8, A: 0xff}

// canvas draws on an image.
type canvas struct {
	*image.RGBA
	face    font.Face
	axis    axis
	picture bot.Picture
}

// axis is the time that all panels cover, in units.
type axis struct {
	unit  string // day, week, month
	first time.Time
	units int
}

// PNG returns p as a PNG file, dark on white, which reads on light and dark pages. A
// picture without series is an error. At most mostPanels series are drawn.
func PNG(p bot.Picture) ([]byte, error) {
	p = p.Plain()
	series := p.Series[:min(len(p.Series), mostPanels)]
	a := newAxis(series, p.Unit)
	if a.units == 0 {
		return nil, errors.New("a picture without numbers")
	}
	parsed, err := opentype.Parse(goregular.TTF) // Latin, Greek and Cyrillic
	if err != nil {
		return nil, fmt.Errorf("read the letters: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: letterSize, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("prepare the letters: %w", err)
	}
	defer face.Close()
	c := canvas{face: face, axis: a, picture: p}
	notes := c.notes()
	height := lineHeight*(2+len(notes)) + margin/2
	for _, s := range series {
		height += panelHeight(s, len(series))
	}
	c.RGBA = image.NewRGBA(image.Rect(0, 0, Width, height))
	draw.Draw(c.RGBA, c.Bounds(), image.White, image.Point{}, draw.Src)
	c.write(margin, lineHeight, c.clipped(p.Title))
	y, most := lineHeight+margin/2, highest(series)
	for _, s := range series {
		top := most
		if s.Whole || len(series) == 1 {
			top = highest([]bot.Series{s})
		}
		y = c.panel(y, s, top, barHeight(s, len(series)))
	}
	c.labels(y - gap/2)
	for i, line := range notes {
		c.write(margin, y+lineHeight*(2+i)-gap/2, line)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, c.RGBA); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return out.Bytes(), nil
}

func barHeight(s bot.Series, panels int) int {
	if s.Whole || panels == 1 {
		return tall
	}
	return low
}

// panelHeight returns the height of a panel: the bars, its name and the highest bar's
// number.
func panelHeight(s bot.Series, panels int) int {
	named := 0
	if s.Name != "" {
		named = lineHeight
	}
	return named + lineHeight + barHeight(s, panels) + gap
}

func newAxis(series []bot.Series, unit string) axis {
	var first, last time.Time
	for _, s := range series {
		for _, p := range s.Points {
			if first.IsZero() || p.From.Before(first) {
				first = p.From
			}
			if p.From.After(last) {
				last = p.From
			}
		}
	}
	if first.IsZero() {
		return axis{}
	}
	a := axis{unit: unit, first: first}
	a.units = a.place(last) + 1
	return a
}

// place returns how many units after the first one a period begins.
func (a axis) place(at time.Time) int {
	days := int(at.Sub(a.first).Hours()/24 + 0.5)
	switch a.unit {
	case "week":
		return days / 7
	case "year":
		return at.Year() - a.first.Year()
	case "month":
		return (at.Year()-a.first.Year())*12 + int(at.Month()) - int(a.first.Month())
	}
	return days
}

// middle returns the pixel of the middle of a period.
func (a axis) middle(at time.Time) int {
	return margin + (2*a.place(at)+1)*(Width-2*margin)/(2*a.units)
}

// highest returns the highest count of those series that do not sum up others.
func highest(series []bot.Series) int {
	most := 1
	for _, s := range series {
		for _, p := range s.Points {
			if !s.Whole || len(series) == 1 {
				most = max(most, p.Count)
			}
		}
	}
	return most
}

// panel draws a series with its top at y, and tells where it ends. The bars have
// their numbers above them where there is room, else the highest one has.
func (c canvas) panel(y int, s bot.Series, most, height int) int {
	if s.Name != "" {
		name := s.Name
		if s.Whole {
			name += ownScale
		}
		c.write(margin, y+lineHeight-8, c.clipped(name))
		y += lineHeight
	}
	base := y + lineHeight + height
	c.fill(image.Rect(margin, base, Width-margin, base+2), ink)
	slot := (Width - 2*margin) / c.axis.units
	width := max(2, min(60, slot*3/4))
	numbered := font.MeasureString(c.face, strconv.Itoa(most)).Ceil() < slot
	told := false
	for _, p := range s.Points {
		x, top := c.axis.middle(p.From), base-p.Count*height/most
		c.fill(image.Rect(x-width/2, top, x-width/2+width, base), bars)
		c.hatch(image.Rect(x-width/2, top, x-width/2+width, top+p.Possible*height/most))
		if numbered || p.Count == highest([]bot.Series{s}) && !told {
			c.center(x, top-4, strconv.Itoa(p.Count))
			told = true
		}
	}
	return base + gap
}

// labels names periods below the last panel: the first, the last, and those
// between that have room.
func (c canvas) labels(y int) {
	last := c.axis.at(c.axis.units - 1)
	end := c.place(last, c.picture.Tick(last, time.Time{})) // with its year: it takes no more than that
	var before time.Time
	right := -labelGap
	widest := 0
	for unit := range c.axis.units {
		widest = max(widest, font.MeasureString(c.face, c.picture.Tick(c.axis.at(unit), time.Time{})).Ceil()+labelGap)
	}
	step := max(1, (widest*c.axis.units+Width-2*margin-1)/(Width-2*margin))
	for unit := 0; unit < c.axis.units; unit += step {
		at := c.axis.at(unit)
		text := c.picture.Tick(at, before)
		r := c.place(at, text)
		if unit > 0 && (r.Min.X < right+labelGap || r.Max.X+labelGap > end.Min.X) {
			continue
		}
		c.tick(at, r, y, text)
		before, right = at, r.Max.X
	}
	if text := c.picture.Tick(last, before); c.place(last, text).Min.X >= right+labelGap {
		c.tick(last, c.place(last, text), y, text)
	}
}

// place returns where a label of the axis is, from left to right.
func (c canvas) place(at time.Time, text string) image.Rectangle {
	width := font.MeasureString(c.face, text).Ceil()
	x := max(0, min(c.axis.middle(at)-width/2, Width-width))
	return image.Rect(x, 0, x+width, 1)
}

// tick writes a label of the axis, with a mark at the period that it names.
func (c canvas) tick(at time.Time, place image.Rectangle, y int, text string) {
	c.write(place.Min.X, y+lineHeight-4, text)
	middle := c.axis.middle(at)
	c.fill(image.Rect(middle-1, y-gap/2, middle+1, y-gap/2+8), ink)
}

// maxNote is the maximum number of letters of a note.
const maxNote = 1000

// notes returns what is written below the picture, in lines that fit.
func (c canvas) notes() []string {
	var out []string
	text := c.picture.Notes
	if c.picture.HasPossible() {
		text = append([]string{legend}, text...)
	}
	for _, note := range text {
		line := ""
		if long := []rune(note); len(long) > maxNote {
			note = string(long[:maxNote]) + "…"
		}
		for word := range strings.FieldsSeq(note) {
			if longer := strings.TrimSpace(line + " " + word); font.MeasureString(c.face, longer).Ceil() <= Width-2*margin {
				line = longer
				continue
			}
			out = append(out, c.clipped(line))
			line = word
		}
		out = append(out, c.clipped(line))
	}
	return out
}

// hatch makes a part of a bar white but for its edge and oblique stripes.
func (c canvas) hatch(r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			edge := x-r.Min.X < 2 || r.Max.X-x <= 2 || y-r.Min.Y < 2
			if !edge && (x+y)%stripes >= stripes/2-1 {
				c.Set(x, y, color.White)
			}
		}
	}
}

// at returns the beginning of the period that many units after the first.
func (a axis) at(unit int) time.Time {
	switch a.unit {
	case "week":
		return a.first.AddDate(0, 0, 7*unit)
	case "year":
		return a.first.AddDate(unit, 0, 0)
	case "month":
		return a.first.AddDate(0, unit, 0)
	}
	return a.first.AddDate(0, 0, unit)
}

func (c canvas) fill(r image.Rectangle, with color.Color) {
	draw.Draw(c.RGBA, r, image.NewUniform(with), image.Point{}, draw.Src)
}

func (c canvas) write(x, y int, text string) {
	d := font.Drawer{Dst: c.RGBA, Src: image.NewUniform(ink), Face: c.face, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// center writes text around x, within the picture.
func (c canvas) center(x, y int, text string) {
	width := font.MeasureString(c.face, text).Ceil()
	c.write(max(0, min(x-width/2, Width-width)), y, text)
}

// maxWritten is more letters than the picture has room for on a line.
const maxWritten = 200

// clipped returns text as long as the picture has room for, its cut marked.
func (c canvas) clipped(text string) string {
	const room = Width - 2*margin
	if long := []rune(text); len(long) > maxWritten {
		text = string(long[:maxWritten]) // measuring takes time for each letter
	} else if font.MeasureString(c.face, text).Ceil() <= room {
		return text
	}
	for text != "" && font.MeasureString(c.face, text+"…").Ceil() > room {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text + "…"
}
