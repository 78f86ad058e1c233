package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/news"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index finds the statements that watches ask for.
type Index interface {
	NewMatcher(queries []index.Query) *index.Matcher
}

// Archive reads the reported statements.
type Archive interface {
	ByNumber(ctx context.Context, number uint32) (article.Record, error)
}

// Commands answers the commands about watches.
type Commands struct {
	Index         Index
	Archive       Archive
	Reader        query.Reader
	Show          present.Presenter
	News          news.Reader
	Subscriptions subscriptions.Keeper
	// Digest answers "digest show".
	Digest func(ctx context.Context, r query.Request) (bot.Card, error)
}
