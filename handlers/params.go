package handlers

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// maxLimit is the most rows that one page of any answer has.
const maxLimit = 50

// topicParam takes the line's words.
func (b *Briefing) topicParam(required bool) bot.Param {
	return bot.Param{Name: "topic", Kind: bot.Text, Words: true, Required: required,
		Help: `words, "a phrase", -without; all of them must occur`, Suggest: b.suggest("topic")}
}

func (b *Briefing) byParam() bot.Param {
	return bot.Param{Name: "by", Aliases: []string{"from", "speaker"}, Kind: bot.Person,
		Help: "who said it: a name or surname", Suggest: b.suggest("person")}
}

func (b *Briefing) sourceParam() bot.Param {
	return bot.Param{Name: "source", Aliases: []string{"in", "outlet"}, Kind: bot.Source,
		Help: "the outlet that printed it", Suggest: b.suggest("source")}
}

func limitParam(usual string) bot.Param {
	return bot.Param{Name: "limit", Aliases: []string{"show"}, Kind: bot.Number, Min: 1, Max: maxLimit,
		Help: "rows on a page, " + usual + " unless told"}
}

func zoneParam() bot.Param {
	return bot.Param{Name: "tz", Kind: bot.Text, Help: "time zone to read dates in, such as Europe/Stockholm"}
}

// periodParams are the dates that most commands take.
func periodParams() []bot.Param {
	return []bot.Param{
		{Name: "since", Aliases: []string{"after"}, Kind: bot.Date, Help: `2025-10-03, 2025-10, yesterday, 7d, "last month"`, Suggest: suggestDates},
		{Name: "until", Aliases: []string{"before"}, Kind: bot.Date, Help: "the last day, in the same forms", Suggest: suggestDates},
		{Name: "on", Kind: bot.Date, Help: "one day, week or month", Suggest: suggestDates},
	}
}

// suggest completes from the index.
func (b *Briefing) suggest(kind string) bot.Suggester {
	return func(ctx context.Context, r bot.Request, prefix string) []bot.Suggestion {
		found, err := b.Index.Prefix(ctx, kind, prefix, 25)
		if err != nil {
			return nil // a completion that fails is no completion
		}
		var out []bot.Suggestion
		r, err = b.limited(ctx, r)
		if err != nil {
			return nil
		}
		for _, f := range found {
			if b.mayKnow(ctx, r, kind, f) {
				out = append(out, bot.Suggestion{Value: f})
			}
		}
		return out
	}
}

// mayKnow says whether a completion stands in an article that the asker may see.
func (b *Briefing) mayKnow(ctx context.Context, r bot.Request, kind, word string) bool {
	switch {
	case len(r.Sources) == 0:
		return true
	case kind == "source":
		return mayShow(r, word)
	}
	n, err := b.Index.Mentions(ctx, index.Query{Words: index.Words{Phrases: []string{word}}, Sources: r.Sources})
	return err == nil && n > 0
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
