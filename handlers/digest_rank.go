package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/digest"
)

// newArticles is what a window of articles has for a topic, a speaker, an outlet.
type newArticles struct {
	window     span
	articles   int // that may be shown
	records    []article.Record
	statements *digest.Digest
}

// gather reads the window's articles and the statements in them that answer.
func (b *Briefing) gather(ctx context.Context, a query.Parsed, w span) (newArticles, error) {
	d := newArticles{window: w, statements: digest.New(digest.Window{After: w.after, Through: w.through})}
	queries := []index.Query{{Scope: a.Query.Scope, Words: a.Query.Words, By: a.Query.By, Sources: a.Query.Sources}}
	watches, err := b.ofPlace(ctx, a.Request.Request, bot.Watch)
	if err != nil {
		return d, err
	}
	watches = watches[:min(len(watches), mostWatches)]
	for _, s := range watches {
		q, err := b.reader().Watch(ctx, a.Query.Scope, s)
		if err != nil {
			return d, err
		}
		queries = append(queries, q)
	}
	m := b.Index.NewMatcher(queries)
	err = b.Archive.Each(ctx, w.after, func(r article.Record) error {
		if r.Number > w.through {
			return errWindowEnds
		}
		if r.Removed || !a.Query.Scope.Shows(r.Source) {
			return nil
		}
		d.articles++
		found, err := m.Match(ctx, r)
		if err != nil {
			return fmt.Errorf("look through article %s: %w", r.ID, err)
		}
		answers := noWords(a.Query.Words) && len(a.Query.By) == 0
		for i := range r.Annotation.Statements {
			if !slices.Contains(found[i], 0) {
				continue
			}
			answers = true
			watch := ""
			if n := slices.IndexFunc(found[i], func(n int) bool { return n > 0 }); n >= 0 {
				watch = watches[found[i][n]-1].ID
			}
			d.statements.Add(r, i, present.SpeakerOf(r, i), watch)
		}
		if answers {
			d.records = append(d.records, r)
		}
		return nil
	})
	switch {
	case errors.Is(err, archive.ErrDamaged):
		b.show().Logger().ErrorContext(ctx, "a digest leaves out articles that cannot be read", slog.Any("error", err))
	case err != nil && !errors.Is(err, errWindowEnds):
		return d, fmt.Errorf("read the new articles: %w", err)
	}
	return d, nil
}

var errWindowEnds = errors.New("the window ends")

func noWords(w index.Words) bool { return len(w.Terms)+len(w.Phrases) == 0 }

// mostWatches is how many watches of a place rank its digest.
const mostWatches = 100

// olderArticles answers what articles of a scope before a window have.
type olderArticles struct {
	b     *Briefing
	scope index.Scope
}

// Has reports whether an article up to a number has the words of a statement.
func (o olderArticles) Has(ctx context.Context, r article.Record, statement int, number uint32) (bool, error) {
	return o.b.saidBefore(ctx, o.scope, r, statement, number)
}

// Quoted returns how many statements of a person there are.
func (o olderArticles) Quoted(ctx context.Context, name string) (statements int, known bool, err error) {
	found, err := o.b.Index.FindPeople(ctx, o.scope, name)
	if err != nil || len(found) == 0 {
		return 0, false, err
	}
	return found[0].Statements, true, nil
}

// mostOlder is how many older statements that begin alike are compared.
const mostOlder = 50

// saidBefore reports whether an article of the scope up to a number has the statement already.
func (b *Briefing) saidBefore(ctx context.Context, scope index.Scope, r article.Record, statement int, number uint32) (bool, error) {
	words := r.Annotation.Statements[statement].Wording(r.Text)
	if number == 0 || words == "" {
		return false, nil
	}
	found, err := b.Index.Statements(ctx, index.Query{Scope: scope, Words: index.Words{Phrases: []string{wording.FirstWords(words, 12)}}, Sort: index.Oldest, Limit: mostOlder})
	if err != nil {
		return false, fmt.Errorf("look for older reports: %w", err)
	}
	for _, hit := range found.Hits {
		for _, id := range append([]string{hit.Article}, hit.Also[:min(len(hit.Also), 5)]...) {
			old, ok, err := b.show().Load(ctx, id)
			if err != nil {
				return false, fmt.Errorf("read article %s: %w", id, err)
			}
			if ok && old.Number <= number && id != r.ID && slices.ContainsFunc(old.Annotation.Statements, func(s article.Statement) bool { return s.Wording(old.Text) == words }) {
				return true, nil
			}
		}
	}
	return false, nil
}

// headlines returns the articles, near-copies under the same headline once.
func (d *newArticles) headlines(b *Briefing) []bot.Item {
	seen := map[string]int{}
	var out []bot.Item
	for _, r := range d.records {
		group := cmp.Or(r.Group, r.ID) + "\x00" + article.Wording(r.Title)
		if at, ok := seen[group]; ok {
			out[at].AlsoIn = append(out[at].AlsoIn, bot.Copy{Article: r.ID, Source: r.Source, URL: r.URL})
			continue
		}
		seen[group] = len(out)
		out = append(out, bot.Item{Label: cmp.Or(r.Title, r.ID), Source: r.Source, Published: present.Published(r.Article), URL: b.show().Link(r, nil),
			Actions: []bot.Action{bot.Ask("Article", "article", "article", r.ID)}})
	}
	return out
}

// dates are rows of the dates that most of the new articles name, oldest first.
func (d *newArticles) dates(b *Briefing, words index.Words) []bot.Item {
	type row struct {
		item    bot.Item
		from    time.Time
		outlets map[string]bool
	}
	rows := map[string]*row{}
	for _, r := range d.records {
		for _, e := range r.Events {
			if e.Date.Precision < article.Day || !noWords(words) && len(b.Index.Marks(e.Sentence.Of(r.Text), words)) == 0 {
				continue
			}
			day := e.Date.From.Format(time.DateOnly)
			if rows[day] == nil {
				item := b.show().Passage(r, words, e.Sentence)
				item.Said, item.Possible = present.When(r, e.Date), e.Possible
				item.Label = item.Said.Text
				rows[day] = &row{item, e.Date.From, map[string]bool{}}
			}
			rows[day].outlets[r.Source] = true
		}
	}
	var out []*row
	for _, r := range rows {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y *row) int { return cmp.Or(len(y.outlets)-len(x.outlets), y.from.Compare(x.from)) })
	out = out[:min(len(out), digestDates)]
	slices.SortFunc(out, func(x, y *row) int { return x.from.Compare(y.from) })
	var items []bot.Item
	for _, r := range out {
		items = append(items, r.item)
	}
	return items
}
