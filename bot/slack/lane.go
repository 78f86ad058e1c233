package slack

import (
	"context"
	"sync"
	"time"
)

// lanes are queues, one a channel: what is sent to a channel goes out in the
// order in which it came, a message a second, and waits as long as Slack asks.
type lanes struct {
	mu     sync.Mutex
	queues map[string]*queue
}

// queue is a channel's. It has a goroutine while there is something to send.
type queue struct {
	jobs []func()
	last time.Time // of the last message sent
}

// join puts job at the end of a channel's queue and waits until it is done. A
// job sends one message, tries again itself, and says when it did.
func (l *lanes) join(ctx context.Context, channel string, job func(ctx context.Context, q *queue) error) error {
	done := make(chan error, 1)
	l.mu.Lock()
	if l.queues == nil {
		l.queues = map[string]*queue{}
	}
	q := l.queues[channel]
	if q == nil {
		q = &queue{}
		l.queues[channel] = q
	}
	q.jobs = append(q.jobs, func() { done <- job(ctx, q) })
	if len(q.jobs) == 1 {
		go l.run(channel, q)
	}
	l.mu.Unlock()
	return <-done
}

// run does the jobs of a queue until none is left, and forgets it a pause later.
func (l *lanes) run(channel string, q *queue) {
	for {
		l.mu.Lock()
		job := q.jobs[0]
		l.mu.Unlock()
		job()
		l.mu.Lock()
		q.jobs = q.jobs[1:]
		if len(q.jobs) == 0 {
			l.mu.Unlock()
			break
		}
		l.mu.Unlock()
	}
	time.AfterFunc(channelInterval, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(q.jobs) == 0 && l.queues[channel] == q && time.Since(q.last) >= channelInterval {
			delete(l.queues, channel)
		}
	})
}

// pace waits until the channel may have its next message.
func (q *queue) pace(ctx context.Context) error {
	wait := time.Until(q.last.Add(channelInterval))
	if err := pause(ctx, wait); err != nil {
		return err
	}
	q.last = time.Now()
	return nil
}

// pause sleeps, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
