package handlers

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/digests"
	"github.com/briefing-bot/briefing-bot/handlers/help"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/news"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/handlers/quotes"
	"github.com/briefing-bot/briefing-bot/handlers/research"
	"github.com/briefing-bot/briefing-bot/handlers/search"
	"github.com/briefing-bot/briefing-bot/handlers/sources"
	"github.com/briefing-bot/briefing-bot/handlers/watches"
)

func searching(b *Briefing, m *bot.Mux) search.Commands {
	return search.Commands{Mux: m, Index: b.Index, Reader: b.reader(), Show: b.presenter(), Gaps: b.Books, Example: b.example}
}

func comparing(b *Briefing, _ *bot.Mux) research.Commands {
	return research.Commands{Index: b.Index, Reader: b.reader(), Show: b.presenter(), Example: b.example}
}

func quoting(b *Briefing, _ *bot.Mux) quotes.Commands {
	c := quotes.Commands{Index: b.Index, Archive: b.Archive, Reader: b.reader(), Show: b.presenter()}
	if b.Remover != nil {
		c.Find = b.Remover.Find
	}
	return c
}

func digesting(b *Briefing, _ *bot.Mux) digests.Commands {
	return digests.Commands{Index: b.Index, Archive: b.Archive, Reader: b.reader(), Show: b.presenter(), News: b.news(), Subscriptions: b.keeper()}
}

func watching(b *Briefing, m *bot.Mux) watches.Commands {
	return watches.Commands{Index: b.Index, Archive: b.Archive, Reader: b.reader(), Show: b.presenter(), News: b.news(), Subscriptions: b.keeper(),
		Reports: b.Subscriptions, Digest: digesting(b, m).AnswerShow, Article: quoting(b, m).FindArticle}
}

func administering(b *Briefing, _ *bot.Mux) admin.Commands {
	return admin.Commands{Index: b.Index, Archive: b.Archive, Access: access.Access{Settings: b.Settings}, Reader: b.reader(), Show: b.presenter(),
		Logs: b.Books, Losses: b.Losses, Forgetter: b.Forgetter, Remover: b.Remover, Reload: b.Reload, Identity: &b.identity}
}

func following(b *Briefing, _ *bot.Mux) sources.Commands {
	return sources.Commands{Sources: b.Sources, Logs: b.Books}
}

func helping(b *Briefing, m *bot.Mux) help.Commands {
	return help.Commands{Mux: m, Index: b.Index, Archive: b.Archive, Show: b.presenter(), Subscriptions: b.keeper(), Troubles: b.Troubles, Sources: b.sourcesLine}
}

// sourcesLine says how the sources are.
func (b *Briefing) sourcesLine(now time.Time) string {
	if b.Sources == nil {
		return ""
	}
	_, waits := b.Sources.Waits()
	return sources.Summary(b.Sources.List(), waits, now)
}

// keeper returns what finds and changes subscriptions.
func (b *Briefing) keeper() subscriptions.Keeper {
	return subscriptions.Keeper{Store: b.Subscriptions, Calendar: b.Calendar, Archive: b.Archive,
		Access: access.Access{Settings: b.Settings}, CanPost: b.CanPost, Logs: b.Books}
}

// news returns what tells new articles from old ones.
func (b *Briefing) news() news.Reader {
	return news.Reader{Index: b.Index, Archive: b.Archive, Loader: b.presenter()}
}

// reader returns what requests are read with.
func (b *Briefing) reader() query.Reader { return query.Reader{Index: b.Index} }

// presenter returns what cards are made with.
func (b *Briefing) presenter() present.Presenter {
	return present.Presenter{Index: b.Index, Archive: b.Archive, BaseURL: b.BaseURL, Stale: b.Stale, Log: b.Log, Incomplete: b.Incomplete, Sample: b.Sample, IngestCommand: b.IngestCommand}
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
