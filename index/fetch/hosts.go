package fetch

import (
	"context"
	"strings"
	"sync"
	"time"
)

// DefaultPause is the time between the end of a request to a host and the next
// one to it.
const DefaultPause = 500 * time.Millisecond

// manyHosts is the number of hosts beyond which those that rest are forgotten.
const manyHosts = 1000

// hosts lets one request at a time go to a host, and a pause after each.
type hosts struct {
	pause time.Duration

	mu sync.Mutex
	of map[string]*host
}

// host is the turn at one host.
type host struct {
	turn  chan struct{} // holds a value while a request is under way
	users int           // requests under way or waiting
	next  time.Time     // when the next one may begin
}

func newHosts(pause time.Duration) hosts { return hosts{pause: pause, of: map[string]*host{}} }

// acquire waits for the turn at a host. The caller calls release when its request
// is over.
func (h *hosts) acquire(ctx context.Context, name string) (release func(), err error) {
	at := h.join(strings.ToLower(strings.TrimSuffix(name, ".")))
	select {
	case at.turn <- struct{}{}:
	case <-ctx.Done():
		h.leave(at, false)
		return nil, context.Cause(ctx)
	}
	select {
	case <-time.After(time.Until(at.next)):
	case <-ctx.Done():
		h.leave(at, true)
		return nil, context.Cause(ctx)
	}
	return sync.OnceFunc(func() {
		at.next = time.Now().Add(h.pause)
		h.leave(at, true)
	}), nil
}

// join counts a user of a host.
func (h *hosts) join(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	at := h.of[name]
	if at == nil {
		if len(h.of) >= manyHosts {
			h.forget()
		}
		at = &host{turn: make(chan struct{}, 1)}
		h.of[name] = at
	}
	at.users++
	return at
}

// leave gives up the turn, if it is held, and the place in the queue.
func (h *hosts) leave(at *host, held bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at.users--
	if held {
		<-at.turn
	}
}

// forget drops the hosts that nobody waits for. One that rests still is asked at
// most once too early.
func (h *hosts) forget() {
	for name, at := range h.of {
		if at.users == 0 {
			delete(h.of, name)
		}
	}
}
