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
	"slices"
	"strconv"
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
)

var ink, bars = color.Gray{Y: 0x22}, color.RGBA{R: 0x1d, G: 0x5f, B: 0xa8, A: 0xff}

// canvas draws on an image.
type canvas struct {
	*image.RGBA
	face font.Face
	axis axis
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
	height := lineHeight*2 + margin/2
	for _, s := range series {
		height += panelHeight(s, len(series))
	}
	c := canvas{image.NewRGBA(image.Rect(0, 0, Width, height)), face, a}
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
	case "month":
		return (at.Year()-a.first.Year())*12 + int(at.Month()) - int(a.first.Month())
	}
	return days
}

// middle returns the pixel of the middle of a period.
func (a axis) middle(at time.Time) int {
	return margin + (2*a.place(at)+1)*(Width-2*margin)/(2*a.units)
}

// label returns a period's name on the axis, short; the text beside the picture has it whole.
func (a axis) label(at time.Time) string {
	if a.unit == "month" {
		return at.Format("Jan 2006")
	}
	return at.Format("2 Jan")
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
		c.write(margin, y+lineHeight-8, c.clipped(s.Name))
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
	var taken []image.Rectangle
	put := func(unit int) {
		at := c.axis.at(unit)
		text := c.axis.label(at)
		width := font.MeasureString(c.face, text).Ceil()
		x := max(0, min(c.axis.middle(at)-width/2, Width-width))
		r := image.Rect(x-labelGap/2, 0, x+width+labelGap/2, 1)
		if slices.ContainsFunc(taken, r.Overlaps) {
			return
		}
		taken = append(taken, r)
		c.write(x, y+lineHeight-4, text)
		middle := c.axis.middle(at)
		c.fill(image.Rect(middle-1, y-gap/2, middle+1, y-gap/2+8), ink)
	}
	put(0)
	put(c.axis.units - 1)
	step := max(1, (c.axis.units+5)/6)
	for unit := step; unit < c.axis.units; unit += step {
		put(unit)
	}
}

// at returns the beginning of the period that many units after the first.
func (a axis) at(unit int) time.Time {
	switch a.unit {
	case "week":
		return a.first.AddDate(0, 0, 7*unit)
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

// clipped returns text as long as the picture has room for, its cut marked.
func (c canvas) clipped(text string) string {
	const room = Width - 2*margin
	if font.MeasureString(c.face, text).Ceil() <= room {
		return text
	}
	for text != "" && font.MeasureString(c.face, text+"…").Ceil() > room {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text + "…"
}
