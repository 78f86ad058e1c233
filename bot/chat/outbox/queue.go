package outbox

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// SendQueue keeps one queue a channel: jobs of a channel run one at a time, in the order
// in which they came. The zero value is ready.
type SendQueue struct {
	// Interval is the time between two messages of a channel, 0 for none.
	Interval time.Duration

	mu     sync.Mutex
	queues map[string]*Queue
}

// Queue is one channel's queue. It has a goroutine while there is something to send.
type Queue struct {
	pace *rate.Limiter
	jobs []func()
}

// Join puts job at the end of a channel's queue and waits until it is done or ctx
// ends; a job whose turn comes after that is left out. A job sends its messages,
// each after Pace, and tries again itself. Where it panics, Join does, with a
// *Panic, and the queue goes on.
func (l *SendQueue) Join(ctx context.Context, channel string, job func(ctx context.Context, q *Queue) error) error {
	done := make(chan outcome, 1)
	l.mu.Lock()
	q := l.queue(channel)
	q.jobs = append(q.jobs, func() { done <- attempt(ctx, q, job) })
	if len(q.jobs) == 1 {
		go l.run(channel, q)
	}
	l.mu.Unlock()
	select {
	case o := <-done:
		if o.panicked != nil {
			panic(o.panicked)
		}
		return o.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outcome is the result of a job.
type outcome struct {
	err      error
	panicked *Panic // nil if it did not panic
}

func attempt(ctx context.Context, q *Queue, job func(ctx context.Context, q *Queue) error) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.panicked = &Panic{Value: p, Stack: debug.Stack()}
		}
	}()
	if o.err = ctx.Err(); o.err == nil {
		o.err = job(ctx, q)
	}
	return o
}

// Pace waits until the channel may have a message that does not wait for its
// turn, such as a notice that others do.
func (l *SendQueue) Pace(ctx context.Context, channel string) error {
	l.mu.Lock()
	q := l.queue(channel)
	l.mu.Unlock()
	return q.Pace(ctx)
}

// Len returns the number of jobs that wait or run, in all channels.
func (l *SendQueue) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, q := range l.queues {
		n += len(q.jobs)
	}
	return n
}

// queue returns a channel's queue. The caller holds the lock.
func (l *SendQueue) queue(channel string) *Queue {
	if l.queues == nil {
		l.queues = map[string]*Queue{}
	}
	q := l.queues[channel]
	if q == nil {
		q = &Queue{pace: rate.NewLimiter(rate.Every(l.Interval), 1)}
		l.queues[channel] = q
	}
	return q
}

// run runs the jobs of a queue until none is left, and forgets the queue an interval
// later.
func (l *SendQueue) run(channel string, q *Queue) {
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
	time.AfterFunc(l.Interval, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(q.jobs) == 0 && l.queues[channel] == q && q.rested() {
			delete(l.queues, channel)
		}
	})
}

// rested reports whether the channel may have a message at once.
func (q *Queue) rested() bool { return q.pace.Limit() == rate.Inf || q.pace.Tokens() >= 1 }

// Pace waits until the channel may have its next message, or ctx ends. Several may wait
// at the same time: each has a moment of its own.
func (q *Queue) Pace(ctx context.Context) error { return Pause(ctx, q.pace.Reserve().Delay()) }

// Pause sleeps, unless ctx ends first.
func Pause(ctx context.Context, d time.Duration) error {
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

// Panic is a job's panic, for whoever joined the queue: in the queue's own goroutine it
// would end the process.
type Panic struct {
	Value any
	Stack []byte // where it happened
}

// String returns the value and where it happened.
func (p *Panic) String() string { return fmt.Sprintf("%v\n%s", p.Value, p.Stack) }
