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
	rows            []*row
	articles        int // of the rows; not counted in a window of time without words
	Days            answer.Dates
	undated         []scoredEvent // about the topic, each sentence of a group once; none in a window of time
	undatedArticles int           // without a publication date that have such
	unread          int           // articles left out as too old
}

// Of returns the chronicle of a topic within a query's filter, computed in f.
func (v *View) Of(ctx context.Context, f *Relevance, t query.Topic, q query.Query) (*Chronicle, error) {
	defer f.clear()
	if t.Empty() && len(t.Excluded) == 0 && q.Without(query.Dates).Unfiltered() {
		c := v.wholeChronicle()
		if !q.Unfiltered() {
			c = v.window(ctx, f, q)
		}
		return c, ctx.Err()
	}
	if err := f.assess(ctx, v, t, q); err != nil {
		return nil, err
	}
	c := f.chronicle(ctx, q)
	c.articles = v.articlesOf(c.rows, &f.wanted)
	return c, ctx.Err()
}

// Count returns the number of rows with a date of the chronicle of a topic, computed in f.
func (v *View) Count(ctx context.Context, f *Relevance, t query.Topic, q query.Query) (int, error) {
	if t.Empty() {
		c, err := v.Of(ctx, f, t, q)
		if err != nil {
			return 0, err
		}
		return len(c.rows), nil
	}
	defer f.clear()
	if err := f.assess(ctx, v, t, q); err != nil {
		return 0, err
	}
	keep := query.NewFilter(v.Snapshot, v.people, q)
	for _, a := range f.articles {
		of, events := f.of.Of(a).Relevance, v.Articles.At(a).Events
		for unit := events.First; unit < events.End; unit++ {
			if segment.Stopped(ctx, int(unit)) != nil {
				return 0, ctx.Err()
			}
			event := v.Events.At(unit)
			if event.Date.Known() && keep.Window.Holds(event.Date) && !f.excluded.Has(unit) && of.OfSentence(f.sentences.Share(unit)) > 0 && keep.Sentence(unit) {
				f.rowKeys.Number(rowKey(event))
			}
		}
	}
	f.published(keep, func(day int64, articles []ratedArticle) {
		if len(articles) >= publicationRows {
			f.rowKeys.Number(dayKey(day))
		}
	})
	return f.rowKeys.Len(), ctx.Err()
}

// wholeChronicle returns the chronicle of all events, computed once for a
// snapshot.
func (v *View) wholeChronicle() *Chronicle {
	v.once.whole.Do(func() {
		everything := Relevance{v: v}
		everything.size()
		v.whole = everything.chronicle(context.Background(), query.Query{Scope: query.Everything()}) // for every question to come
		v.whole.articles = v.articlesOf(v.whole.rows, &everything.wanted)
		slices.SortFunc(v.whole.rows, rowOrder)
		v.byDay = v.groupByDay(v.whole.rows)
		for _, r := range v.whole.rows {
			r.kept = &keptRow{}
			for i, e := range r.events {
				r.kept.bounds.add(v.Events.At(e.unit).Date, i == 0)
			}
		}
	})
	return v.whole
}

// chronicle collects the relevant events that pass the filter, article by
// article. It stops once ctx is done; the result is incomplete then.
func (f *Relevance) chronicle(ctx context.Context, q query.Query) *Chronicle {
	v, keep := f.v, query.NewFilter(f.v.Snapshot, f.v.people, q)
	out := &Chronicle{Days: answer.Dates{}, unread: int(f.oldest)}
	lines, loose, days := newRows(v, f), newUndated(v, &f.looseKeys), newDays(&f.seen)
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
	seen   *rank.Keys // sentences of days
	keys   rank.Keys  // of counts
	counts []dayCount
}

// dayCount is how many sentences name a period that begins on a day.
type dayCount struct {
	period   segment.Period
	possible bool
	times    int
}

func newDays(seen *rank.Keys) *days { return &days{seen: seen} }

func (d *days) add(e *segment.Event) {
	day := uint64(e.Date.DayUnix())
	if _, added := d.seen.Number(rank.Key{day, e.Content}); !added {
		return
	}
	kind := 2 * uint64(e.Date.Precision)
	if e.Possible {
		kind++
	}
	n, added := d.keys.Number(rank.Key{day, kind})
	if added {
		d.counts = append(d.counts, dayCount{period: e.Date, possible: e.Possible})
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
	if a := u.v.Articles.At(event.Article); !a.When.Known() && u.last != int(event.Article) {
		u.last = int(event.Article)
		u.articles++
	}
	n, added := u.keys.Number(rank.Key{uint64(u.v.Articles.At(event.Article).Group), event.Content})
	if added {
		u.events = append(u.events, e)
	} else if u.v.eventOrder(e, u.events[n]) < 0 {
		u.events[n] = e
	}
}
