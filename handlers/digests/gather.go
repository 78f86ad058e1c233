package digests

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
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/digest"
)

// newArticles holds the articles and statements of a window for a topic, a speaker or an outlet.
type newArticles struct {
	window     span
	articles   int // that may be shown
	records    []article.Record
	statements *digest.Digest
}

// gather reads the window's articles and the statements in them that answer.
func (c Commands) gather(ctx context.Context, a query.Parsed, w span) (newArticles, error) {
	d := newArticles{window: w, statements: digest.New(digest.Window{After: w.after, Through: w.through})}
	queries := []index.Query{{Scope: a.Query.Scope, Words: a.Query.Words, By: a.Query.By, Sources: a.Query.Sources}}
	watches, err := c.Subscriptions.OfPlace(ctx, a.Request.Request, bot.Watch)
	if err != nil {
		return d, err
	}
	watches = watches[:min(len(watches), maxWatches)]
	for _, s := range watches {
		q, err := c.Reader.Watch(ctx, a.Query.Scope, s)
		if err != nil {
			return d, err
		}
		queries = append(queries, q)
	}
	m := c.Index.NewMatcher(queries)
	err = c.News.Each(ctx, w.after, w.through, func(r article.Record) error {
		if !a.Query.Scope.Shows(r.Source) {
			return nil
		}
		d.articles++
		found, err := m.Match(ctx, r)
		if err != nil {
			return fmt.Errorf("look through article %s: %w", r.ID, err)
		}
		answers := query.NoWords(a.Query.Words) && len(a.Query.By) == 0
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
	if errors.Is(err, archive.ErrDamaged) {
		c.Show.Logger().ErrorContext(ctx, "digest leaves out unreadable articles", slog.Any("error", err))
		err = nil
	}
	return d, err
}

// maxWatches is the maximum number of watches of a place that rank its digest.
const maxWatches = 100

// headlines returns the articles, near-copies under the same headline once.
func (c Commands) headlines(d newArticles) []bot.Item {
	seen := map[string]int{}
	var out []bot.Item
	for _, r := range d.records {
		group := cmp.Or(r.Group, r.ID) + "\x00" + article.Wording(r.Title)
		if at, ok := seen[group]; ok {
			out[at].AlsoIn = append(out[at].AlsoIn, bot.Copy{Article: r.ID, Source: r.Source, URL: r.URL})
			continue
		}
		seen[group] = len(out)
		out = append(out, bot.Item{Label: cmp.Or(r.Title, r.ID), Source: r.Source, Published: present.Published(r.Article), URL: c.Show.Link(r, nil),
			Actions: []bot.Action{bot.Ask("Article", "article", "article", r.ID)}})
	}
	return out
}

// dates returns rows of the dates that most of the new articles name, oldest first, each
// with a sentence that no row above and no other date shows.
func (c Commands) dates(d newArticles, words index.Words, above []bot.Item) []bot.Item {
	type row struct {
		items   []bot.Item // sentences that name the date
		from    time.Time
		outlets map[string]bool
	}
	rows := map[string]*row{}
	for _, r := range d.records {
		for _, e := range r.Events {
			if e.Date.Precision < article.Day || !query.NoWords(words) && len(c.Index.Marks(e.Sentence.Of(r.Text), words)) == 0 {
				continue
			}
			day := e.Date.From.Format(time.DateOnly)
			if rows[day] == nil {
				rows[day] = &row{nil, e.Date.From, map[string]bool{}}
			}
			rows[day].outlets[r.Source] = true
			if len(rows[day].items) < maxDateSentences {
				item := c.Show.Passage(r, words, e.Sentence)
				item.Said, item.Possible = present.When(r, e.Date), e.Possible
				item.Label = item.Said.Text
				rows[day].items = append(rows[day].items, item)
			}
		}
	}
	var out []*row
	for _, r := range rows {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y *row) int { return cmp.Or(len(y.outlets)-len(x.outlets), y.from.Compare(x.from)) })
	var items []bot.Item
	for _, r := range out {
		if fresh := slices.IndexFunc(r.items, func(item bot.Item) bool { return !shows(above, item) && !shows(items, item) }); fresh >= 0 && len(items) < maxDates {
			items = append(items, r.items[fresh])
		}
	}
	slices.SortStableFunc(items, func(x, y bot.Item) int { return cmp.Compare(x.Said.Value, y.Said.Value) })
	return items
}

// maxDateSentences is the maximum number of sentences that are tried for a date.
const maxDateSentences = 8

// shows reports whether one of the rows shows words of the sentence of another.
func shows(rows []bot.Item, other bot.Item) bool {
	sentence := other.Quote
	return slices.ContainsFunc(rows, func(row bot.Item) bool {
		for _, e := range []bot.Excerpt{row.Quote, row.Sentence} {
			for _, span := range e.Spans {
				if e.Article == sentence.Article && span.Start < sentence.Spans[0].End && sentence.Spans[0].Start < span.End {
					return true
				}
			}
		}
		return row.Quote.Text == sentence.Text
	})
}
