package console

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
)

// chart is a Picture laid out: a panel a series, one below or beside the other
// on the same scales, so that colour alone shows nothing. Widths are in
// per cent of the panel and heights in pixels: letters keep their size at
// any width.
type chart struct {
	Title, Alt string
	Notes      []string
	Panels     []panel
	Header     []string // of the table: the series' names
	Rows       []chartRow
	Linked     bool // bars ask for what they count
	Possible   bool // part of it is announced or may happen
}

type panel struct {
	Name  string
	Own   bool // has a scale of its own
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
	May       int // of Height, from above, what is announced or may happen
	Middle    string
	Label     string
	Count     int
	Possible  int
	Numbered  bool   // its count is shown above it
	Link      string // asks for what it counts, "" if nothing does
}

type tick struct {
	X, Anchor, Label string
	Wide             bool    // has no room on a phone
	middle           float64 // per cent
}

type chartRow struct {
	cards.Row
	Link string // where the picture has one series
}

// A panel in pixels: room for a number above the highest bar, and for dates below.
const (
	panelTop  = 18
	panelBase = 118
	maxTicks  = 8
	numbered  = 12 // most bars that still have their numbers above them
	// Room that a bar's number takes, in per cent of a panel: alone, and beside others.
	numberRoom, narrowRoom = 5, 9
)

// chartOf lays out p. It returns nil if there is nothing to draw.
func (s *site) chartOf(p *bot.Picture) *chart {
	if p == nil {
		return nil
	}
	from, to, most := extent(p)
	if most == 0 {
		return nil
	}
	c := &chart{Title: p.Title, Alt: p.Alt, Notes: p.Notes, Possible: p.HasPossible()}
	for _, series := range p.Series {
		c.Header = append(c.Header, series.Name)
		drawn := panelOf(series, p, from, to)
		for i, point := range series.Points {
			if point.Call.Command != "" {
				drawn.Bars[i].Link, c.Linked = s.link(bot.Action{Call: point.Call}), true
			}
		}
		c.Panels = append(c.Panels, drawn)
	}
	for i, row := range cards.Rows(p) {
		shown := chartRow{Row: row}
		if len(p.Series) == 1 {
			shown.Link = c.Panels[0].Bars[i].Link
		}
		c.Rows = append(c.Rows, shown)
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
	case "year":
		return t.AddDate(1, 0, 0)
	case "week":
		return t.AddDate(0, 0, 7)
	case "month":
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}

func panelOf(s bot.Series, p *bot.Picture, from, to time.Time) panel {
	whole, most := to.Sub(from).Hours(), scaleOf(s, p.Series)
	at := func(t time.Time) float64 { return 100 * t.Sub(from).Hours() / whole }
	room := float64(numberRoom)
	if len(p.Series) > 1 {
		room = narrowRoom
	}
	out := panel{Name: s.Name, Own: s.Whole, Most: most, Line: panelTop, Base: panelBase,
		Numbered: len(s.Points) <= numbered && at(unitEnd(from, p.Unit)) >= room}
	for _, point := range s.Points {
		left, right := at(point.From), at(unitEnd(point.From, p.Unit))
		height := point.Count * (panelBase - panelTop) / most
		out.Bars = append(out.Bars, column{
			X: percent(left + (right-left)*0.1), Width: percent((right - left) * 0.8), Middle: percent((left + right) / 2),
			Y: panelBase - height, Height: height, May: point.Possible * (panelBase - panelTop) / most,
			Label: point.Label, Count: point.Count, Possible: point.Possible, Numbered: out.Numbered && point.Count > 0,
		})
	}
	out.Ticks = ticksOf(s.Points, p, func(point bot.Point) float64 { return (at(point.From) + at(unitEnd(point.From, p.Unit))) / 2 })
	return out
}

// What a date takes of a panel, in per cent of its width: on a screen, and on a phone,
// where a date with its year takes more.
const (
	tickRoom  = 11
	phoneRoom = 24
	smallRoom = 45 // of the panel of one series among others, on a screen too
)

// ticksOf labels the first and the last point and those between that have room. On a
// phone fewer of them have.
func ticksOf(points []bot.Point, p *bot.Picture, middle func(bot.Point) float64) []tick {
	var out []tick
	var before time.Time
	last := len(points) - 1
	step := max(1, (last+maxTicks-1)/maxTicks)
	end := middle(points[last])
	narrow := 0.0 // the last tick that a phone shows
	phone := float64(phoneRoom)
	if len(p.Series) > 1 {
		phone = smallRoom
	}
	for i, point := range points {
		at := middle(point)
		if i > 0 && i < last && (i%step != 0 || at-out[len(out)-1].middle < tickRoom || end-at < tickRoom) {
			continue
		}
		t := tickAt(at, p.Tick(point.From, before))
		t.Wide = i > 0 && (at-narrow < phone || i < last && end-at < phone)
		if i == last && i > 0 && at-out[len(out)-1].middle < tickRoom {
			break // both are of the same place
		}
		if !t.Wide {
			narrow = at
		}
		before = point.From
		out = append(out, t)
	}
	return out
}

// tickAt places a label below the middle of a bar, within the panel.
func tickAt(middle float64, label string) tick {
	switch {
	case middle < 8:
		return tick{X: "0%", Anchor: "start", Label: label, middle: middle}
	case middle > 92:
		return tick{X: "100%", Anchor: "end", Label: label, middle: middle}
	}
	return tick{X: percent(middle), Anchor: "middle", Label: label, middle: middle}
}

func percent(f float64) string { return fmt.Sprintf("%.2f%%", f) }
