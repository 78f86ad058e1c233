package converse

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// The pauses between tries while a service is down, and how long an answer is kept for it.
const (
	FirstPause  = 500 * time.Millisecond
	LongPause   = time.Minute
	GiveUpAfter = 3 * time.Hour
)

// patience retries calls to a service, as its errors say.
type patience struct {
	name   string // of the service
	errors Errors
	log    *slog.Logger
}

// errReplySpent is the error of a Reply whose time is over.
var errReplySpent = errors.New("the time to answer by this route is over")

// classify returns what to do about an error, and how long the service asks to wait.
func (p patience) classify(err error) (Remedy, time.Duration) {
	switch {
	case err == nil:
		return GiveUp, 0
	case errors.Is(err, errReplySpent):
		return OtherRoute, 0
	}
	return p.errors.Classify(err)
}

// passes reports whether a call that failed may succeed later.
func (p patience) passes(err error) (wait time.Duration, ok bool) {
	r, wait := p.classify(err)
	return wait, r == Retry || r == Wait
}

// Insist makes a call that is no message until the service takes or refuses it.
func (p patience) Insist(ctx context.Context, try func() error) error {
	policy := outbox.Policy{First: FirstPause, Max: LongPause, For: GiveUpAfter, Passes: p.passes,
		Notify: func(err error, in time.Duration) {
			p.log.Warn("the service did not take a call; trying again", slog.String("service", p.name), slog.Duration("in", in), p.cause(err))
		}}
	return outbox.Retry(ctx, policy, try)
}

// cause returns an error for the log.
func (p patience) cause(err error) slog.Attr {
	return slog.Any("error", p.errors.Redact(err))
}
