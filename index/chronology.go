package index

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
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
	counts  answer.Dates
}

// Days returns the number of events in each day, week (from Monday) or month,
// oldest first. Periods without events are left out, and so are events of
// coarser dates.
func (c Chronology) Days(unit article.Precision) []Day { return c.counts.Days(unit) }

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
	s := v.borrow()
	defer v.giveBack(s)
	c, err := v.dates.Of(ctx, &s.topic, t, q)
	if err != nil {
		return Chronology{}, err
	}
	return Chronology{
		Result:  v.dates.Page(ctx, c, q, t, x.text),
		Undated: v.dates.UndatedPage(c, q, undated),
		counts:  c.Days,
	}, nil
}
