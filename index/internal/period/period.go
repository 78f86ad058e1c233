// Package period has the stretches of time that articles, statements and dated sentences
// belong to, as the index keeps and compares them. Period is the only type; start there.
package period

import (
	"cmp"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Period is a stretch of time. Days and longer are civil: their Unix seconds
// are those of the calendar date at UTC, whatever zone they were printed for. Columns keep
// periods as they lie in memory: another name of a field is another layout.
type Period struct {
	From, To  int64 // Unix seconds, to exclusive; both 0 where unknown
	zone      int32 // seconds east of UTC of the calendar that printed it; 0 where civil
	Precision article.Precision
}

// Known reports whether the period has a date.
func (p Period) Known() bool { return p.Precision != article.Unknown }

// Zone returns the seconds east of UTC of the calendar that printed the period; 0 of a civil one.
func (p Period) Zone() int32 { return p.zone }

// Civil reports whether the period is made of calendar days.
func (p Period) Civil() bool { return p.Precision <= article.Day }

// OfMoment returns the period that a moment of some precision covers.
func OfMoment(m article.Moment) Period {
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
		return OfUnix(t.Unix(), int32(zone), m.Precision)
	}
	return New(t, end, m.Precision)
}

// OfUnix returns the period that a moment covers whose hour at least is known: from Unix
// seconds in a zone that is so many seconds east of UTC.
func OfUnix(from int64, zone int32, precision article.Precision) Period {
	seconds := int64(1)
	switch precision {
	case article.Hour:
		seconds = 60 * 60
	case article.Minute:
		seconds = 60
	}
	return Period{From: from, To: from + seconds, zone: zone, Precision: precision}
}

// OfDate returns the period of a date in a text; unknown if the date has
// none.
func OfDate(d article.Date) Period {
	if d.Precision == article.Unknown || !d.From.Before(d.To) {
		return Period{}
	}
	return New(d.From, d.To, d.Precision)
}

// New returns the period from one time to another, exclusive; a civil one if
// precision is a day or coarser.
func New(from, to time.Time, precision article.Precision) Period {
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

// Pack writes the period.
func (p Period) Pack(w *wire.Writer) {
	w.Byte(byte(p.Precision))
	if p.Known() {
		w.Int(int(p.From))
		w.Int(int(p.To - p.From))
		w.Int(int(p.zone))
	}
}

// Unpack reads what Pack wrote.
func Unpack(r *wire.Reader) Period {
	p := Period{Precision: article.Precision(r.Byte())}
	if p.Known() {
		p.From = int64(r.Int())
		p.To = p.From + int64(r.Int())
		p.zone = int32(r.Int())
	}
	return p
}
