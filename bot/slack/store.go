package slack

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// complainEvery is how often a fault of the store is an error in the log: one that
// has no room fails with every question.
const complainEvery = 10 * time.Minute

// storeFault logs that the store failed, with what it costs: as an error once in
// complainEvery for each cost, and else at debug level.
func (b *Bot) storeFault(cost string, err error) {
	level := slog.LevelDebug
	b.mu.Lock()
	if said, ok := b.complained[cost]; !ok || time.Since(said) >= complainEvery {
		level, b.complained[cost] = slog.LevelError, time.Now()
	}
	b.mu.Unlock()
	b.Log.Log(context.Background(), level, cost, slog.Any("error", err))
}

// eventually does a write, now or, where the store fails, as soon as it can while
// the bot runs: one without which the next start would do something wrong.
func (b *Bot) eventually(ctx context.Context, cost string, write func() error) {
	err := write()
	if err == nil {
		return
	}
	b.storeFault(cost, err)
	go func() {
		began := time.Now()
		for backoff := time.Second; time.Since(began) < giveUpAfter; backoff = min(2*backoff, longPause) {
			if chat.Pause(ctx, backoff) != nil || write() == nil {
				return
			}
		}
	}()
}

// finished notes that an event's answer was given, or never will be.
func (b *Bot) finished(ctx context.Context, event string) {
	b.eventually(ctx, "an answer could not be marked as given", func() error { return b.State.Finish(ctx, platform, event) })
}
