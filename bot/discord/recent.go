package discord

import (
	"sync"
	"time"
)

// recent remembers events of the last minutes, whatever the store does: a
// resumed session may repeat some. It holds two generations, so that its memory
// is bounded by their rate.
type recent struct {
	mu       sync.Mutex
	now, old map[string]bool
	turned   time.Time
}

// generation is longer than Discord keeps events for a session.
const generation = 10 * time.Minute

func newRecent() *recent {
	return &recent{now: map[string]bool{}, old: map[string]bool{}, turned: time.Now()}
}

// first is true once for each ID.
func (r *recent) first(id string) bool {
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
