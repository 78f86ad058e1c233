package index

import (
	"cmp"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// period is a stretch of time. Days and longer are civil: their Unix seconds
// are those of the calendar date at UTC, whatever zone they were printed for.
type period struct {
	from, to  int64 // Unix seconds, to exclusive; both 0 where unknown
	zone      int   // seconds east of UTC of the calendar that printed it; 0 where civil
	precision article.Precision
}

// known reports whether the period has a date.
func (p period) known() bool { return p.precision != article.Unknown }

// civil reports whether the period is made of calendar days.
func (p period) civil() bool { return p.precision <= article.Day }

// momentPeriod returns the period that a moment of some precision covers.
func momentPeriod(m article.Moment) period {
	if m.IsZero() {
		return period{}
	}
	t := m.Time
	var end time.Time
	switch m.Precision {
	case article.Decade:
		end = t.AddDate(10, 0, 0)
	case article.Year:
		end = t.AddDate(1, 0, 0)
	case article.Quarter:
		end = t.AddDate(0, 3, 0)
	case article.Month:
		end = t.AddDate(0, 1, 0)
	case article.Week:
		end = t.AddDate(0, 0, 7)
	case article.Day:
		end = t.AddDate(0, 0, 1)
	case article.Hour:
		end = t.Add(time.Hour)
	case article.Minute:
		end = t.Add(time.Minute)
	default:
		end = t.Add(time.Second)
	}
	return newPeriod(t, end, m.Precision)
}

// datePeriod returns the period of a date in a text; unknown if the date has
// none.
func datePeriod(d article.Date) period {
	if d.Precision == article.Unknown || !d.From.Before(d.To) {
		return period{}
	}
	return newPeriod(d.From, d.To, d.Precision)
}

func newPeriod(from, to time.Time, precision article.Precision) period {
	p := period{precision: precision}
	if p.civil() {
		from, to = wallClock(from), wallClock(to)
	}
	_, p.zone = from.Zone()
	p.from, p.to = from.Unix(), to.Unix()
	return p
}

// wallClock returns the calendar date and time of t as if it were UTC.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// day returns the calendar day on which p begins, at midnight UTC.
func (p period) day() time.Time { return time.Unix(p.dayUnix(), 0).UTC() }

// dayUnix returns day in Unix seconds.
func (p period) dayUnix() int64 {
	local := p.from + int64(p.zone)
	return local - (local%secondsADay+secondsADay)%secondsADay
}

const secondsADay = 24 * 60 * 60

// compare orders periods by time; unknown ones come first, so that newest first
// has them last.
func (p period) compare(other period) int {
	if p.known() != other.known() {
		if p.known() {
			return 1
		}
		return -1
	}
	return cmp.Compare(p.from, other.from)
}

// compareOldest is compare with unknown periods last.
func (p period) compareOldest(other period) int {
	if p.known() != other.known() {
		return -p.compare(other)
	}
	return p.compare(other)
}
