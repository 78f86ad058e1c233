package index

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

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

// window is Query.Since and Query.Until for civil and for exact periods: a day
// named by a calendar date is the same day whatever zone asks for it.
type window struct {
	since, until           time.Time
	civilSince, civilUntil int64
}

func newWindow(since, until time.Time) window {
	return window{since, until, wallClock(since).Unix(), wallClock(until).Unix()}
}

// open reports whether the window restricts nothing.
func (w window) open() bool { return w.since.IsZero() && w.until.IsZero() }

// holds reports whether part of p is in the window. Unknown periods are in an
// open window only.
func (w window) holds(p period) bool {
	if w.open() {
		return true
	}
	if !p.known() {
		return false
	}
	since, until := w.civilSince, w.civilUntil
	if !p.civil() {
		since, until = w.since.Unix(), w.until.Unix()
	}
	return (w.since.IsZero() || p.to > since) && (w.until.IsZero() || p.from < until)
}

// day returns the calendar day on which p begins, at midnight UTC.
func (p period) day() time.Time { return time.Unix(p.dayUnix(), 0).UTC() }

// dayUnix returns day in Unix seconds.
func (p period) dayUnix() int64 {
	local := p.from + int64(p.zone)
	return local - (local%secondsADay+secondsADay)%secondsADay
}

const secondsADay = 24 * 60 * 60
