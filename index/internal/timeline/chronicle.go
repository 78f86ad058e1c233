package timeline

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Chronicle is what all events of a topic add up to.
type Chronicle struct {
	rows            countedRows
	Days            answer.Dates
	undated         []scoredEvent // about the topic, each sentence of a group once; none in a window of time
	undatedArticles int           // without a publication date that have such
	unread          int           // articles left out as too old
}

// Of returns the chronicle of a topic within a query's filter, computed in f.
func (v *View) Of(ctx context.Context, f *Relevance, t query.Topic, q query.Query) (*Chronicle, error) {
	all := v.wholeChronicle
	if !t.Empty() || len(t.Excluded) > 0 || !q.Unfiltered() {
		defer f.clear()
		if err := f.assess(ctx, v, t, q); err != nil {
			return nil, err
		}
		all = func() *Chronicle { return f.chronicle(ctx, q) }
	}
	c := all()
	return c, ctx.Err()
}

// wholeChronicle returns the chronicle of all events, computed once for a
// snapshot.
func (v *View) wholeChronicle() *Chronicle {
	v.once.whole.Do(func() {
		everything := Relevance{v: v}
		everything.size()
		v.whole = everything.chronicle(context.Background(), query.Query{Scope: query.Everything()}) // for every question to come
		slices.SortFunc(v.whole.rows.rows, rowOrder)
	})
	return v.whole
}

// chronicle collects the relevant events that pass the filter, article by
// article. It stops once ctx is done; the result is incomplete then.
func (f *Relevance) chronicle(ctx context.Context, q query.Query) *Chronicle {
	v, keep := f.v, query.NewFilter(f.v.Snapshot, f.v.people, q)
	out := &Chronicle{Days: answer.Dates{}, unread: int(f.oldest)}
	lines, loose, days := newRows(v, f), newUndated(v), newDays(v, out.Days)
	visit := func(events segment.Extent, of rank.Relevance, whole float64) {
		for unit := events.First; unit < events.End && segment.Stopped(ctx, int(unit)) == nil; unit++ {
			e := f.event(unit, of, whole)
			if e.score <= 0 || !keep.Sentence(unit) {
				continue
			}
			switch event := v.Events.At(unit); {
			case !event.Date.Known():
				loose.add(e)
			case keep.Window.Holds(event.Date):
				lines.add(e)
				days.add(event)
			}
		}
	}
	if f.words.Empty() {
		visit(segment.Extent{First: 0, End: uint32(v.Events.Len())}, rank.Relevance{}, 0)
	}
	for _, a := range f.articles {
		visit(v.Articles.At(a).Events, f.of.Of(a).Relevance, f.whole.Share(a))
	}
	if !f.words.Empty() {
		lines.addPublications(keep)
	}
	out.rows, out.undatedArticles = lines.ranked(), loose.articles
	if keep.Window.Open() {
		out.undated = slices.DeleteFunc(loose.events, func(e scoredEvent) bool { return !e.near })
	}
	return out
}

// days counts the sentences of each day, repeats once.
type days struct {
	v      *View
	counts answer.Dates
	seen   map[dayKey]bool
}

// dayKey names a sentence of a day.
type dayKey struct {
	day     int64
	content uint64
}

func newDays(v *View, counts answer.Dates) *days { return &days{v, counts, map[dayKey]bool{}} }

func (d *days) add(e *segment.Event) {
	key := dayKey{e.Date.DayUnix(), e.Content}
	switch {
	case d.seen[key]:
		return
	case e.Possible:
		d.counts.AddPossible(e.Date)
	default:
		d.counts.Add(e.Date)
	}
	d.seen[key] = true
}

// undated returns events without a date, each sentence of a group once.
type undated struct {
	v        *View
	at       map[[2]uint64]int
	events   []scoredEvent
	articles int // without a publication date
	last     int // of these
}

func newUndated(v *View) *undated { return &undated{v: v, at: map[[2]uint64]int{}, last: -1} }

func (u *undated) add(e scoredEvent) {
	event := u.v.Events.At(e.unit)
	if a := u.v.Articles.At(event.Article); !a.When.Known() && u.last != int(event.Article) {
		u.last = int(event.Article)
		u.articles++
	}
	key := [2]uint64{uint64(u.v.Articles.At(event.Article).Group), event.Content}
	if n, ok := u.at[key]; !ok {
		u.at[key] = len(u.events)
		u.events = append(u.events, e)
	} else if u.v.eventOrder(e, u.events[n]) < 0 {
		u.events[n] = e
	}
}
