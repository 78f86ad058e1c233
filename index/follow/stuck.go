package follow

import (
	"context"
	"log/slog"
	"time"
)

const (
	// retryStore is when storing is tried again after it failed, twice as long after each
	// further time, at most maxDoubled times.
	retryStore = time.Minute
	maxDoubled = 3
)

// noteStuck notes that articles could not be stored.
func (f *Follower) noteStuck(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stuck.err == nil {
		f.log.Error("storing articles failed; no source is asked until it works again", slog.Any("error", err))
	}
	f.stuck.err = err
	f.stuck.next = f.now().Add(retryStore << min(f.stuck.times, maxDoubled))
	f.stuck.times++
}

// tryStoring reports whether articles can be stored. Where they could not, it tries again
// when that is due.
func (f *Follower) tryStoring(ctx context.Context) bool {
	f.mu.Lock()
	failed, due := f.stuck.err != nil, !f.stuck.next.After(f.now())
	f.mu.Unlock()
	if !failed || !due {
		return !failed
	}
	const trial = 4096 // bytes: a page of the archive's file
	if err := f.records.write(ctx, map[string]any{trialValue: make([]byte, trial)}); err != nil {
		f.noteStuck(err)
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stuck.err = nil
	f.log.Info("articles can be stored again; sources are asked")
	return true
}

// Waits returns when storing is tried again, and why no source is asked for now; nil
// while all is well.
func (f *Follower) Waits() (next time.Time, reason error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stuck.next, f.stuck.err
}
