package segment

import (
	"cmp"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Period is a stretch of time. Days and longer are civil: their Unix seconds
// are those of the calendar date at UTC, whatever zone they were printed for.
type Period struct {
	From, To  int64 // Unix seconds, to exclusive; both 0 where unknown
	zone      int32 // seconds east of UTC of the calendar that printed it; 0 where civil
	Precision article.Precision
}

// Known reports whether the period has a date.
func (p Period) Known() bool { return p.Precision != article.Unknown }

// Civil reports whether the period is made of calendar days.
func (p Period) Civil() bool { return p.Precision <= article.Day }

// momentPeriod returns the period that a moment of some precision covers.
func momentPeriod(m article.Moment) Period {
	if m.IsZero() {
		return Period{}
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
	default:
		_, zone := t.Zone()
		return hourPeriod(t.Unix(), int32(zone), m.Precision)
	}
	return NewPeriod(t, end, m.Precision)
}

// hourPeriod returns the period that a moment in Unix seconds covers whose hour at least is known.
func hourPeriod(from int64, zone int32, precision article.Precision) Period {
	seconds := int64(1)
	switch precision {
	case article.Hour:
		seconds = 60 * 60
	case article.Minute:
		seconds = 60
	}
	return Period{From: from, To: from + seconds, zone: zone, Precision: precision}
}

// datePeriod returns the period of a date in a text; unknown if the date has
// none.
func datePeriod(d article.Date) Period {
	if d.Precision == article.Unknown || !d.From.Before(d.To) {
		return Period{}
	}
	return NewPeriod(d.From, d.To, d.Precision)
}

// NewPeriod returns the period from one time to another, exclusive; a civil one if
// precision is a day or coarser.
func NewPeriod(from, to time.Time, precision article.Precision) Period {
	p := Period{Precision: precision}
	if p.Civil() {
		from, to = WallClock(from), WallClock(to)
	}
	_, zone := from.Zone()
	p.zone = int32(zone)
	p.From, p.To = from.Unix(), to.Unix()
	return p
}

// WallClock returns the calendar date and time of t as if it were UTC.
func WallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Day returns the calendar day on which p begins, at midnight UTC.
func (p Period) Day() time.Time { return time.Unix(p.DayUnix(), 0).UTC() }

// DayUnix returns Day in Unix seconds.
func (p Period) DayUnix() int64 {
	local := p.From + int64(p.zone)
	return local - (local%SecondsADay+SecondsADay)%SecondsADay
}

// SecondsADay is the number of seconds of a civil day.
const SecondsADay = 24 * 60 * 60

// Compare orders periods by time; unknown ones come first, so that newest first
// has them last.
func (p Period) Compare(other Period) int {
	if p.Known() != other.Known() {
		if p.Known() {
			return 1
		}
		return -1
	}
	return cmp.Compare(p.From, other.From)
}

// CompareOldest is Compare with unknown periods last.
func (p Period) CompareOldest(other Period) int {
	if p.Known() != other.Known() {
		return -p.Compare(other)
	}
	return p.Compare(other)
}
