package index

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// window is Query.Since and Query.Until for civil and for exact periods: a day
// named by a calendar date is the same day whatever zone asks for it.
type window struct {
	since, until           time.Time
	civilSince, civilUntil int64
}

func newWindow(since, until time.Time) window {
	return window{since, until, segment.WallClock(since).Unix(), segment.WallClock(until).Unix()}
}

// open reports whether the window restricts nothing.
func (w window) open() bool { return w.since.IsZero() && w.until.IsZero() }

// holds reports whether part of p is in the window. Unknown periods are in an
// open window only.
func (w window) holds(p segment.Period) bool {
	if w.open() {
		return true
	}
	if !p.Known() {
		return false
	}
	since, until := w.civilSince, w.civilUntil
	if !p.Civil() {
		since, until = w.since.Unix(), w.until.Unix()
	}
	return (w.since.IsZero() || p.To > since) && (w.until.IsZero() || p.From < until)
}
