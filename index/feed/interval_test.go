package feed_test

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/feed"
)

// every returns the times of n articles, the last one some time ago.
func every(gap time.Duration, n int, ago time.Duration) []time.Time {
	var out []time.Time
	for i := range n {
		out = append(out, now.Add(-ago-time.Duration(i)*gap))
	}
	return out
}

func TestNext(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name string
		h    feed.History
		want time.Duration
	}{
		{"nothing is known", feed.History{}, 30 * time.Minute},
		{"two articles tell nothing", feed.History{Published: every(time.Hour, 2, 0)}, 30 * time.Minute},
		{"an article an hour", feed.History{Published: every(time.Hour, 10, time.Minute)}, 30 * time.Minute},
		{"an article a day", feed.History{Published: every(day, 10, time.Hour)}, 12 * time.Hour},
		{"an article a minute", feed.History{Published: every(time.Minute, 50, 0)}, 5 * time.Minute},
		{"an article a week", feed.History{Published: every(7*day, 10, day)}, day},
		{"hourly, but silent for 20 hours", feed.History{Published: every(time.Hour, 10, 20*time.Hour)}, 2 * time.Hour},
		{"hourly, but silent for a year", feed.History{Published: every(time.Hour, 10, 365*day)}, day},
		{"a burst, then silence", feed.History{Published: every(0, 10, 10*time.Hour)}, time.Hour},
		{"dates in the future and unknown ones", feed.History{Published: []time.Time{{}, {}, {}, now.Add(day), now.Add(day), now.Add(day)}}, 30 * time.Minute},
		{"ttl is longer", feed.History{Published: every(time.Minute, 9, 0), Asked: time.Hour}, time.Hour},
		{"ttl is shorter", feed.History{Published: every(day, 9, 0), Asked: time.Minute}, 12 * time.Hour},
		{"ttl is absurd", feed.History{Asked: 1000 * day}, day},
		{"max-age is longer", feed.History{Published: every(time.Minute, 9, 0), Fresh: 20 * time.Minute}, 20 * time.Minute},
		{"max-age is absurd", feed.History{Fresh: 365 * day}, day},
		{"one failure", feed.History{Failures: 1}, time.Hour},
		{"three failures", feed.History{Failures: 3}, 4 * time.Hour},
		{"a thousand failures", feed.History{Failures: 1000}, day},
		{"Retry-After is longer", feed.History{Failures: 1, RetryAfter: 3 * time.Hour}, 3 * time.Hour},
		{"Retry-After is shorter", feed.History{Failures: 1, RetryAfter: time.Second}, time.Hour},
		{"Retry-After before a success", feed.History{RetryAfter: 3 * time.Hour}, 30 * time.Minute},
		{"spread", feed.History{Spread: 0.5}, 33 * time.Minute},
		{"spread at most", feed.History{Spread: 9}, 36 * time.Minute},
		{"spread less than nothing", feed.History{Spread: -1}, 30 * time.Minute},
		{"spread over a day", feed.History{Asked: day, Spread: 1}, day},
	} {
		c.h.Now = now
		if got := feed.Next(c.h).Sub(now); got != c.want {
			t.Errorf("%s: in %v, want %v", c.name, got, c.want)
		}
	}
}
