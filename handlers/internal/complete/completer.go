package complete

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/receipt"
)

// maxSuggestions is the maximum number of completions that any surface shows.
const maxSuggestions = 25

// Index finds completions.
type Index interface {
	Prefix(ctx context.Context, scope index.Scope, kind, prefix string, limit int) ([]string, error)
	Topics(ctx context.Context, q index.Query) ([]index.Topic, error)
	PeopleNamed(ctx context.Context, scope index.Scope, prefix string, limit int) ([]index.Naming, error)
	FindByRole(ctx context.Context, scope index.Scope, role string) ([]index.Person, error)
	Stats() index.Stats
	Statements(ctx context.Context, q index.Query) (index.Result, error)
	Titled(ctx context.Context, q index.Query) (index.ArticlePage, error)
}

// Archive finds an article by the beginning of a receipt.
type Archive interface {
	ByTag(ctx context.Context, tag receipt.Tag) ([]article.Record, error)
}

// Completer completes arguments.
type Completer struct {
	Mux     *bot.Mux // whose commands are completed
	Index   Index
	Archive Archive
	Show    present.Presenter
	// Subscriptions finds the digests and watches that r may see.
	Subscriptions subscriptions.Keeper
	// Scope returns the outlets that r's place may see.
	Scope func(ctx context.Context, r bot.Request) (index.Scope, error)
}
