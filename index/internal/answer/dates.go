package answer

import (
	"maps"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
)

// Day is how much one period has.
type Day struct {
	From     time.Time
	Count    int
	Possible int // of Count, those of which an article says only that they may happen
}

// Dates counts periods by the day on which they begin and by their precision.
type Dates map[date]int

// Total returns the number of all periods.
func (d Dates) Total() int {
	n := 0
	for _, count := range d {
		n += count
	}
	return n
}

// Coarser returns the number of periods that Days leaves out.
func (d Dates) Coarser(unit article.Precision) int {
	n := 0
	for date, count := range d {
		if date.precision < unit {
			n += count
		}
	}
	return n
}

// date is a calendar day, in Unix seconds, and the precision of the periods that
// begin on it.
type date struct {
	day       int64
	precision article.Precision
	possible  bool
}

// Add counts a period that is known.
func (d Dates) Add(p period.Period) { d.AddTimes(p, false, 1) }

// AddTimes counts a period that is known, and in which something happened or only may
// happen, several times.
func (d Dates) AddTimes(p period.Period, possible bool, times int) {
	d[date{p.DayUnix(), p.Precision, possible}] += times
}

// Days returns the number of periods in each day, week (from Monday), month or
// year, oldest first. Those without any are left out, and so are periods that are
// coarser.
func (d Dates) Days(unit article.Precision) []Day {
	counts := map[int64]Day{}
	for d, n := range d {
		if d.precision < unit {
			continue
		}
		from := startOf(time.Unix(d.day, 0).UTC(), unit)
		day := counts[from]
		day.From = time.Unix(from, 0).UTC()
		if day.Count += n; d.possible {
			day.Possible += n
		}
		counts[from] = day
	}
	return slices.SortedFunc(maps.Values(counts), func(a, b Day) int { return a.From.Compare(b.From) })
}

// startOf returns the Unix second at which the day, week, month or year of a day
// begins.
func startOf(day time.Time, unit article.Precision) int64 {
	switch unit {
	case article.Year:
		day = day.AddDate(0, 0, 1-day.YearDay())
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
