package help

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// Index reports the size and freshness of the briefing.
type Index interface {
	Stats() index.Stats
	StatsOf(scope index.Scope) index.Stats
}

// Archive counts the articles.
type Archive interface {
	Stats(ctx context.Context) (archive.Stats, error)
}

// Subscriptions lists the digests and watches of a place.
type Subscriptions interface {
	Summary(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]string, error)
}

// Commands answers help and status.
type Commands struct {
	Mux           *bot.Mux // with all commands, for help alone
	Index         Index
	Archive       Archive
	Show          present.Presenter
	Subscriptions Subscriptions
	// Troubles returns what is wrong now and whom it keeps from what, in sentences for
	// people. Nil if nothing looks.
	Troubles func() []string
	// Sources says how the sources are that are followed, "" if none are. Nil if nothing
	// follows any.
	Sources func(now time.Time) string
}
