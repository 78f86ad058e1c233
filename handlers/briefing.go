// Package handlers answers the commands: words in, a Card out. A command is one
// file here and one line in Commands; the Slack manifest, Discord's
// registration, help and completion all come from that list. It knows the index
// and the archive, and no surface.
package handlers

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Settings is where the settings of channels and workspaces are kept.
type Settings = access.Settings

// Briefing is what the handlers answer from.
type Briefing struct {
	Index   *index.Index
	Archive *archive.Archive
	// BaseURL is where the console is reached, "" where links go to the
	// articles' own addresses.
	BaseURL string
	// Stale is the age of the newest article from which an answer says how old
	// the briefing is; 24 h where zero.
	Stale time.Duration
	Log   *slog.Logger
	// Subscriptions keeps digests and watches, nil where nothing looks after
	// them; Calendar tells when they are due.
	Subscriptions Subscriptions
	Calendar      Calendar
	// Settings, Books and Losses are nil if nothing keeps them.
	Settings Settings
	Books    Books
	Losses   Losses
	// Reload indexes what the archive holds and the index lacks; nil where nothing
	// may.
	Reload func(context.Context) error
	// Troubles are what is wrong now and whom it keeps from what, in sentences for
	// people; nil where nobody looks.
	Troubles func() []string
	// Incomplete returns a sentence for each thing that may make answers shorter
	// than they should be now; every answer shows them. Nil if nothing looks.
	Incomplete func() []string

	ruling   sync.Mutex // one ruling at a time
	mu       sync.Mutex
	examples map[string]string // of a placeholder and outlets: its word, of the index of that generation
	of       string            // the generation
}

// Statement is the row for statement i of an article, for surfaces that show
// whole articles.
func (b *Briefing) Statement(ctx context.Context, r article.Record, i int) bot.Item {
	return b.show().Statement(ctx, r, i, index.Words{}, nil)
}

// Commands is the list of all that the bot can be asked.
func (b *Briefing) Commands() []bot.Command {
	all := []bot.Command{
		b.whoSaid(),
		b.timeline(),
		b.ask(),
		b.checkQuote(),
		b.whoIs(),
		b.people(),
		b.topics(),
		b.sources(),
		b.article(),
		b.context(),
		b.verify(),
		b.status(),
	}
	return slices.Concat(all, b.digestCommands(), b.watchCommands(), b.adminCommands())
}

// NewMux is a mux with every command, help among them, whose examples are made
// from the index.
func (b *Briefing) NewMux() *bot.Mux {
	m := &bot.Mux{Log: b.Log, Words: b.exampleWord}
	m.Commands = append(b.Commands(), help(m))
	for i, c := range m.Commands {
		m.Commands[i].Handle = present.ReportDamage(c.Handle)
		for k, p := range c.Params {
			m.Commands[i].Params[k].Suggest = b.suggester(m, p.Completes)
		}
	}
	return m
}

// exampleWord is a word for an example line, of the articles that the asker may
// see. It is looked up once for a generation of the index and a list of outlets.
func (b *Briefing) exampleWord(r bot.Request, placeholder string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // examples are no request's own
	defer cancel()
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return ""
	}
	key := placeholder + "\x00" + scope.String()
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.Index.Stats().Generation; now != b.of || b.examples == nil || len(b.examples) > mostExamples {
		b.of, b.examples = now, map[string]string{}
	}
	word, known := b.examples[key]
	if !known {
		word = b.findExample(ctx, scope, placeholder)
		b.examples[key] = word
	}
	return word
}

// mostExamples bounds the words that are remembered.
const mostExamples = 1000

func (b *Briefing) findExample(ctx context.Context, scope index.Scope, placeholder string) string {
	switch placeholder {
	case "topic":
		if topics, err := b.Index.Topics(ctx, index.Query{Scope: scope, Limit: 1}); err == nil && len(topics) > 0 {
			return topics[0].Words
		}
	case "person":
		if people, err := b.Index.Speakers(ctx, index.Query{Scope: scope, Limit: 1}); err == nil && len(people) > 0 {
			return people[0].Name
		}
	case "source":
		if sources, err := b.Index.Sources(ctx, scope); err == nil && len(sources) > 0 {
			return sources[0].Name
		}
	case "quote", "article", "receipt":
		return b.exampleOf(ctx, scope, placeholder)
	}
	return ""
}

// exampleOf takes a direct statement of the briefing for an example: some of
// its words, its article, or its receipt.
func (b *Briefing) exampleOf(ctx context.Context, scope index.Scope, placeholder string) string {
	q := index.Query{Kinds: []article.Kind{article.Direct}, Scope: scope, Sort: index.Newest, Limit: 1}
	people, err := b.Index.Speakers(ctx, index.Query{Scope: scope, Limit: 1})
	if err != nil || len(people) == 0 {
		return ""
	}
	q.By = []string{people[0].Key}
	found, err := b.Index.Statements(ctx, q)
	if err != nil || len(found.Hits) == 0 {
		return ""
	}
	r, ok, err := b.show().Load(ctx, found.Hits[0].Article)
	if err != nil || !ok {
		return ""
	}
	content := present.ShownSpans(r.Text, r.Annotation.Statements[found.Hits[0].Statement])
	switch placeholder {
	case "article":
		return r.ID
	case "receipt":
		return archive.MakeReceipt(r, content)
	}
	return wording.FirstWords(content[0].Of(r.Text), 8)
}

// reader returns what requests are read with.
func (b *Briefing) reader() query.Reader { return query.Reader{Index: b.Index} }

// show returns what cards are made with.
func (b *Briefing) show() present.Presenter {
	return present.Presenter{Index: b.Index, Archive: b.Archive, BaseURL: b.BaseURL, Stale: b.Stale, Log: b.Log, Incomplete: b.Incomplete}
}

// access returns what scopes are worked out with.
func (b *Briefing) access() access.Access { return access.Access{Settings: b.Settings} }

// Scope returns the outlets that r's place may see; see access.Access.
func (b *Briefing) Scope(ctx context.Context, r bot.Request) (index.Scope, error) {
	return b.access().Scope(ctx, r)
}
