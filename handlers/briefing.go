// Package handlers answers the commands: words in, a Card out. A command is one file
// of a sub-package and one line of the catalogue; help, completion, Slack's manifest
// and Discord's registration come from that list. The sub-packages are groups of
// commands, each over the few things that it needs. Begin with catalogue.go.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/help"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/complete"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/watches"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Briefing is what commands are answered from. Its fields are set before the first
// request.
type Briefing struct {
	Index   *index.Index
	Archive *archive.Archive
	// BaseURL is where the console is reached, "" if links go to the
	// articles' own addresses.
	BaseURL string
	// Stale is the age of the newest article from which an answer says how old
	// the briefing is; 24 h if zero.
	Stale time.Duration
	Log   *slog.Logger
	// Subscriptions keeps digests and watches, nil if nothing does; Calendar tells when
	// they are due.
	Subscriptions Subscriptions
	Calendar      Calendar
	// Settings, Books and Losses are nil if nothing keeps them.
	Settings Settings
	Books    Books
	Losses   Losses
	// Reload indexes what the archive holds and the index lacks; nil if nothing
	// may.
	Reload func(context.Context) error
	// Troubles returns what is wrong now and whom it keeps from what, in sentences for
	// people. Nil if nothing looks.
	Troubles func() []string
	// Incomplete returns a sentence for each thing that may make answers shorter
	// than they should be now; every answer shows them. Nil if nothing looks.
	Incomplete func() []string

	examples help.Examples
	identity sync.Mutex // held while it is changed who is one person
}

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
		return answer(ctx, query.Request{Request: r, Scope: scope})
	}
}

// suggester returns what completes arguments of a kind.
func (b *Briefing) suggester(m *bot.Mux, kind bot.Completion) bot.Suggester {
	return func(ctx context.Context, r bot.Request, prefix string) []bot.Suggestion {
		c := complete.Completer{Mux: m, Index: b.Index, Archive: b.Archive, Show: b.presenter(), Scope: b.Scope}
		return c.From(kind)(ctx, r, prefix)
	}
}

// example returns a word for a placeholder that r's place may see, "" if there is none.
func (b *Briefing) example(r bot.Request, placeholder string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // examples are no request's own
	defer cancel()
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return ""
	}
	return b.examples.Word(ctx, b.Index, b.presenter(), scope, placeholder)
}

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
