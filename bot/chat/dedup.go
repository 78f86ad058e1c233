package chat

import (
	"sync"
	"time"
)

// Dedup recognizes events that a service delivers again within some minutes, also while
// the store fails. It keeps two generations, so that its memory is bounded by the rate of
// events.
type Dedup struct {
	mu       sync.Mutex
	now, old map[string]bool
	turned   time.Time
}

// generation is longer than Slack's last retry comes after the first delivery,
// and than Discord keeps events for a session.
const generation = 10 * time.Minute

// NewDedup returns a Dedup that knows no event.
func NewDedup() *Dedup {
	return &Dedup{now: map[string]bool{}, old: map[string]bool{}, turned: time.Now()}
}

// First reports whether an ID is new.
func (r *Dedup) First(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.turned) > generation {
		r.now, r.old, r.turned = map[string]bool{}, r.now, time.Now()
	}
	if r.now[id] || r.old[id] {
		return false
	}
	r.now[id] = true
	return true
}
