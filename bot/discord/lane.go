package discord

import "sync"

// lanes are queues, one a channel: what is sent to a channel goes out in the
// order in which it came.
type lanes struct {
	mu     sync.Mutex
	queues map[string][]func()
}

// join puts job at the end of a channel's queue and waits until it is done. A
// queue has a goroutine while there is something to send.
func (l *lanes) join(channel string, job func() error) error {
	done := make(chan error, 1)
	l.mu.Lock()
	if l.queues == nil {
		l.queues = map[string][]func(){}
	}
	l.queues[channel] = append(l.queues[channel], func() { done <- job() })
	if len(l.queues[channel]) == 1 {
		go l.run(channel)
	}
	l.mu.Unlock()
	return <-done
}

func (l *lanes) run(channel string) {
	for {
		l.mu.Lock()
		job := l.queues[channel][0]
		l.mu.Unlock()
		job()
		l.mu.Lock()
		if l.queues[channel] = l.queues[channel][1:]; len(l.queues[channel]) == 0 {
			delete(l.queues, channel)
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()
	}
}
