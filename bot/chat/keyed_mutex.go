package chat

import "sync"

// KeyedMutex keeps work on one message in order: a question and its changes are handled
// one at a time. The zero value is ready.
type KeyedMutex struct {
	mu sync.Mutex
	of map[string]*turns
}

type turns struct {
	taken  chan struct{} // holds one
	users  int
	newest string // the stamp of the newest change
}

// Lock waits until all earlier work on a key, a message, is done; the caller calls done
// after its own. stamp orders the message's changes, which a service may deliver in
// another order: newest is false if a later one is known.
func (t *KeyedMutex) Lock(key, stamp string) (newest bool, done func()) {
	t.mu.Lock()
	of := t.of[key]
	if of == nil {
		if t.of == nil {
			t.of = map[string]*turns{}
		}
		of = &turns{taken: make(chan struct{}, 1)}
		t.of[key] = of
	}
	of.users++
	of.newest = max(of.newest, stamp)
	t.mu.Unlock()
	of.taken <- struct{}{}
	t.mu.Lock()
	defer t.mu.Unlock()
	return stamp == of.newest, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		<-of.taken
		if of.users--; of.users == 0 {
			delete(t.of, key)
		}
	}
}
