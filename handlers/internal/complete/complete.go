// Package complete completes arguments from what the place that asks may see.
package complete

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/receipt"
)

// From returns what completes arguments of a kind, nil if nothing does.
func (c Completer) From(kind bot.Completion) bot.Suggester {
	switch kind {
	case "":
		return nil
	case bot.CompleteReceipt:
		return c.receipts
	case bot.CompleteArticle:
		return c.articles
	case bot.CompleteCommand:
		return c.commands
	case bot.CompleteDate:
		return c.dates
	case bot.CompleteDigest:
		return c.subscribed(bot.Digest)
	case bot.CompleteWatch:
		return c.subscribed(bot.Watch)
	case bot.CompleteZone:
		return zonesNamed
	case bot.CompleteTopic:
		return c.scoped(c.topics)
	case bot.CompletePerson:
		return c.scoped(c.people)
	case bot.CompleteQuestion:
		return c.scoped(c.questions)
	}
	return c.scoped(c.outlets)
}

// scoped returns the suggester of what is completed from the outlets that r's place may
// see.
func (c Completer) scoped(from func(ctx context.Context, scope index.Scope, typed string) []bot.Suggestion) bot.Suggester {
	return func(ctx context.Context, r bot.Request, typed string) []bot.Suggestion {
		scope, err := c.Scope(ctx, r)
		if err != nil {
			return nil // a completion that fails is no completion
		}
		return from(ctx, scope, strings.Trim(typed, `"“”`))
	}
}

// outlets completes the name of an outlet.
func (c Completer) outlets(ctx context.Context, scope index.Scope, typed string) []bot.Suggestion {
	found, err := c.Index.Prefix(ctx, scope, "source", typed, maxSuggestions)
	if err != nil {
		return nil
	}
	var out []bot.Suggestion
	for _, f := range found {
		out = append(out, bot.Suggestion{Value: f})
	}
	return out
}

// receipts completes a receipt that is being typed, or finds those of statements with
// the words that are; without words, of the newest statements.
func (c Completer) receipts(ctx context.Context, r bot.Request, typed string) []bot.Suggestion {
	scope, err := c.Scope(ctx, r)
	if err != nil {
		return nil // a completion that fails is no completion
	}
	var out []bot.Suggestion
	add := func(rec article.Record, i int, prefix string) {
		item := c.Show.Statement(ctx, rec, i, index.Words{}, nil)
		receipt := bot.Suggestion{Value: item.Receipt, Note: strings.Join([]string{item.Who(), item.Source, wording.FirstWords(item.Quote.Text, 8) + "…"}, ", ")}
		if item.Receipt != "" && strings.HasPrefix(item.Receipt, prefix) && len(out) < maxSuggestions && !slices.Contains(out, receipt) {
			out = append(out, receipt)
		}
	}
	for rec, prefix := range c.begun(ctx, scope, typed) {
		for i, s := range rec.Annotation.Statements {
			if s.Confidence >= index.Shown {
				add(rec, i, prefix)
			}
		}
	}
	found, err := c.Index.Statements(ctx, index.Query{Words: query.Words(typed), Scope: scope, Sort: index.Newest, Limit: maxSuggestions})
	if err != nil {
		return out
	}
	for _, hit := range found.Hits {
		if rec, ok, err := c.Show.Load(ctx, hit.Article); ok && err == nil {
			add(rec, hit.Statement, "")
		}
	}
	return out
}

// maxTitles is the maximum number of articles whose headlines are compared with what
// is being typed.
const maxTitles = 100

// articles completes an article by words of its headline or the beginning of its ID;
// without words, with the newest.
func (c Completer) articles(ctx context.Context, r bot.Request, typed string) []bot.Suggestion {
	scope, err := c.Scope(ctx, r)
	if err != nil {
		return nil // a completion that fails is no completion
	}
	whole, begun := typed[:strings.LastIndexByte(typed, ' ')+1], strings.ToLower(typed[strings.LastIndexByte(typed, ' ')+1:])
	found, err := c.Index.Titled(ctx, index.Query{Scope: scope, Words: query.Words(whole), Limit: maxTitles})
	if err != nil {
		return nil
	}
	var out []bot.Suggestion
	for _, hit := range found.Hits {
		rec, ok, err := c.Show.Load(ctx, hit.ID)
		if err != nil || !ok || len(out) == maxSuggestions {
			continue
		}
		begins := func(word string) bool { return strings.HasPrefix(strings.ToLower(word), begun) }
		if slices.ContainsFunc(strings.Fields(rec.Title), begins) || whole == "" && begins(rec.ID) {
			out = append(out, bot.Suggestion{Value: rec.ID, Note: strings.Join([]string{present.NameOf(rec), rec.Source}, ", ")})
		}
	}
	return out
}

// begun returns the articles of a scope that a receipt which is being typed can be
// of, each with what was typed as receipts are written.
func (c Completer) begun(ctx context.Context, scope index.Scope, typed string) iter.Seq2[article.Record, string] {
	return func(yield func(article.Record, string) bool) {
		tag, prefix, ok := receipt.Begins(typed)
		if !ok {
			return
		}
		found, err := c.Archive.ByTag(ctx, tag)
		if err != nil {
			return // a completion that fails is no completion
		}
		for _, rec := range found {
			if !rec.Removed && scope.Shows(rec.Source) && !yield(rec, prefix) {
				return
			}
		}
	}
}

// commands completes the name of a command.
func (c Completer) commands(_ context.Context, _ bot.Request, prefix string) []bot.Suggestion {
	var out []bot.Suggestion
	for _, command := range c.Mux.Commands {
		if strings.HasPrefix(command.Name, strings.ToLower(prefix)) {
			out = append(out, bot.Suggestion{Value: command.Name, Note: command.Summary})
		}
	}
	return out
}
