package handlers

import (
	"context"
	"errors"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/complete"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// NewMux returns a mux with every command, whose examples and completions come from
// the index.
func (b *Briefing) NewMux() *bot.Mux {
	m := &bot.Mux{Log: b.Log, Words: b.example}
	for _, l := range catalogue() {
		c := l.command
		c.Handle = present.ReportDamage(b.handler(l, m))
		for i, p := range c.Params {
			if p.Completes != "" {
				c.Params[i].Suggest = b.suggester(m, p.Completes)
			}
		}
		m.Commands = append(m.Commands, c)
	}
	return m
}

// handler returns what answers a line of the catalogue from what r's place may see.
func (b *Briefing) handler(l line, m *bot.Mux) bot.Handler {
	answer := l.answer(b, m)
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		scope, err := b.Scope(ctx, r)
		if err != nil && !(l.always && errors.Is(err, bot.ErrSettingsLost)) {
			return bot.Card{}, err
		}
		card, err := answer(ctx, query.Request{Request: r, Scope: scope})
		if l.searches {
			return b.presenter().WhileEmpty(r, card, err)
		}
		return card, err
	}
}

// suggester returns what completes arguments of a kind.
func (b *Briefing) suggester(m *bot.Mux, kind bot.Completion) bot.Suggester {
	return func(ctx context.Context, r bot.Request, prefix string) []bot.Suggestion {
		c := complete.Completer{Mux: m, Index: b.Index, Archive: b.Archive, Show: b.presenter(), Subscriptions: b.keeper(), Scope: b.Scope}
		return c.From(kind)(ctx, r, prefix)
	}
}
