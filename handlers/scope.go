package handlers

import (
	"context"
	"errors"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// scoped returns a handler that answers from what r's place may see, and not at all
// while that is unknown.
func (b *Briefing) scoped(handle query.Handler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		scope, err := b.Scope(ctx, r)
		if err != nil {
			return bot.Card{}, err
		}
		return handle(ctx, query.Request{Request: r, Scope: scope})
	}
}

// scopedOrNothing is scoped for commands that work without articles, and help to
// put lost settings right: while the scope is unknown they see nothing.
func (b *Briefing) scopedOrNothing(handle query.Handler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		scope, err := b.Scope(ctx, r)
		if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
			return bot.Card{}, err
		}
		return handle(ctx, query.Request{Request: r, Scope: scope})
	}
}
