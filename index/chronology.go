package index

import (
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Chronology is the timeline of a topic: a page of its rows, oldest first, and
// what else its events tell.
type Chronology struct {
	Result
	// Undated are the events whose date has no period, best fit first, each
	// sentence once: Articles of them have no publication date of their own. With
	// Since or Until it has no Hits, for such events are not known to lie within
	// them.
	Undated Result
	counts  map[countedDay]int
}

// countedDay is a calendar day, in Unix seconds, and the precision of the dates
// that begin on it.
type countedDay struct {
	day       int64
	precision article.Precision
}

// Days returns the number of events in each day, week (from Monday) or month,
// oldest first. Periods without events are left out, and so are events of
// coarser dates.
func (c Chronology) Days(unit article.Precision) []Day { return daysOf(c.counts, unit) }

func daysOf(counted map[countedDay]int, unit article.Precision) []Day {
	counts := map[int64]int{}
	for d, n := range counted {
		if d.precision >= unit {
			counts[startOf(time.Unix(d.day, 0).UTC(), unit)] += n
		}
	}
	return inOrder(counts)
}

// Chronology returns the rows of a timeline, the dates that matter most for the
// topic: at most q.Limit of them from q.Offset on, each with its best sentence.
// A date matters by the sentences that name it and the articles published on
// it. If several articles of a topic were published on a day that no sentence
// names, the day is a row with Event -1 and a Passage. An article belongs to
// the topic if it holds any of the terms, and each phrase in its text or title.
// No sentence shown holds an excluded word. At most undated events without a
// date are returned.
func (x *Index) Chronology(ctx context.Context, q Query, undated int) (Chronology, error) {
	v, err := x.acquire()
	if err != nil {
		return Chronology{}, err
	}
	defer v.Release()
	t := x.vocabulary.Topic(q.Words)
	all := v.wholeChronicle
	if !t.Empty() || len(t.Excluded) > 0 || !q.Unfiltered() {
		s := x.borrow()
		defer x.giveBack(s)
		f := &s.topic
		defer f.clear()
		if err := f.assess(ctx, v, t, q); err != nil {
			return Chronology{}, err
		}
		all = func() *chronicle { return f.chronicle(ctx, q) }
	}
	c := all()
	if ctx.Err() != nil {
		return Chronology{}, ctx.Err()
	}
	out := Chronology{Result: x.timelinePage(ctx, v, c.rows, q, t), counts: c.days}
	out.Unread = c.unread
	out.Undated = Result{Total: len(c.undated), Articles: c.undatedArticles}
	if query.NewWindow(q.Since, q.Until).Open() {
		for _, e := range rank.First(slices.Clone(c.undated), 0, undated, v.eventOrder) {
			event := &v.Events[e.unit]
			out.Undated.Hits = append(out.Undated.Hits, Hit{Article: v.Articles[event.Article].ID, Statement: -1, Event: int(event.Index), Score: rank.Rounded(e.score)})
		}
	}
	return out, nil
}

// chronicle is what all events of a topic add up to.
type chronicle struct {
	rows            countedRows
	days            map[countedDay]int
	undated         []scoredEvent // each sentence of a group once
	undatedArticles int           // without a publication date that have such
	unread          int           // articles left out as too old
}

// wholeChronicle returns the chronicle of all events, computed once for a
// snapshot.
func (v *snapshot) wholeChronicle() *chronicle {
	v.once.timeline.Do(func() {
		everything := topicRelevance{v: v}
		everything.size()
		v.timeline = everything.chronicle(context.Background(), Query{Scope: Everything()}) // for every question to come
		slices.SortFunc(v.timeline.rows.rows, rowOrder)
	})
	return v.timeline
}

// chronicle collects the relevant events that pass the filter, article by
// article. It stops once ctx is done; the result is incomplete then.
func (f *topicRelevance) chronicle(ctx context.Context, q Query) *chronicle {
	v, keep := f.v, f.v.filter(q)
	out := &chronicle{days: map[countedDay]int{}, unread: int(f.oldest)}
	lines, loose := newTimeline(v, f), newUndated(v)
	visit := func(events segment.Extent) {
		for unit := events.First; unit < events.End && segment.Stopped(ctx, int(unit)) == nil; unit++ {
			e := f.event(unit)
			if e.score <= 0 || !keep.Sentence(unit) {
				continue
			}
			switch event := &v.Events[unit]; {
			case !event.Date.Known():
				loose.add(e)
			case keep.Window.Holds(event.Date):
				lines.add(e)
				out.days[countedDay{event.Date.DayUnix(), event.Date.Precision}]++
			}
		}
	}
	if f.words.Empty() {
		visit(segment.Extent{First: 0, End: uint32(len(v.Events))})
	}
	for _, a := range f.articles {
		visit(v.Articles[a].Events)
	}
	if !f.words.Empty() {
		lines.addPublications(keep)
	}
	out.rows, out.undated, out.undatedArticles = lines.ranked(), loose.events, loose.articles
	return out
}

// undated returns events without a date, each sentence of a group once.
type undated struct {
	v        *snapshot
	at       map[[2]uint64]int
	events   []scoredEvent
	articles int // without a publication date
	last     int // of these
}

func newUndated(v *snapshot) *undated { return &undated{v: v, at: map[[2]uint64]int{}, last: -1} }

func (u *undated) add(e scoredEvent) {
	event := &u.v.Events[e.unit]
	if a := &u.v.Articles[event.Article]; !a.When.Known() && u.last != int(event.Article) {
		u.last = int(event.Article)
		u.articles++
	}
	key := [2]uint64{uint64(u.v.Articles[event.Article].Group), event.Content}
	if n, ok := u.at[key]; !ok {
		u.at[key] = len(u.events)
		u.events = append(u.events, e)
	} else if u.v.eventOrder(e, u.events[n]) < 0 {
		u.events[n] = e
	}
}
