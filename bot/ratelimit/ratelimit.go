// Package ratelimit limits how many questions a person and a channel may ask a minute, once
// for all surfaces. Start reading at Limiter.
package ratelimit

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// maxKeys is the maximum number of persons and channels that are remembered; who asked longest ago is
// forgotten first, and has their whole allowance again.
const maxKeys = 10_000

// TellEvery is the shortest time between two notices to one person who asks nothing meanwhile
// that is answered.
const TellEvery = time.Minute

// Limits are the most questions a minute; 0 for no limit. Up to as many may come at once.
type Limits struct{ User, Channel int }

// Limiter counts questions. A nil Limiter limits nothing.
type Limiter struct {
	mu     sync.Mutex
	limits Limits
	keys   *lru.Cache[string, *bucket]
}

// bucket is what one person or channel may still ask.
type bucket struct {
	*rate.Limiter
	told time.Time // when they were told last
}

// New returns a Limiter.
func New(limits Limits) *Limiter {
	keys, err := lru.New[string, *bucket](maxKeys)
	if err != nil {
		panic(err) // of a size below 1
	}
	return &Limiter{limits: limits, keys: keys}
}

// Set changes the limits. What was asked before counts.
func (l *Limiter) Set(limits Limits) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if limits == l.limits {
		return
	}
	l.limits = limits
	l.keys.Purge()
}

// Verdict is whether a question may be asked.
type Verdict struct {
	Wait time.Duration // until it may; 0 if it may now
	Tell bool          // they were not told since their last question that was answered, or for a minute
	// Channel reports whether it is the channel's limit that was reached.
	Channel bool
}

// Ask counts a question of a user in a channel, both with their service and workspace in
// front, "" if there is none. One that may not be asked yet is not counted.
func (l *Limiter) Ask(user, channel string) Verdict {
	if l == nil {
		return Verdict{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	person := l.bucket("u/"+user, l.limits.User)
	wait := person.until(now)
	room, ofChannel := l.bucket("c/"+channel, l.limits.Channel), false
	if channel == "" {
		room = nil
	}
	if longer := room.until(now); longer > wait {
		wait, ofChannel = longer, true
	}
	if wait == 0 {
		person.take(now)
		room.take(now)
		if teller, found := l.keys.Peek("t/" + user); found {
			teller.told = time.Time{}
		}
		return Verdict{}
	}
	v := Verdict{Wait: wait, Channel: ofChannel}
	if teller := l.bucket("t/"+user, 1); now.Sub(teller.told) >= TellEvery {
		v.Tell, teller.told = true, now
	}
	return v
}

// bucket returns the bucket of a key, nil if it has no limit.
func (l *Limiter) bucket(key string, limit int) *bucket {
	if limit <= 0 {
		return nil
	}
	b, found := l.keys.Get(key)
	if !found {
		b = &bucket{Limiter: rate.NewLimiter(rate.Limit(float64(limit)/60), limit)}
		l.keys.Add(key, b)
	}
	return b
}

// until returns how long it takes until the bucket has room for a question.
func (b *bucket) until(now time.Time) time.Duration {
	if b == nil || b.TokensAt(now) >= 1 {
		return 0
	}
	missing := 1 - b.TokensAt(now)
	return max(time.Duration(missing/float64(b.Limit())*float64(time.Second)), time.Millisecond)
}

func (b *bucket) take(now time.Time) {
	if b != nil {
		b.AllowN(now, 1)
	}
}
