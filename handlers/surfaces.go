package handlers

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/sources"
	"github.com/briefing-bot/briefing-bot/handlers/watches"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// Scope returns the outlets that r's place may see. If settings were lost that is
// none, and the error is a *bot.Error that wraps bot.ErrSettingsLost.
func (b *Briefing) Scope(ctx context.Context, r bot.Request) (index.Scope, error) {
	return access.Access{Settings: b.Settings}.Scope(ctx, r)
}

// Statement returns the row of statement i of an article, for surfaces that show whole
// articles.
func (b *Briefing) Statement(ctx context.Context, r article.Record, i int) bot.Item {
	return b.presenter().Statement(ctx, r, i, index.Words{}, nil)
}

// Retracted returns those of receipts whose words may not be shown to r's place any
// more, each with the reason for people.
func (b *Briefing) Retracted(ctx context.Context, r bot.Request, receipts []string) (map[string]string, error) {
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return nil, err
	}
	return quoting(b, nil).Retracted(ctx, scope, receipts)
}

// MatchWatches finds what each watch is to report of the articles numbered from
// after+1 to through; see watches.Commands.Match.
func (b *Briefing) MatchWatches(ctx context.Context, all []bot.Subscription, after, through uint32) ([][]watches.Hit, error) {
	return watching(b, nil).Match(ctx, all, after, through)
}

// NoNews reports whether no article has come in for so long that administrators must
// know, since when, and the message for them.
func (b *Briefing) NoNews(now time.Time) (card bot.Card, since time.Time, stale bool) {
	return helping(b, nil).NoNews(now)
}

// TurnsCard returns the message for administrators about sources that died or live again.
func TurnsCard(turns []follow.Turn) bot.Card { return sources.TurnsCard(turns) }
