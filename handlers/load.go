package handlers

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// load returns an article that may be shown. One whose stored bytes are damaged
// may not: it is left out, and the answer says so.
func (b *Briefing) load(ctx context.Context, id string) (article.Record, bool, error) {
	r, err := b.Archive.Get(ctx, id)
	switch {
	case errors.Is(err, archive.ErrNotFound):
		return r, false, nil
	case errors.Is(err, archive.ErrDamaged):
		b.logger().ErrorContext(ctx, "an article cannot be read", slog.String("article", id), slog.Any("error", err))
		if d, ok := ctx.Value(damagedKey{}).(*damaged); ok && !slices.Contains(d.articles, id) {
			d.articles = append(d.articles, id)
		}
		return r, false, nil
	}
	return r, err == nil && !r.Removed, err
}

func (b *Briefing) logger() *slog.Logger {
	if b.Log == nil {
		return slog.Default()
	}
	return b.Log
}

// damaged are the articles that one answer could not read.
type damaged struct{ articles []string }

// damagedKey is damaged's in a context.
type damagedKey struct{}

// tellingDamage is a handler that says which articles it could not read.
func tellingDamage(handle bot.Handler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		var d damaged
		card, err := handle(context.WithValue(ctx, damagedKey{}, &d), r)
		if n := len(d.articles); n > 0 && err == nil {
			card.Notice = join(card.Notice, count(n, "article")+" could not be read, for the stored bytes are damaged, and what "+
				"they say is left out here. Restore the data folder from a copy, or remove it and ingest the articles again.")
		}
		return card, err
	}
}
