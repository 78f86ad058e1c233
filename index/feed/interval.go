package feed

import (
	"slices"
	"time"
)

// Bounds of the time between two requests to a source.
const (
	minInterval     = 5 * time.Minute
	maxInterval     = 24 * time.Hour
	defaultInterval = 30 * time.Minute // while nothing is known
	// quietAfter is how much of the time since the last article a source is left
	// alone: one that has been silent for 20 hours is asked every 2.
	quietAfter = 10
	// maxDoublings is how often faults in a row double the interval.
	maxDoublings = 6
	// jitter is the part of the interval by which sources that would be asked at the
	// same time are spread.
	jitter = 0.2
)

// History is what Next goes by.
type History struct {
	Now        time.Time
	Asked      time.Duration // what the feed itself asks for, as of Feed.Interval; 0 if nothing
	Fresh      time.Duration // what the server said, as of fetch.Response.Fresh; 0 if nothing
	Published  []time.Time   // of the items seen last, in any order; zero times are left out
	Failures   int           // in a row; 0 after a success
	RetryAfter time.Duration // of the last failure, as of fetch.StatusError; 0 if not said
	Spread     float64       // at random from 0 to 1, or made from the source's address
}

// Next returns when to ask a source again: about twice as often as articles
// appear, not more often than the feed and its server ask for, less often while
// it is silent or failing. It is between 5 minutes and a day ahead, or what
// Retry-After asks for if that is later; jitter is included.
func Next(h History) time.Time {
	wait := defaultInterval
	if gap, ok := medianGap(h.Published, h.Now); ok {
		wait = gap / 2
	}
	wait = max(wait, min(h.Asked, maxInterval), min(h.Fresh, maxInterval), minInterval)
	for range min(h.Failures, maxDoublings) {
		wait *= 2
	}
	wait = min(wait, maxInterval)
	wait += time.Duration(float64(wait) * jitter * min(max(h.Spread, 0), 1))
	wait = min(wait, maxInterval)
	if h.Failures > 0 && h.RetryAfter > wait {
		wait = h.RetryAfter
	}
	return h.Now.Add(wait)
}

// medianGap returns the usual time between two articles. While a source is silent
// for longer than that, the gap grows with the silence. ok is false if there are
// too few dates to tell.
func medianGap(published []time.Time, now time.Time) (gap time.Duration, ok bool) {
	var times []time.Time
	for _, t := range published {
		if !t.IsZero() && !t.After(now) {
			times = append(times, t)
		}
	}
	const enough = 3
	if len(times) < enough {
		return 0, false
	}
	slices.SortFunc(times, time.Time.Compare)
	var gaps []time.Duration
	for i := range times[1:] {
		gaps = append(gaps, times[i+1].Sub(times[i]))
	}
	slices.Sort(gaps)
	silence := now.Sub(times[len(times)-1])
	return max(gaps[len(gaps)/2], silence*2/quietAfter), true
}
