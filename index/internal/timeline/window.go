package timeline

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

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
	for i, a := range f.articles {
		if segment.Stopped(ctx, i) != nil {
			return 0, ctx.Err()
		}
		if !keep.Article(a) {
			continue
		}
		of, events := f.of.Of(a).Relevance, v.Articles.At(a).Events
		for unit := events.First; unit < events.End; unit++ {
			event := v.Events.At(unit)
			key := v.rowKey(event)
			if f.rowKeys.Has(key) {
				continue
			}
			if date := v.EventDate(event); date.Known() && keep.Window.Holds(date) && !f.excluded.Has(unit) && of.OfSentence(f.sentences.Share(unit)) > 0 && keep.Said(unit) {
				f.rowKeys.Number(key)
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
		v.findRepeated()
		everything := Relevance{v: v}
		everything.size()
		v.whole = everything.chronicle(context.Background(), query.Query{Scope: query.Everything()}) // for every question to come
		v.whole.articles = v.articlesOf(v.whole.rows, &everything.wanted)
		slices.SortFunc(v.whole.rows, rowOrder)
		v.whole.byDay = v.groupByDay(v.whole.rows)
		for _, r := range v.whole.rows {
			r.kept = &keptRow{}
			for i, e := range r.events {
				r.kept.bounds.add(v.EventDate(v.Events.At(e.unit)), i == 0)
			}
		}
	})
	return v.whole
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
		if window.Holds(v.EventDate(v.Events.At(e.unit))) {
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
				if window.Holds(v.EventDate(v.Events.At(e.unit))) {
					parts.add(e)
				}
			}
		}
	}
	out.rows = append(out.rows, parts.ranked()...)
	for _, d := range whole.byDay {
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
