package picture

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

var update = flag.Bool("update", false, "write the golden pictures anew; look at each before it is committed")

// A golden picture may differ in few pixels, and each pixel by little: letters
// are smoothed a little differently from one version of the library to the next.
const (
	mostOff  = 0.002 // share of the pixels
	levelOff = 48    // of 255
)

func TestGoldenPictures(t *testing.T) {
	for name, p := range pictures() {
		t.Run(name, func(t *testing.T) {
			drawn, err := PNG(p)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".png")
			if *update {
				if err := os.WriteFile(path, drawn, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, want := decoded(t, drawn), decoded(t, golden)
			if got.Bounds() != want.Bounds() {
				t.Fatalf("%v large, want %v", got.Bounds(), want.Bounds())
			}
			if off := difference(got, want); off > mostOff {
				t.Errorf("%.2f %% of the pixels differ from %s", 100*off, path)
			}
		})
	}
}

func TestAnotherNumberIsAnotherPicture(t *testing.T) {
	p := pictures()["timeline"]
	before, err := PNG(p)
	if err != nil {
		t.Fatal(err)
	}
	p.Series[0].Points[2].Count++
	after, err := PNG(p)
	if err != nil {
		t.Fatal(err)
	}
	if off := difference(decoded(t, before), decoded(t, after)); off <= mostOff {
		t.Errorf("a bar is one higher and %.2f %% of the pixels differ: the golden pictures would not notice", 100*off)
	}
}

func TestNothingToDraw(t *testing.T) {
	if _, err := PNG(bot.Picture{Title: "empty"}); err == nil {
		t.Error("a picture without series was drawn")
	}
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// difference is the share of pixels that differ by more than levelOff.
func difference(a, b image.Image) float64 {
	off, all := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			all++
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				off++
			}
		}
	}
	return float64(off) / float64(all)
}

func far(a, b uint32) bool { return max(a, b)>>8-min(a, b)>>8 > levelOff }

// pictures are of the kinds that commands make, with invented names.
func pictures() map[string]bot.Picture {
	first := time.Date(2026, 9, 28, 0, 0, 0, 0, time.UTC)
	series := func(name string, step int, counts ...int) bot.Series {
		s := bot.Series{Name: name}
		for i, n := range counts {
			from := first.AddDate(0, 0, i*step)
			if n > 0 {
				s.Points = append(s.Points, bot.Point{From: from, Label: from.Format("Mon 2 Jan 2006"), Count: n})
			}
		}
		return s
	}
	months := bot.Series{}
	for i := range 40 {
		from := time.Date(2023, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		months.Points = append(months.Points, bot.Point{From: from, Label: from.Format("January 2006"), Count: 1 + i*i%17})
	}
	dates := series("", 7, 3, 8, 12, 0, 5, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 4, 3)
	for i := range dates.Points {
		dates.Points[i].Possible = dates.Points[i].Count * i / len(dates.Points)
	}
	everybody := series("everybody", 1, 4, 9, 14, 6, 0, 11, 3, 2)
	everybody.Whole = true
	return map[string]bot.Picture{
		"timeline": {Title: "Dated sentences per week", Unit: "week", Series: []bot.Series{dates},
			Notes: []string{"Not drawn: 2 sentences on earlier dates, from week of 4 March 1974; 17 sentences with no exact week."}},
		"speakers": {Title: "Statements per day", Unit: "day", Series: []bot.Series{
			everybody, series("Ragna Ostholm", 1, 1, 3, 5, 2, 0, 2), series("Timur Saldiyev", 1, 0, 2, 4, 1, 0, 4, 1),
			series("Amina Tarrouche", 1, 2, 2, 1), series("Катя Дрозд", 1, 0, 0, 2, 0, 0, 1), series("A Very Long Name-Of-Somebody, Deputy Under-Secretary for the River", 1, 0, 0, 1, 1)}},
		"outlets": {Title: "Coverage by outlet: articles per week", Unit: "week", Series: []bot.Series{
			series("Meridian Wire", 7, 2, 0, 2, 2, 1, 1), series("The Norrhaven Courier", 7, 1, 1, 2, 1, 0, 1)}},
		"months": {Title: "Dated sentences per month", Unit: "month", Series: []bot.Series{months}},
	}
}

// TestAttacks draws pictures whose titles, names and notes are hostile.
func TestAttacks(t *testing.T) {
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		if c.Picture == nil {
			return ""
		}
		drawn, err := PNG(*c.Picture)
		if err != nil {
			t.Fatal(err)
		}
		if got := decoded(t, drawn).Bounds(); got.Dx() != Width || got.Dy() > 10_000 {
			t.Errorf("%v large", got)
		}
		return ""
	})
}
