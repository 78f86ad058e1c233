package console

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// chart is a Picture laid out: a panel a series, one below or beside the other
// on the same scales, so that colour alone shows nothing. Widths are in
// per cent of the panel and heights in pixels: letters keep their size at
// any width.
type chart struct {
	Title, Alt string
	Panels     []panel
	Header     []string // of the table: the series' names
	Rows       []chartRow
	Most       int
}

type panel struct {
	Name  string
	Bars  []column
	Ticks []tick
	Most  int // the scale's top
	Line  int // its height, in pixels from above
	Base  int // the zero line
	// Numbered panels have each count above its bar, and need no scale.
	Numbered bool
}

type column struct {
	X, Width  string // per cent
	Y, Height int
	Middle    string
	Label     string
	Count     int
	Numbered  bool // its count stands above it
}

type tick struct {
	X, Anchor, Label string
	middle           float64 // per cent
}

type chartRow struct {
	From   time.Time
	Label  string
	Counts []int
}

// A panel in pixels: room for a number above the highest bar, and for dates below.
const (
	panelTop  = 18
	panelBase = 118
	maxTicks  = 4
	numbered  = 12 // most bars that still have their numbers above them
)

// chartOf lays out p; nil where there is nothing to draw.
func chartOf(p *bot.Picture) *chart {
	if p == nil {
		return nil
	}
	from, to, most := extent(p)
	if most == 0 {
		return nil
	}
	c := &chart{Title: p.Title, Alt: p.Alt, Most: most, Rows: rowsOf(p)}
	for _, s := range p.Series {
		c.Header = append(c.Header, s.Name)
		c.Panels = append(c.Panels, panelOf(s, p.Unit, from, to, scaleOf(s, p.Series)))
	}
	return c
}

// extent returns the time that the points cover and the highest count.
func extent(p *bot.Picture) (from, to time.Time, most int) {
	for _, s := range p.Series {
		for _, point := range s.Points {
			if from.IsZero() || point.From.Before(from) {
				from = point.From
			}
			if end := unitEnd(point.From, p.Unit); end.After(to) {
				to = end
			}
			most = max(most, point.Count)
		}
	}
	return from, to, most
}

// scaleOf returns the highest count of the series that share a panel's scale.
func scaleOf(s bot.Series, all []bot.Series) int {
	most := 1
	for _, other := range all {
		if s.Whole && other.Name != s.Name || !s.Whole && other.Whole {
			continue
		}
		for _, p := range other.Points {
			most = max(most, p.Count)
		}
	}
	return most
}

func unitEnd(t time.Time, unit string) time.Time {
	switch unit {
	case "week":
		return t.AddDate(0, 0, 7)
	case "month":
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}

func panelOf(s bot.Series, unit string, from, to time.Time, most int) panel {
	whole := to.Sub(from).Hours()
	at := func(t time.Time) float64 { return 100 * t.Sub(from).Hours() / whole }
	out := panel{Name: s.Name, Most: most, Line: panelTop, Base: panelBase, Numbered: len(s.Points) <= numbered}
	for i, point := range s.Points {
		left, right := at(point.From), at(unitEnd(point.From, unit))
		height := point.Count * (panelBase - panelTop) / most
		out.Bars = append(out.Bars, column{
			X: percent(left + (right-left)*0.1), Width: percent((right - left) * 0.8), Middle: percent((left + right) / 2),
			Y: panelBase - height, Height: height, Label: point.Label, Count: point.Count,
			Numbered: len(s.Points) <= numbered && point.Count > 0,
		})
		if t, ok := tickAt(i, len(s.Points), shortDate(point.From, unit), (left+right)/2); ok {
			if n := len(out.Ticks); n > 0 && t.middle-out.Ticks[n-1].middle < tickRoom {
				if i < len(s.Points)-1 {
					continue
				}
				out.Ticks = out.Ticks[:n-1] // the last one counts more than its neighbour
			}
			out.Ticks = append(out.Ticks, t)
		}
	}
	return out
}

// tickRoom is what a date takes of a panel on a phone, in per cent of its width.
const tickRoom = 20

// tickAt labels the first and the last point and a few between.
func tickAt(i, n int, label string, middle float64) (tick, bool) {
	step := max(1, (n-1+maxTicks-2)/(maxTicks-1))
	last := i == n-1
	if !last && (i%step != 0 || n-1-i < (step+1)/2) {
		return tick{}, false
	}
	anchor := "middle"
	switch {
	case middle < 8:
		return tick{X: "0%", Anchor: "start", Label: label, middle: middle}, true
	case middle > 92:
		return tick{X: "100%", Anchor: "end", Label: label, middle: middle}, true
	}
	return tick{X: percent(middle), Anchor: anchor, Label: label, middle: middle}, true
}

// shortDate fits below a bar on a phone; the table has the whole label.
func shortDate(t time.Time, unit string) string {
	if unit == "month" {
		return t.Format("Jan 2006")
	}
	return t.Format("2 Jan")
}

func percent(f float64) string { return fmt.Sprintf("%.2f%%", f) }

// rowsOf returns the picture as a table: a row a period, a column a series.
func rowsOf(p *bot.Picture) []chartRow {
	var rows []chartRow
	at := map[time.Time]int{}
	for i, s := range p.Series {
		for _, point := range s.Points {
			n, ok := at[point.From]
			if !ok {
				n = len(rows)
				at[point.From] = n
				rows = append(rows, chartRow{From: point.From, Label: point.Label, Counts: make([]int, len(p.Series))})
			}
			rows[n].Counts[i] = point.Count
		}
	}
	return rows
}
