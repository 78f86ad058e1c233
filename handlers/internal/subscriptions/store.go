package subscriptions

import (
	"context"
	"fmt"
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
	Logs    Logs // nil if nothing keeps them
}

// Logs is where changes are written down.
type Logs interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
}

// audit writes down who set up or ended what others read. What goes to one person alone is
// theirs.
func (k Keeper) audit(ctx context.Context, r bot.Request, s bot.Subscription, change string) error {
	if k.Logs == nil || s.Place.Channel == "" {
		return nil
	}
	platform, workspace := access.Home(r)
	entry := bot.Entry{User: r.User, Text: fmt.Sprintf("%s %s in %s: %s.", s.Kind, s.ID, r.ChannelMention(s.Place.Channel), change)}
	if err := k.Logs.Note(ctx, platform, workspace, bot.Audit, entry); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}
