package timeline

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// dayRows are the rows of the whole chronicle with sentences whose date begins on one day.
// A sentence counts once for all of them.
type dayRows struct {
	day    int64
	rows   []int // in the whole chronicle
	counts []dayCount
}

// groupByDay groups rows by the days on which their dates begin.
func (v *View) groupByDay(rows []*row) (out []dayRows) {
	var keys, seen rank.Keys
	for i, r := range rows {
		for j, e := range r.events {
			if j > 0 && !r.mixed {
				break
			}
			day := v.Events.At(e.unit).Date.DayUnix()
			n, added := keys.Number(dayKey(day))
			if added {
				out = append(out, dayRows{day: day})
			}
			if g := &out[n]; len(g.rows) == 0 || g.rows[len(g.rows)-1] != i {
				g.rows = append(g.rows, i)
			}
		}
	}
	for i := range out {
		seen.Clear()
		out[i].counts = v.countDay(rows, out[i], query.Window{}, &seen)
	}
	return out
}

// countDay counts the sentences of a day whose date a window holds.
func (v *View) countDay(rows []*row, d dayRows, window query.Window, seen *rank.Keys) []dayCount {
	var units []uint32
	for _, n := range d.rows {
		for _, e := range rows[n].events {
			if date := v.Events.At(e.unit).Date; date.DayUnix() == d.day && window.Holds(date) {
				units = append(units, e.unit)
			}
		}
	}
	slices.Sort(units) // the first of equal sentences counts
	counts := newDays(seen)
	for _, unit := range units {
		counts.add(v.Events.At(unit))
	}
	return counts.counts
}

// portion is how much of a row is in a window.
type portion uint8

const (
	nothing portion = iota
	part
	everything
)

// in returns how much of a row of the whole chronicle a window holds.
func (v *View) in(window query.Window, r *row) portion {
	if !r.mixed {
		if window.Holds(r.date) {
			return everything
		}
		return nothing
	}
	if all, none := window.Surely(r.kept.bounds.firstFrom, r.kept.bounds.lastFrom, r.kept.bounds.firstTo, r.kept.bounds.lastTo); all {
		return everything
	} else if none {
		return nothing
	}
	held := 0
	for _, e := range r.events {
		if window.Holds(v.Events.At(e.unit).Date) {
			held++
		}
	}
	switch held {
	case 0:
		return nothing
	case len(r.events):
		return everything
	}
	return part
}

// window returns the chronicle of all events in a window of time: rows of the whole one,
// but for those of which only a part is in the window.
func (v *View) window(ctx context.Context, f *Relevance, q query.Query) *Chronicle {
	whole, window := v.wholeChronicle(), query.NewFilter(v.Snapshot, v.people, q).Window
	out := &Chronicle{Days: answer.Dates{}, undatedArticles: whole.undatedArticles}
	f.v, f.words = v, query.Topic{}
	parts, held := newRows(v, f), make([]portion, len(whole.rows))
	for i, r := range whole.rows {
		if segment.Stopped(ctx, i) != nil {
			return out
		}
		switch held[i] = v.in(window, r); held[i] {
		case everything:
			out.rows = append(out.rows, r)
		case part:
			for _, e := range r.events {
				if window.Holds(v.Events.At(e.unit).Date) {
					parts.add(e)
				}
			}
		}
	}
	out.rows = append(out.rows, parts.ranked()...)
	for _, d := range v.byDay {
		counts := d.counts
		least, most := everything, nothing
		for _, n := range d.rows {
			least, most = min(least, held[n]), max(most, held[n])
		}
		switch {
		case most == nothing:
			continue
		case least != everything:
			f.seen.Clear()
			counts = v.countDay(whole.rows, d, window, &f.seen)
		}
		for _, c := range counts {
			c.addTo(out.Days)
		}
	}
	return out
}
