package watches

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/news"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index finds the statements that watches ask for.
type Index interface {
	NewMatcher(queries []index.Query) *index.Matcher
}

// Archive reads the reported statements.
type Archive interface {
	ByNumber(ctx context.Context, number uint32) (article.Record, error)
	Verify(ctx context.Context, receipt string) (archive.Verdict, error)
}

// Reports remembers what watches found.
type Reports interface {
	// Reported returns when a watch found a Hit, or one with the same words, and whether
	// that is still to be posted; the zero time if it did not.
	Reported(ctx context.Context, watch bot.Subscription, statement, words string) (found time.Time, waits bool, err error)
}

// Commands answers the commands about watches.
type Commands struct {
	Index         Index
	Archive       Archive
	Reader        query.Reader
	Show          present.Presenter
	News          news.Reader
	Subscriptions subscriptions.Keeper
	Reports       Reports // nil if Subscriptions has no store
	// Article finds the article that a person names.
	Article func(ctx context.Context, r query.Request, name string) (article.Record, error)
	// Digest answers "digest show".
	Digest func(ctx context.Context, r query.Request) (bot.Card, error)
}
