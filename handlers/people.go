package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func (b *Briefing) people() bot.Command {
	params := append([]bot.Param{query.TopicParam()}, query.PeriodParams()...)
	return bot.Command{
		Name: "people", Tails: true, Summary: "Who is quoted, and how often",
		Params:   append(params, query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/people", "/people {topic}"},
		Handle:   b.scoped(b.answerPeople),
	}
}

func (b *Briefing) answerPeople(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := b.reader().Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	people, err := b.Index.Speakers(ctx, lifted(a.Query))
	if err != nil {
		return bot.Card{}, fmt.Errorf("count speakers: %w", err)
	}
	card := b.show().Card(a, "Who is quoted"+wording.About(a.Topic))
	if card.Offset == 0 {
		if card.Picture, err = chart.Speakers(ctx, b.Index, "Statements"+wording.About(a.Topic), a.Query, article.Unknown); err != nil {
			return card, err
		}
	}
	var rows []bot.Item
	for _, p := range people {
		rows = append(rows, bot.Item{
			Label: p.Name, Facts: []string{wording.Count(p.Statements, "statement")},
			Actions: []bot.Action{bot.Ask("Statements", "who-said", "topic", a.Topic, "by", p.Name), bot.Ask("Who is this?", "who-is", "name", p.Name)},
		})
	}
	return b.show().List(a, card, rows, "person", "Nobody is quoted"+wording.About(a.Topic)+wording.InPeriod(a.Period)+"."), nil
}

// lifted is the query for a whole list.
func lifted(q index.Query) index.Query {
	q.Offset, q.Limit = 0, 1000
	return q
}

func (b *Briefing) whoIs() bot.Command {
	return bot.Command{
		Name: "who-is", Aliases: []string{"whois"}, Summary: "A person: names, roles as printed, statements, topics",
		Params:   []bot.Param{{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "a name or surname", Completes: bot.CompletePerson}},
		Examples: []string{"/who-is {person}"},
		Handle:   b.scoped(b.answerWhoIs),
	}
}

const mostRoles = 8

func (b *Briefing) answerWhoIs(ctx context.Context, r query.Request) (bot.Card, error) {
	name := strings.TrimRight(query.Plain(r.Args["name"]), "?!. ")
	found, err := b.reader().FindPeople(ctx, r, name)
	if err != nil {
		return bot.Card{}, err
	}
	if question := strings.TrimSpace(r.Line); len(found) == 0 && strings.HasSuffix(question, "?") {
		r.Call = bot.Call{Command: "ask", Args: bot.Args{"question": question}} // "who is winning?" asks for no person
		return b.answerPassages(ctx, r, question)
	}
	p, err := b.reader().OnePerson(ctx, r, name, func(full string) bot.Call { return r.Call.With("name", full) })
	if err != nil {
		return bot.Card{}, err
	}
	a := query.Parsed{Request: r, By: p.Name}
	card := b.show().Card(a, p.Name)
	card.Read["name"] = p.Name
	card.Items = []bot.Item{{Label: p.Name, Facts: personFacts(p)}}
	for _, role := range p.Roles {
		if len(card.Items) > mostRoles {
			break
		}
		rec, ok, err := b.show().Load(ctx, role.Article)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", role.Article, err)
		}
		if !ok || !r.Scope.Shows(rec.Source) {
			continue
		}
		item := b.show().Passage(rec, index.Words{}, role.Span)
		item.Label = "role as printed"
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	if err := b.addTopics(ctx, &card, r, p); err != nil {
		return card, err
	}
	card.Footer = b.show().Footer(a, bot.Card{}, "")
	return card, nil
}

func personFacts(p index.Person) []string {
	var facts []string
	if len(p.Variants) > 0 {
		facts = append(facts, "printed as: "+strings.Join(p.Variants, ", "))
	}
	facts = append(facts, wording.Count(p.Statements, "statement"))
	if !p.First.IsZero() {
		facts = append(facts, "first "+p.First.Format("2 Jan 2006"), "latest "+p.Latest.Format("2 Jan 2006"))
	}
	return facts
}

const mostTopics = 5

// addTopics adds what the person speaks of, and the way to the statements.
func (b *Briefing) addTopics(ctx context.Context, card *bot.Card, r query.Request, p index.Person) error {
	topics, err := b.Index.Topics(ctx, index.Query{By: []string{p.Key}, Scope: r.Scope, Limit: mostTopics})
	if err != nil {
		return fmt.Errorf("find topics: %w", err)
	}
	var words []string
	if p.Statements > 0 {
		card.Actions = append(card.Actions, bot.Ask(wording.Count(p.Statements, "statement"), "who-said", "by", p.Name))
	}
	for _, t := range topics[:min(mostTopics, len(topics))] {
		words = append(words, t.Words)
		card.Actions = append(card.Actions, bot.Ask(t.Words, "who-said", "topic", t.Words, "by", p.Name))
	}
	if len(words) > 0 {
		card.Items[0].Facts = append(card.Items[0].Facts, "speaks of: "+strings.Join(words, ", "))
	}
	return nil
}
