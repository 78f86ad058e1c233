package chat

import (
	"sync"
	"time"
)

// Recent remembers events of the last minutes, whatever the store does: services
// deliver some more than once. It holds two generations, so that its memory is
// bounded by their rate.
type Recent struct {
	mu       sync.Mutex
	now, old map[string]bool
	turned   time.Time
}

// generation is longer than Slack's last retry comes after the first delivery,
// and than Discord keeps events for a session.
const generation = 10 * time.Minute

// NewRecent remembers nothing yet.
func NewRecent() *Recent {
	return &Recent{now: map[string]bool{}, old: map[string]bool{}, turned: time.Now()}
}

// First is true once for each ID.
func (r *Recent) First(id string) bool {
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
