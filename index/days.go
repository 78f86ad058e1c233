package index

import (
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Days counts the statements of a query a day, week (from Monday) or month,
// oldest first; periods with none are left out, and so are statements without a
// date or of coarser ones.
func (x *Index) Days(ctx context.Context, q Query, unit article.Precision) ([]Day, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
	groups, err := x.statementGroups(ctx, v, q)
	if err != nil {
		return nil, err
	}
	counts := map[int64]int{}
	for _, g := range groups {
		if p := v.statements[g.unit].when; p.known() && p.precision >= unit {
			counts[startOf(p.day(), unit)]++
		}
	}
	return inOrder(counts), nil
}

// inOrder are counts by the start of their period, oldest first.
func inOrder(counts map[int64]int) []Day {
	out := make([]Day, 0, len(counts))
	for from, n := range counts {
		out = append(out, Day{time.Unix(from, 0).UTC(), n})
	}
	slices.SortFunc(out, func(a, b Day) int { return a.From.Compare(b.From) })
	return out
}

// startOf is the Unix second at which the day, week or month of a day begins.
func startOf(day time.Time, unit article.Precision) int64 {
	switch unit {
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
