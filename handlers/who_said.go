package handlers

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

const whoSaidLimit = 5

func (b *Briefing) whoSaid() bot.Command {
	params := []bot.Param{query.TopicParam(), query.ByParam()}
	params = append(params, query.PeriodParams()...)
	params = append(params, query.SourceParam(),
		bot.Param{Name: "kind", Kind: bot.Choice, Choices: []string{"direct", "indirect", "mixed"}, Help: "in quotation marks, without, or partly"},
		bot.Param{Name: "verb", Kind: bot.Text, Help: "the reporting word: warned, denied, promised"},
		bot.Param{Name: "sort", Kind: bot.Choice, Choices: []string{"best", "newest", "oldest"}, Help: "order of the statements"},
		query.LimitParam("5"), query.ZoneParam())
	return bot.Command{
		Name: "who-said", Aliases: []string{"whosaid", "said"}, Tails: true,
		Summary:  "Statements about a topic: the words, who said them, when, where",
		Params:   params,
		Examples: []string{"/who-said {topic}", "/who-said by:{person} sort:newest", "/who-said {topic} by:{person} since:3m"},
		Handle:   b.scoped(b.answerWhoSaid),
	}
}

func (b *Briefing) answerWhoSaid(ctx context.Context, r query.Request) (bot.Card, error) {
	if r.Args["topic"] == "" && r.Args["by"] == "" {
		return bot.Card{}, b.needsTopic(ctx, r)
	}
	a, err := b.reader().Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = whoSaidLimit
	}
	found, err := b.Index.Statements(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search statements: %w", err)
	}
	card := b.show().Card(a, whoSaidTitle(a))
	card.Total = found.Total
	for _, hit := range found.Hits {
		if err := b.addStatement(ctx, &card, hit, a.Query.Words); err != nil {
			return card, err
		}
	}
	if found.Total == 0 {
		return b.noStatement(ctx, card, a)
	}
	card.Footer = b.show().Footer(a, card, "statement", wording.Count(found.Speakers, "speaker"))
	card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	if a.Topic != "" {
		card.Actions = append(card.Actions, bot.Ask("Timeline", "timeline", "topic", a.Topic, "by", a.By))
	}
	return card, nil
}

// addStatement adds the row of a hit; an article that was removed since the
// index answered is left out.
func (b *Briefing) addStatement(ctx context.Context, card *bot.Card, hit index.Hit, words index.Words) error {
	r, ok, err := b.show().Load(ctx, hit.Article)
	if err != nil {
		return fmt.Errorf("read article %s: %w", hit.Article, err)
	}
	if !ok || hit.Statement < 0 || hit.Statement >= len(r.Annotation.Statements) {
		return nil
	}
	card.Items = append(card.Items, b.show().Statement(ctx, r, hit.Statement, words, hit.Also))
	return nil
}

func whoSaidTitle(a query.Parsed) string {
	switch {
	case a.Topic == "":
		return "What " + a.By + " said"
	case a.By != "":
		return "What " + a.By + " said about " + a.Topic
	}
	return "Who said what about " + a.Topic
}

// needsTopic is the usage line with two examples of this index.
func (b *Briefing) needsTopic(ctx context.Context, r query.Request) error {
	e := &bot.Error{Usage: true, Message: "who-said needs a topic, or a speaker with by:.\nUsage: " + b.whoSaid().Usage()}
	for _, p := range []string{"topic", "person"} {
		word := b.exampleWord(r.Request, p)
		if word == "" {
			continue
		}
		option := map[string]string{"topic": "topic", "person": "by"}[p]
		action := bot.Ask("", "who-said", option, word)
		action.Label = b.whoSaid().Line(action.Call)
		e.Message += "\nExample: " + action.Label
		e.Actions = append(e.Actions, action)
	}
	return e
}

// noStatement says what was searched and offers calls that do give results.
func (b *Briefing) noStatement(ctx context.Context, card bot.Card, a query.Parsed) (bot.Card, error) {
	n := noResults{b: b, a: a}
	if err := n.look(ctx); err != nil {
		return card, err
	}
	card.Notice = wording.Join(card.Notice, n.message())
	card.Actions = append(card.Actions, n.actions...)
	card.Footer = b.show().Footer(a, card, "statement")
	return card, nil
}

// without is a query with one restriction lifted.
func without(a query.Parsed, option string) index.Query {
	q := a.Query
	q.Offset, q.Limit = 0, 1
	switch option {
	case "by":
		q.By = nil
	case "topic":
		q.Words = index.Words{}
	case "since", "until", "on":
		q = lift(q)
	case "kind":
		q.Kinds = nil
	case "verb":
		q.Verb = ""
	case "source":
		q.Sources = nil
	}
	return q
}
