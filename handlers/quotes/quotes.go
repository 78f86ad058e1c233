package quotes

import (
	"context"

	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index is the part of the index that the commands use.
type Index interface {
	Quotes(ctx context.Context, scope index.Scope, quote string, limit int) ([]index.Hit, error)
	FindPeople(ctx context.Context, scope index.Scope, name string) ([]index.Person, error)
	Titled(ctx context.Context, q index.Query) (index.ArticlePage, error)
}

// Archive verifies receipts, and has the versions of articles.
type Archive interface {
	Verify(ctx context.Context, receipt string) (archive.Verdict, error)
	Versions(ctx context.Context, id string) ([]article.Record, error)
}

// Commands answers the commands about quotations and receipts.
type Commands struct {
	Index   Index
	Archive Archive
	Reader  query.Reader
	Show    present.Presenter
	// Find returns the IDs of the articles at an address; nil if nothing does.
	Find func(ctx context.Context, address string) ([]string, error)
}
