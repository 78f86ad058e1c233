package query

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/period"
)

// Window is Query.Since and Query.Until for civil and for exact periods: a day
// named by a calendar date is the same day whatever zone asks for it.
type Window struct {
	since, until           time.Time
	civilSince, civilUntil int64
	whole                  bool // holds periods that are in it as a whole
}

// NewWindow returns the window from since to until; zero times do not restrict.
func NewWindow(since, until time.Time) Window {
	return Window{since: since, until: until, civilSince: period.WallClock(since).Unix(), civilUntil: period.WallClock(until).Unix()}
}

// Open reports whether the window restricts nothing.
func (w Window) Open() bool { return w.since.IsZero() && w.until.IsZero() }

// Holds reports whether part of p is in the window, or all of it if the window holds
// whole periods. Unknown periods are in an open window only.
func (w Window) Holds(p period.Period) bool {
	if w.Open() {
		return true
	}
	if !p.Known() {
		return false
	}
	since, until := w.civilSince, w.civilUntil
	if !p.Civil() {
		since, until = w.since.Unix(), w.until.Unix()
	}
	if w.whole {
		return (w.since.IsZero() || p.From >= since) && (w.until.IsZero() || p.To <= until)
	}
	return (w.since.IsZero() || p.To > since) && (w.until.IsZero() || p.From < until)
}

// zones is more than calendars of two places differ, in seconds.
const zones = 2 * period.SecondsADay

// Surely reports, of known periods that begin and end between some Unix seconds, whether
// the window holds all of them, or none. Where it is neither, the periods near its edges
// decide.
func (w Window) Surely(firstFrom, lastFrom, firstTo, lastTo int64) (all, none bool) {
	since, until := w.since.Unix(), w.until.Unix()
	if w.whole {
		all = (w.since.IsZero() || firstFrom >= since+zones) && (w.until.IsZero() || lastTo <= until-zones)
		none = !w.since.IsZero() && lastFrom < since-zones || !w.until.IsZero() && firstTo > until+zones
		return all, none
	}
	all = (w.since.IsZero() || firstTo > since+zones) && (w.until.IsZero() || lastFrom < until-zones)
	none = !w.since.IsZero() && lastTo <= since-zones || !w.until.IsZero() && firstFrom >= until+zones
	return all, none
}
