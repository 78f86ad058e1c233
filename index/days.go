package index

import (
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Days counts the statements of a query (events is false) or its events a day,
// week (from Monday) or month, oldest first; periods with none are left out.
// Statements without a date and events of coarser dates do not count.
func (x *Index) Days(ctx context.Context, q Query, unit article.Precision, events bool) ([]Day, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
	counts := map[int64]int{}
	count := func(p period) {
		if p.known() && p.precision >= unit {
			counts[startOf(p, unit)]++
		}
	}
	if events {
		err = x.countEvents(ctx, v, q, count)
	} else {
		err = x.countSaid(ctx, v, q, count)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Day, 0, len(counts))
	for from, n := range counts {
		out = append(out, Day{time.Unix(from, 0).UTC(), n})
	}
	slices.SortFunc(out, func(a, b Day) int { return a.From.Compare(b.From) })
	return out, nil
}

func (x *Index) countEvents(ctx context.Context, v *view, q Query, count func(period)) error {
	s := x.borrow()
	defer x.giveBack(s)
	f := &s.topic
	defer f.clear()
	if err := f.fitTopic(ctx, v, x.topic(q.Words)); err != nil {
		return err
	}
	f.each(v.filter(q).event, func(e scoredEvent) { count(v.events[e.unit].date) })
	return nil
}

func (x *Index) countSaid(ctx context.Context, v *view, q Query, count func(period)) error {
	groups, err := x.statementGroups(ctx, v, q)
	for _, g := range groups {
		count(v.statements[g.unit].when)
	}
	return err
}

// startOf is the Unix second at which the day, week or month of a period's start begins.
func startOf(p period, unit article.Precision) int64 {
	day := p.day()
	switch unit {
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
