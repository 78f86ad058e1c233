package follow

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Run asks sources when they are due until ctx ends.
func (f *Follower) Run(ctx context.Context) error {
	var polls sync.WaitGroup
	defer func() {
		polls.Wait()
		f.save(ctx, 0)
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		wait := f.startDue(ctx, &polls)
		f.save(ctx, saveEvery)
		f.sweepOld(ctx)
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-f.wake:
		case <-ctx.Done():
		}
	}
	return nil
}

// startDue begins to ask the sources that are due, as many as can be asked at a time, and
// returns how long there is nothing to begin. The end of a visit awakes Run.
func (f *Follower) startDue(ctx context.Context, polls *sync.WaitGroup) (wait time.Duration) {
	for f.tryStoring(ctx) {
		s, wait := f.take()
		if s == nil {
			return wait
		}
		polls.Go(func() { f.poll(ctx, s); f.release(s) })
	}
	next, _ := f.Waits()
	return max(min(next.Sub(f.now()), idle), 0)
}

// save stores the states that the archive lacks, unless that was done less than a
// time ago. What is lost of them is only when a source was asked.
func (f *Follower) save(ctx context.Context, every time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	if now.Sub(f.saved) < every {
		return
	}
	f.saved = now
	values := map[string]any{}
	for _, s := range f.sources {
		if s.unsaved {
			values[stateValue+s.key] = s.state
		}
	}
	if len(values) == 0 {
		return
	}
	if err := f.records.write(ctx, values); err != nil {
		f.log.Warn("the states of sources could not be stored; will retry", slog.Any("error", err))
		return
	}
	for _, s := range f.sources {
		s.unsaved = false
	}
}
