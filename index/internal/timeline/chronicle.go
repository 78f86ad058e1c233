package timeline

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Chronicle is what all events of a topic add up to.
type Chronicle struct {
	rows            []*row
	articles        int // of the rows; not counted in a window of time without words
	Days            answer.Dates
	undated         []scoredEvent // about the topic, each sentence of a group once; none in a window of time
	undatedArticles int           // without a publication date that have such
	unread          int           // articles left out as too old
	byDay           []dayRows     // of the whole chronicle
}

// chronicle collects the relevant events that pass the filter, article by
// article. It stops once ctx is done; the result is incomplete then.
func (f *Relevance) chronicle(ctx context.Context, q query.Query) *Chronicle {
	v, keep := f.v, query.NewFilter(f.v.Snapshot, f.v.people, q)
	out := &Chronicle{Days: answer.Dates{}, unread: int(f.oldest)}
	lines, loose, days := newRows(v, f), newUndated(v, &f.looseKeys), newDays(v, &f.seen)
	visit := func(a uint32, of rank.Relevance, whole float64) {
		events := v.Articles.At(a).Events
		for unit := events.First; unit < events.End; unit++ {
			e := f.event(unit, of, whole)
			if e.score <= 0 || !keep.Said(unit) {
				continue
			}
			event := v.Events.At(unit)
			switch date := v.EventDate(event); {
			case !date.Known():
				loose.add(e)
			case keep.Window.Holds(date):
				lines.add(e)
				days.add(unit)
			}
		}
	}
	if f.words.Empty() {
		for a := range uint32(v.Articles.Len()) {
			if segment.Stopped(ctx, int(a)) != nil {
				break
			}
			if keep.Article(a) {
				visit(a, rank.Relevance{}, 0)
			}
		}
	} else {
		for i, a := range f.articles {
			if segment.Stopped(ctx, i) != nil {
				break
			}
			if keep.Article(a) {
				visit(a, f.of.Of(a).Relevance, f.whole.Share(a))
			}
		}
		lines.addPublications(keep)
	}
	out.rows, out.undatedArticles = lines.ranked(), loose.articles
	for _, c := range days.counts {
		c.addTo(out.Days)
	}
	if keep.Window.Open() {
		out.undated = slices.DeleteFunc(loose.events, func(e scoredEvent) bool { return !e.near })
	}
	return out
}

// days counts the sentences of each day, repeats once.
type days struct {
	v      *View
	seen   *rank.Keys // sentences of days
	keys   rank.Keys  // of counts
	counts []dayCount
}

// dayCount is how many sentences name a period that begins on a day.
type dayCount struct {
	period   period.Period
	possible bool
	times    int
}

func newDays(v *View, seen *rank.Keys) *days { return &days{v: v, seen: seen} }

func (d *days) add(unit uint32) {
	e := d.v.Events.At(unit)
	date := d.v.EventDate(e)
	day := uint64(date.DayUnix())
	if d.v.mayRepeat(unit) {
		if _, added := d.seen.Number(rank.Key{day, e.Content()}); !added {
			return
		}
	}
	kind := 2 * uint64(date.Precision)
	if e.Possible() {
		kind++
	}
	n, added := d.keys.Number(rank.Key{day, kind})
	if added {
		d.counts = append(d.counts, dayCount{period: date, possible: e.Possible()})
	}
	d.counts[n].times++
}

// addTo adds the counts to those of a timeline.
func (c dayCount) addTo(dates answer.Dates) { dates.AddTimes(c.period, c.possible, c.times) }

// undated returns events without a date, each sentence of a group once.
type undated struct {
	v        *View
	keys     *rank.Keys // of events
	events   []scoredEvent
	articles int // without a publication date
	last     int // of these
}

func newUndated(v *View, keys *rank.Keys) *undated { return &undated{v: v, keys: keys, last: -1} }

func (u *undated) add(e scoredEvent) {
	event := u.v.Events.At(e.unit)
	if a := u.v.Articles.At(event.Article); !u.v.ArticleDate(a).Known() && u.last != int(event.Article) {
		u.last = int(event.Article)
		u.articles++
	}
	n, added := u.keys.Number(rank.Key{uint64(u.v.Articles.At(event.Article).Group), event.Content()})
	if added {
		u.events = append(u.events, e)
	} else if u.v.eventOrder(e, u.events[n]) < 0 {
		u.events[n] = e
	}
}

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
			day := v.EventDate(v.Events.At(e.unit)).DayUnix()
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
			if date := v.EventDate(v.Events.At(e.unit)); date.DayUnix() == d.day && window.Holds(date) {
				units = append(units, e.unit)
			}
		}
	}
	slices.Sort(units) // the first of equal sentences counts
	counts := newDays(v, seen)
	for _, unit := range units {
		counts.add(unit)
	}
	return counts.counts
}
