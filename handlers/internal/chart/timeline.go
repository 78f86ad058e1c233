package chart

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Timeline counts the sentences of a timeline by the unit asked for, or by one that
// suits it, over the time that most of them are of. It says what is not drawn. It
// returns nil where all is in one bar.
func Timeline(found index.Chronology, asked string, ask Ask) *bot.Picture {
	shown, unit := scope(found, asked)
	var before, drawn, after []index.Day
	for _, day := range found.Days(unit) {
		switch {
		case !periodEnd(day.From, unit).After(shown.from):
			before = append(before, day)
		case day.From.Before(shown.to):
			drawn = append(drawn, day)
		default:
			after = append(after, day)
		}
	}
	p := newPicture("Dated sentences", unit, "sentence", ask)
	p.add("", "", drawn)
	p.Notes = notDrawn(unit, before, after, found.Coarser(unit))
	if asked != "" && asked != unit.String() {
		p.Notes = append(p.Notes, fmt.Sprintf("By %s, since a bar for each %s would be too thin.", unit, asked))
	}
	return p.done()
}

// units are what a bar can count, by the name of the option, the finest first, with the
// days that each has at least.
var units = []struct {
	name      string
	precision article.Precision
	days      int
}{{"day", article.Day, 1}, {"week", article.Week, 7}, {"month", article.Month, 28}, {"year", article.Year, 365}}

// stretch is a time, to exclusive.
type stretch struct{ from, to time.Time }

// count returns how much of days is in a stretch.
func (s stretch) count(days []index.Day) int {
	n := 0
	for _, day := range days {
		if !day.From.Before(s.from) && day.From.Before(s.to) {
			n += day.Count
		}
	}
	return n
}

// maxBars is the maximum number of bars of a picture: more of them would be too thin.
const maxBars = 160

// scope returns the time that a picture shows and the unit of its bars: the one asked
// for, unless there were too many bars; else the finest that suits the time and that
// most of its sentences name.
func scope(found index.Chronology, asked string) (stretch, article.Precision) {
	base := article.Month
	if 2*found.Coarser(base) > found.Sentences() {
		base = article.Year
	}
	days := found.Days(base)
	if len(days) == 0 {
		return stretch{}, base
	}
	shown := bulk(days, base)
	unit := unitFor(shown.from, shown.to.AddDate(0, -1, 0))
	if unit > base && 2*shown.count(found.Days(unit)) < shown.count(days) {
		unit = base
	}
	for _, u := range units {
		if u.name == asked {
			unit = u.precision
		}
	}
	for _, u := range units {
		if u.precision <= unit && int(shown.to.Sub(shown.from).Hours()/24)/u.days <= maxBars {
			return shown, u.precision
		}
	}
	return shown, article.Year
}

// bulkShare is the share of the sentences whose time decides what a picture shows.
const bulkShare = 0.8

// bulk returns the shortest time that has bulkShare of the counts, with as much time
// before and after it: few dates that are far away do not make the others thin.
func bulk(days []index.Day, unit article.Precision) stretch {
	total := 0
	for _, day := range days {
		total += day.Count
	}
	best := stretch{days[0].From, periodEnd(days[len(days)-1].From, unit)}
	first, held := 0, 0
	for _, last := range days {
		for held += last.Count; float64(held) >= bulkShare*float64(total); first++ {
			if s := (stretch{days[first].From, periodEnd(last.From, unit)}); s.to.Sub(s.from) < best.to.Sub(best.from) {
				best = s
			}
			held -= days[first].Count
		}
	}
	room := best.to.Sub(best.from)
	first = slices.IndexFunc(days, func(d index.Day) bool { return !d.From.Before(best.from.Add(-room)) })
	last := len(days) - 1
	for !days[last].From.Before(best.to.Add(room)) {
		last--
	}
	return stretch{days[first].From, periodEnd(days[last].From, unit)}
}

// periodEnd returns where the day, week, month or year that begins at from ends.
func periodEnd(from time.Time, unit article.Precision) time.Time {
	switch unit {
	case article.Year:
		return from.AddDate(1, 0, 0)
	case article.Month:
		return from.AddDate(0, 1, 0)
	case article.Week:
		return from.AddDate(0, 0, 7)
	}
	return from.AddDate(0, 0, 1)
}

// notDrawn says what a picture leaves out: dates that are far away, and those that are
// too coarse for its unit.
func notDrawn(unit article.Precision, before, after []index.Day, coarser int) []string {
	sum := func(days []index.Day) (n int) {
		for _, day := range days {
			n += day.Count
		}
		return n
	}
	var parts []string
	if n := sum(before); n > 0 {
		parts = append(parts, fmt.Sprintf("%s on earlier dates, from %s", wording.Count(n, "sentence"), wording.Date(before[0].From, unit)))
	}
	if n := sum(after); n > 0 {
		parts = append(parts, fmt.Sprintf("%s on later dates, up to %s", wording.Count(n, "sentence"), wording.Date(after[len(after)-1].From, unit)))
	}
	if coarser > 0 {
		parts = append(parts, wording.Count(coarser, "sentence")+" with no exact "+unit.String())
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"Not drawn: " + strings.Join(parts, "; ") + "."}
}
