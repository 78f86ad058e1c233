package index

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
)

// Chronology is the timeline of a topic: a page of its rows. Those of dates that a
// sentence about the topic names come first, then those Beside it, then sentences
// without a date, best fit first. Total counts all of them. Of a window of time there
// are no sentences without a date, for they are not known to be in it.
type Chronology struct{ answer.Timeline }

// Days returns the number of dated sentences in each day, week (from Monday), month or
// year, oldest first, repeats once. Periods without any are left out, and so are
// coarser dates.
func (c Chronology) Days(unit article.Precision) []Day { return c.Counts.Days(unit) }

// Coarser returns the number of dated sentences whose date is coarser than a unit.
func (c Chronology) Coarser(unit article.Precision) int { return c.Counts.Coarser(unit) }

// Sentences returns the number of all dated sentences.
func (c Chronology) Sentences() int { return c.Counts.Total() }

// Chronology returns the rows of a timeline: a date each with its best sentence, by
// time. If q asks for no order and for no later page, and there are more dates than
// q.Limit, it returns those that matter most and is Selected.
// A date matters by the sentences that name it and the articles published on
// it. If several articles of a topic were published on a day that no sentence about it
// names, the day is a row with Event -1 and a Passage. An article belongs to
// the topic if it holds any of the terms, and each phrase in its text or title.
// No sentence shown holds an excluded word. Articles is not counted for a window of time
// without words.
func (x *Index) Chronology(ctx context.Context, q Query) (Chronology, error) {
	return x.chronology(ctx, q, (*timeline.View).Page)
}

// DatedSentences returns the rows of a timeline as Chronology does, but a sentence
// each: those of one date together, in the order of publication.
func (x *Index) DatedSentences(ctx context.Context, q Query) (Chronology, error) {
	return x.chronology(ctx, q, (*timeline.View).Sentences)
}

// CountDates returns the Dates of Chronology for q, and makes no rows.
func (x *live) CountDates(ctx context.Context, q Query) (int, error) {
	v, err := x.acquire()
	if err != nil {
		return 0, err
	}
	defer v.Release()
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.dates.Count(ctx, &s.topic, x.vocabulary.Topic(q.Words), q)
}

// page returns a page of a chronicle.
type page func(*timeline.View, context.Context, *timeline.Chronicle, Query, timeline.Reader) answer.Timeline

func (x *Index) chronology(ctx context.Context, q Query, rows page) (Chronology, error) {
	v, err := x.acquire()
	if err != nil {
		return Chronology{}, err
	}
	defer v.Release()
	t := x.vocabulary.Topic(q.Words)
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	c, err := v.dates.Of(ctx, &s.topic, t, q)
	if err != nil {
		return Chronology{}, err
	}
	r := timeline.Reader{Topic: t, Text: x.text, Lacking: query.NewLacking(v.Snapshot, x.vocabulary, q.Words)}
	return Chronology{rows(v.dates, ctx, c, q, r)}, nil
}
