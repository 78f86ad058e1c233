package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// mostSuggestions is as many completions as any surface shows.
const mostSuggestions = 25

// suggester returns what completes arguments of a kind, nil if nothing does.
func (b *Briefing) suggester(m *bot.Mux, kind bot.Completion) bot.Suggester {
	switch kind {
	case "":
		return nil
	case bot.CompleteReceipt:
		return b.suggestReceipts
	case bot.CompleteCommand:
		return commandNames(m)
	case bot.CompleteDate:
		return suggestDates
	}
	return b.suggest(string(kind))
}

// suggest completes from what the place that asks may see of the index.
func (b *Briefing) suggest(kind string) bot.Suggester {
	return func(ctx context.Context, r bot.Request, prefix string) []bot.Suggestion {
		scope, err := b.Scope(ctx, r)
		if err != nil {
			return nil // a completion that fails is no completion
		}
		found, err := b.Index.Prefix(ctx, scope, kind, prefix, mostSuggestions)
		if err != nil {
			return nil
		}
		var out []bot.Suggestion
		for _, f := range found {
			out = append(out, bot.Suggestion{Value: f})
		}
		return out
	}
}

// suggestReceipts completes a receipt that is being typed, and finds those of
// statements with the words that are; the newest where there are none.
func (b *Briefing) suggestReceipts(ctx context.Context, r bot.Request, typed string) []bot.Suggestion {
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return nil // a completion that fails is no completion
	}
	var out []bot.Suggestion
	add := func(rec article.Record, i int, prefix string) {
		item := b.show().Statement(ctx, rec, i, index.Words{}, nil)
		receipt := bot.Suggestion{Value: item.Receipt, Note: strings.Join([]string{item.Who(), item.Source, wording.FirstWords(item.Quote.Text, 8) + "…"}, ", ")}
		if item.Receipt != "" && strings.HasPrefix(item.Receipt, prefix) && len(out) < mostSuggestions && !slices.Contains(out, receipt) {
			out = append(out, receipt)
		}
	}
	if n, prefix, ok := archive.BeginsReceipt(typed); ok {
		rec, err := b.Archive.ByNumber(ctx, n)
		if err == nil && !rec.Removed && scope.Shows(rec.Source) {
			for i, s := range rec.Annotation.Statements {
				if s.Confidence >= index.Shown {
					add(rec, i, prefix)
				}
			}
		}
	}
	found, err := b.Index.Statements(ctx, index.Query{Words: query.Words(typed), Scope: scope, Sort: index.Newest, Limit: mostSuggestions})
	if err != nil {
		return out
	}
	for _, hit := range found.Hits {
		if rec, ok, err := b.show().Load(ctx, hit.Article); ok && err == nil {
			add(rec, hit.Statement, "")
		}
	}
	return out
}

func suggestDates(_ context.Context, r bot.Request, prefix string) []bot.Suggestion {
	var out []bot.Suggestion
	for _, words := range []string{"today", "yesterday", "7d", "2w", "3m", "last week", "last month", "last year"} {
		value, err := bot.ParseDate(words, r.Now, r.In())
		if err == nil && len(prefix) <= len(words) && words[:len(prefix)] == prefix {
			out = append(out, bot.Suggestion{Value: words, Note: value})
		}
	}
	return out
}
