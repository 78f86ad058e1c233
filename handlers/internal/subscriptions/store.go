package subscriptions

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
)

// Store keeps digests and watches.
type Store interface {
	Subscriptions(ctx context.Context, in bot.Place) ([]bot.Subscription, error)
	Subscribe(ctx context.Context, s bot.Subscription, change func(*bot.Subscription)) error
	Unsubscribe(ctx context.Context, s bot.Subscription) error
}

// Calendar works out when digests are due.
type Calendar struct {
	Check func(bot.Subscription) error                    // returns a *bot.Error if the times cannot be read
	Next  func(bot.Subscription, time.Time) time.Time     // returns the zero time if there is none
	Call  func(bot.Subscription, uint32, uint32) bot.Call // makes the digest of articles after one number up to another
}

// Archive gives the article at which a new subscription begins.
type Archive interface {
	Last(ctx context.Context) (uint32, error)
}

// Keeper finds, makes and changes subscriptions for those who may.
type Keeper struct {
	Store    Store // nil if nothing keeps them
	Calendar Calendar
	Archive  Archive
	Access   access.Access
	// CanPost returns a *bot.PostError if nothing can be posted at a place, and what to do.
	// Nil if nothing knows.
	CanPost func(ctx context.Context, at bot.Place) error
}
