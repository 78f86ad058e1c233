package handlers

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

const whoSaidLimit = 5

func (b *Briefing) whoSaid() bot.Command {
	params := []bot.Param{b.topicParam(false), b.byParam()}
	params = append(params, periodParams()...)
	params = append(params, b.sourceParam(),
		bot.Param{Name: "kind", Kind: bot.Choice, Choices: []string{"direct", "indirect", "mixed"}, Help: "in quotation marks, without, or partly"},
		bot.Param{Name: "verb", Kind: bot.Text, Help: "the reporting word: warned, denied, promised"},
		bot.Param{Name: "sort", Kind: bot.Choice, Choices: []string{"best", "newest", "oldest"}, Help: "order of the statements"},
		limitParam("5"), zoneParam())
	return bot.Command{
		Name: "who-said", Aliases: []string{"whosaid", "said"}, Tails: true,
		Summary:  "Statements about a topic: the words, who said them, when, where",
		Params:   params,
		Examples: []string{"/who-said {topic}", "/who-said by:{person} sort:newest", "/who-said {topic} by:{person} since:3m"},
		Handle:   b.scoped(b.answerWhoSaid),
	}
}

func (b *Briefing) answerWhoSaid(ctx context.Context, r request) (bot.Card, error) {
	if r.Args["topic"] == "" && r.Args["by"] == "" {
		return bot.Card{}, b.needsTopic(ctx, r)
	}
	a, err := b.understand(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.query.Limit == 0 {
		a.query.Limit = whoSaidLimit
	}
	found, err := b.Index.Statements(ctx, a.query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search statements: %w", err)
	}
	card := b.newCard(a, whoSaidTitle(a))
	card.Total = found.Total
	for _, hit := range found.Hits {
		if err := b.addStatement(ctx, &card, hit, a.query.Words); err != nil {
			return card, err
		}
	}
	if found.Total == 0 {
		return b.noStatement(ctx, card, a)
	}
	card.Footer = b.footer(a, card, "statement", count(found.Speakers, "speaker"))
	card.Actions = append(card.Actions, pageActions(r.Request, card, a.query.Limit)...)
	if a.topic != "" {
		card.Actions = append(card.Actions, run("Timeline", "timeline", "topic", a.topic, "by", a.by))
	}
	return card, nil
}

// addStatement adds the row of a hit; an article that was removed since the
// index answered is left out.
func (b *Briefing) addStatement(ctx context.Context, card *bot.Card, hit index.Hit, words index.Words) error {
	r, ok, err := b.load(ctx, hit.Article)
	if err != nil {
		return fmt.Errorf("read article %s: %w", hit.Article, err)
	}
	if !ok || hit.Statement < 0 || hit.Statement >= len(r.Annotation.Statements) {
		return nil
	}
	card.Items = append(card.Items, b.statementItem(ctx, r, hit.Statement, words, hit.Also))
	return nil
}

func whoSaidTitle(a parsedQuery) string {
	switch {
	case a.topic == "":
		return "What " + a.by + " said"
	case a.by != "":
		return "What " + a.by + " said about " + a.topic
	}
	return "Who said what about " + a.topic
}

// needsTopic is the usage line with two examples of this index.
func (b *Briefing) needsTopic(ctx context.Context, r request) error {
	e := &bot.Error{Usage: true, Message: "who-said needs a topic, or a speaker with by:.\nUsage: " + b.whoSaid().Usage()}
	for _, p := range []string{"topic", "person"} {
		word := b.exampleWord(r.Request, p)
		if word == "" {
			continue
		}
		option := map[string]string{"topic": "topic", "person": "by"}[p]
		action := run("", "who-said", option, word)
		action.Label = b.whoSaid().Line(action.Call)
		e.Message += "\nExample: " + action.Label
		e.Actions = append(e.Actions, action)
	}
	return e
}

// noStatement says what was searched and offers calls that do give results.
func (b *Briefing) noStatement(ctx context.Context, card bot.Card, a parsedQuery) (bot.Card, error) {
	n := noResults{b: b, a: a}
	if err := n.look(ctx); err != nil {
		return card, err
	}
	card.Notice = join(card.Notice, n.message())
	card.Actions = append(card.Actions, n.actions...)
	card.Footer = b.footer(a, card, "statement")
	return card, nil
}

func join(notices ...string) string {
	var out string
	for _, n := range notices {
		if n != "" && out != "" {
			out += " "
		}
		out += n
	}
	return out
}

// without is a query with one restriction lifted.
func without(a parsedQuery, option string) index.Query {
	q := a.query
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
