package answer

import (
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Day is how much one period has.
type Day struct {
	From  time.Time
	Count int
}

// Dates counts periods by the day on which they begin and by their precision.
type Dates map[date]int

// date is a calendar day, in Unix seconds, and the precision of the periods that
// begin on it.
type date struct {
	day       int64
	precision article.Precision
}

// Add counts a period that is known.
func (d Dates) Add(p segment.Period) { d[date{p.DayUnix(), p.Precision}]++ }

// Days returns the number of periods in each day, week (from Monday) or month,
// oldest first. Those without any are left out, and so are periods that are
// coarser.
func (d Dates) Days(unit article.Precision) []Day {
	counts := map[int64]int{}
	for d, n := range d {
		if d.precision >= unit {
			counts[startOf(time.Unix(d.day, 0).UTC(), unit)] += n
		}
	}
	return inOrder(counts)
}

// inOrder returns counts by the start of their period, oldest first.
func inOrder(counts map[int64]int) []Day {
	out := make([]Day, 0, len(counts))
	for from, n := range counts {
		out = append(out, Day{time.Unix(from, 0).UTC(), n})
	}
	slices.SortFunc(out, func(a, b Day) int { return a.From.Compare(b.From) })
	return out
}

// startOf returns the Unix second at which the day, week or month of a day
// begins.
func startOf(day time.Time, unit article.Precision) int64 {
	switch unit {
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
