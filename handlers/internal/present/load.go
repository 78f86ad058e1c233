package present

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Load returns an article that may be shown. One whose stored bytes are damaged
// may not: it is left out, and the answer says so.
func (p Presenter) Load(ctx context.Context, id string) (article.Record, bool, error) {
	r, err := p.Archive.Get(ctx, id)
	switch {
	case errors.Is(err, archive.ErrNotFound):
		return r, false, nil
	case errors.Is(err, archive.ErrDamaged):
		p.Logger().ErrorContext(ctx, "an article cannot be read", slog.String("article", id), slog.Any("error", err))
		if d, ok := ctx.Value(damagedKey{}).(*damaged); ok && !slices.Contains(d.articles, id) {
			d.articles = append(d.articles, id)
		}
		return r, false, nil
	}
	r.Title, r.Source, r.Author = bot.Outside(r.Title), bot.Outside(r.Source), bot.Outside(r.Author) // of older versions; Ingest does so today
	return r, err == nil && !r.Removed, err
}

// Logger returns where problems are logged.
func (p Presenter) Logger() *slog.Logger {
	if p.Log == nil {
		return slog.Default()
	}
	return p.Log
}

// damaged are the articles that one answer could not read.
type damaged struct{ articles []string }

// damagedKey is damaged's in a context.
type damagedKey struct{}

// ReportDamage returns a handler that says how many articles it could not read.
func ReportDamage(handle bot.Handler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		var d damaged
		card, err := handle(context.WithValue(ctx, damagedKey{}, &d), r)
		if n := len(d.articles); n > 0 && err == nil {
			card.Notice = wording.Join(card.Notice, wording.Count(n, "article")+" could not be read, for the stored bytes are damaged, and what "+
				"they say is left out here. Restore the data folder from a copy, or remove it and ingest the articles again.")
		}
		return card, err
	}
}
