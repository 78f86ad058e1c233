package chat

import "sync"

// Turns keep what is done about one message in order: a question and its changes
// are looked after one at a time. The zero value is ready.
type Turns struct {
	mu sync.Mutex
	of map[string]*turns
}

type turns struct {
	taken  chan struct{} // holds one
	users  int
	newest string // the stamp of the newest change
}

// Take waits until what came before about a message, named by key, is done. stamp
// orders its changes, which a service may deliver in another order: newest is
// false where a later one is known. The caller calls done.
func (t *Turns) Take(key, stamp string) (newest bool, done func()) {
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
