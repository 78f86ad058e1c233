package slack

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// The pace of withdrawals that Slack refuses.
const (
	firstWithdrawal = 15 * time.Second
	longWithdrawal  = time.Hour
	withdrawFor     = 24 * time.Hour // then they are given up
)

// withdrawing are the questions, by channel and timestamp, whose answers are to go.
// The zero value is ready.
type withdrawing struct {
	mu  sync.Mutex
	due map[string]string // the events that asked for it
}

func (w *withdrawing) begin(key, event string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.due == nil {
		w.due = map[string]string{}
	}
	w.due[key] = event
}

// end returns the event whose withdrawal of key was still due, "" if none was.
func (w *withdrawing) end(key string) (event string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	event = w.due[key]
	delete(w.due, key)
	return event
}

func (w *withdrawing) has(key, event string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.due[key] == event
}

// isWithdrawal reports whether p is the removal of an answer, which nobody asked
// for: its Thread is the question.
func isWithdrawal(p state.Pending) bool { return p.User == "" && p.Channel != "" && p.Thread != "" }

// withdrawal removes the answer to the question p.Thread, and remains pending until
// that is done. stamp orders it among the question's changes, "" for the last one.
func (b *Bot) withdrawal(w *workspace, p state.Pending, stamp string) task {
	return task{pending: p, lasting: true, do: func(ctx context.Context) {
		newest, done := b.questions.Lock(p.Channel+"/"+p.Thread, cmp.Or(stamp, "~")) // after all digits
		defer done()
		if !newest {
			b.finished(ctx, p.ID)
			return
		}
		b.withdraw(ctx, w, p)
	}}
}

// withdraw removes an answer now or, if Slack does not, later.
func (b *Bot) withdraw(ctx context.Context, w *workspace, p state.Pending) {
	key := p.Channel + "/" + p.Thread
	b.withdrawing.begin(key, p.ID)
	err := b.withdrawOnce(ctx, w, p)
	if err == nil {
		b.withdrawing.end(key)
		b.finished(ctx, p.ID)
		return
	}
	b.Log.Warn("an answer to a question that is gone could not be removed; will retry", slog.String("channel", p.Channel), slog.Any("error", redacted(err)))
	go func() {
		defer chat.Rescue(b.Log, "an answer could not be removed", nil)
		began := time.Now()
		for pauses := outbox.Pauses(firstWithdrawal, longWithdrawal); ; {
			if outbox.Pause(ctx, pauses.NextBackOff()) != nil {
				return // the next start goes on
			}
			if !b.withdrawing.has(key, p.ID) || time.Since(began) > withdrawFor || b.withdrawOnce(ctx, w, p) == nil {
				break
			}
		}
		if b.withdrawing.has(key, p.ID) {
			b.withdrawing.end(key)
		}
		b.finished(ctx, p.ID)
	}()
}

// withdrawOnce returns nil if no answer to the question is left.
func (b *Bot) withdrawOnce(ctx context.Context, w *workspace, p state.Pending) error {
	given, found := b.answerTo(ctx, w, p.Channel, p.Thread)
	if !found {
		return nil
	}
	v := &target{team: w, channel: p.Channel, message: given.Message}
	if err := b.remove(ctx, v); err != nil {
		b.lacks(w, deleteMethod, err)
		return err
	}
	b.faults.Eventually(ctx, "a removed answer could not be forgotten", func() error { return b.State.Forget(ctx, given) })
	return nil
}
