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
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/briefing-bot/briefing-bot/bot"
)

// The picture in pixels, twice as many as a phone of 400 points shows, so that
// its letters are at least 12 points high there: a panel a series, one below the
// other on the same scales, so that nothing is told by colour.
const (
	Width       = 800
	panelHeight = 250
	panelTop    = 70  // below the name and the highest bar's number
	panelBase   = 204 // the zero line
	panelMargin = 40
	letterSize  = 26
	mostPanels  = 12
	mostNumbers = 14 // bars that have their numbers above them
	mostLabels  = 5  // periods named below
)

var ink, bars = color.Gray{Y: 0x22}, color.RGBA{R: 0x1d, G: 0x5f, B: 0xa8, A: 0xff}

// canvas draws on an image.
type canvas struct {
	*image.RGBA
	face font.Face
}

// PNG is p as a PNG file, dark on white, which reads on light and dark pages. A
// picture without series is an error.
func PNG(p bot.Picture) ([]byte, error) {
	if len(p.Series) == 0 {
		return nil, errors.New("a picture without series")
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
	series := p.Series[:min(len(p.Series), mostPanels)]
	c := canvas{image.NewRGBA(image.Rect(0, 0, Width, panelHeight*len(series))), face}
	draw.Draw(c.RGBA, c.Bounds(), image.White, image.Point{}, draw.Src)
	from, to, most := extent(series)
	for i, s := range series {
		c.panel(i*panelHeight, s, from, to, most)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, c.RGBA); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return out.Bytes(), nil
}

// extent is the time that the points cover, and the highest count.
func extent(series []bot.Series) (from, to time.Time, most int) {
	for _, s := range series {
		for _, p := range s.Points {
			if from.IsZero() || p.From.Before(from) {
				from = p.From
			}
			if p.From.After(to) {
				to = p.From
			}
			most = max(most, p.Count)
		}
	}
	return from, to, max(most, 1)
}

// panel draws a series with its top at y.
func (c canvas) panel(y int, s bot.Series, from, to time.Time, most int) {
	c.write(panelMargin, y+letterSize+6, s.Name)
	c.fill(image.Rect(panelMargin, y+panelBase, Width-panelMargin, y+panelBase+2), ink)
	width := max(2, min(60, (Width-2*panelMargin)*2/(3*max(1, len(s.Points)))))
	every := (len(s.Points) + mostLabels - 1) / mostLabels
	for i, p := range s.Points {
		x := panelMargin + width/2 + place(p.From, from, to, Width-2*panelMargin-width)
		top := y + panelBase - p.Count*(panelBase-panelTop)/most
		c.fill(image.Rect(x-width/2, top, x+width/2, y+panelBase), bars)
		if p.Count > 0 && len(s.Points) <= mostNumbers {
			c.center(x, top-4, strconv.Itoa(p.Count))
		}
		if i%every == 0 {
			c.center(x, y+panelBase+letterSize+6, p.Label)
		}
	}
}

// place is where a time lies on an axis of that many pixels.
func place(at, from, to time.Time, pixels int) int {
	whole := to.Sub(from)
	if whole <= 0 {
		return pixels / 2
	}
	return int(float64(pixels) * float64(at.Sub(from)) / float64(whole))
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
