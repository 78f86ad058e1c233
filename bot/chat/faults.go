package chat

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// StoreFaults looks after a store that fails: it costs what it would have kept, which
// is said once, and what must be kept is written when that is possible again.
type StoreFaults struct {
	Log *slog.Logger

	mu   sync.Mutex
	said map[string]time.Time // by what a fault costs
}

// The pace of a store that fails.
const (
	complainEvery = 10 * time.Minute // for each cost: a store without room fails with every question
	firstWrite    = time.Second      // before a write is tried again; later pauses double
	longWrite     = time.Minute
	writeFor      = 3 * time.Hour // then it is given up
)

// Failed logs that the store failed, with what it costs: as an error once in
// complainEvery for each cost, and else at debug level.
func (f *StoreFaults) Failed(cost string, err error) {
	level := slog.LevelDebug
	f.mu.Lock()
	if f.said == nil {
		f.said = map[string]time.Time{}
	}
	if said, ok := f.said[cost]; !ok || time.Since(said) >= complainEvery {
		level, f.said[cost] = slog.LevelError, time.Now()
	}
	f.mu.Unlock()
	f.Log.Log(context.Background(), level, "the store failed", slog.String("cost", cost), slog.Any("error", err))
}

// Eventually does a write now or, if the store fails, as soon as it can until ctx
// ends: one without which the next start would do something wrong.
func (f *StoreFaults) Eventually(ctx context.Context, cost string, write func() error) {
	err := write()
	if err == nil {
		return
	}
	f.Failed(cost, err)
	go func() {
		defer Rescue(f.Log, cost, nil)
		if outbox.Pause(ctx, firstWrite) == nil {
			_ = outbox.Retry(ctx, outbox.Policy{First: 2 * firstWrite, Max: longWrite, For: writeFor}, write) // it was said
		}
	}()
}
