package segment

import (
	"sync"
	"sync/atomic"
)

// Once computes what a snapshot adds up to once. After a panic, as over columns whose file is
// damaged, the next call computes again: with sync.Once it would be taken for computed, and
// answers would show what is not there.
type Once struct {
	done atomic.Bool
	mu   sync.Mutex
}

// Do calls compute unless an earlier call has returned.
func (o *Once) Do(compute func()) {
	if o.done.Load() {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done.Load() {
		return
	}
	compute()
	o.done.Store(true)
}
