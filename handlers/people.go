package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const listLimit = 10

func (b *Briefing) people() bot.Command {
	params := append([]bot.Param{b.topicParam(false)}, periodParams()...)
	return bot.Command{
		Name: "people", Tails: true, Summary: "Who is quoted, and how often",
		Params:   append(params, b.sourceParam(), limitParam("10"), zoneParam()),
		Examples: []string{"/people", "/people {topic}"},
		Handle:   b.scoped(b.answerPeople),
	}
}

func (b *Briefing) answerPeople(ctx context.Context, r request) (bot.Card, error) {
	a, err := b.understand(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	people, err := b.Index.Speakers(ctx, lifted(a.query))
	if err != nil {
		return bot.Card{}, fmt.Errorf("count speakers: %w", err)
	}
	card := b.newCard(a, "Who is quoted"+about(a.topic))
	if card.Offset == 0 {
		if card.Picture, err = b.speakersPicture(ctx, "Statements"+about(a.topic), a.query, article.Unknown); err != nil {
			return card, err
		}
	}
	var rows []bot.Item
	for _, p := range people {
		rows = append(rows, bot.Item{
			Label: p.Name, Facts: []string{count(p.Statements, "statement")},
			Actions: []bot.Action{run("Statements", "who-said", "topic", a.topic, "by", p.Name), run("Who is this?", "who-is", "name", p.Name)},
		})
	}
	return b.list(a, card, rows, "person", "Nobody is quoted"+about(a.topic)+inPeriod(a.period)+"."), nil
}

// list pages rows that were counted as a whole.
func (b *Briefing) list(a parsedQuery, card bot.Card, rows []bot.Item, what, none string) bot.Card {
	limit := a.query.Limit
	if limit == 0 {
		limit = listLimit
	}
	card.Total = len(rows)
	first := min(card.Offset, len(rows))
	card.Items = rows[first:min(first+limit, len(rows))]
	if len(rows) == 0 {
		card.Notice = join(card.Notice, none)
	}
	card.Footer = b.footer(a, card, what)
	if len(rows) > 0 {
		card.Actions = append(card.Actions, pageActions(a.request.Request, card, limit)...)
	}
	return card
}

// lifted is the query for a whole list.
func lifted(q index.Query) index.Query {
	q.Offset, q.Limit = 0, 1000
	return q
}

func (b *Briefing) whoIs() bot.Command {
	return bot.Command{
		Name: "who-is", Aliases: []string{"whois"}, Summary: "A person: names, roles as printed, statements, topics",
		Params:   []bot.Param{{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "a name or surname", Suggest: b.suggest("person")}},
		Examples: []string{"/who-is {person}"},
		Handle:   b.scoped(b.answerWhoIs),
	}
}

const mostRoles = 8

func (b *Briefing) answerWhoIs(ctx context.Context, r request) (bot.Card, error) {
	name := strings.TrimRight(plain(r.Args["name"]), "?!. ")
	found, err := b.findPeople(ctx, r, name)
	if err != nil {
		return bot.Card{}, err
	}
	if question := strings.TrimSpace(r.Line); len(found) == 0 && strings.HasSuffix(question, "?") {
		r.Call = bot.Call{Command: "ask", Args: bot.Args{"question": question}} // "who is winning?" asks for no person
		return b.answerPassages(ctx, r, question)
	}
	p, err := b.onePerson(ctx, r, name, func(full string) bot.Call { return r.Call.With("name", full) })
	if err != nil {
		return bot.Card{}, err
	}
	a := parsedQuery{request: r, by: p.Name}
	card := b.newCard(a, p.Name)
	card.Read["name"] = p.Name
	card.Items = []bot.Item{{Label: p.Name, Facts: personFacts(p)}}
	for _, role := range p.Roles {
		if len(card.Items) > mostRoles {
			break
		}
		rec, ok, err := b.load(ctx, role.Article)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", role.Article, err)
		}
		if !ok || !r.scope.Shows(rec.Source) {
			continue
		}
		item := b.passageItem(rec, index.Words{}, role.Span)
		item.Label = "role as printed"
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	if err := b.addTopics(ctx, &card, r, p); err != nil {
		return card, err
	}
	card.Footer = b.footer(a, bot.Card{}, "")
	return card, nil
}

func personFacts(p index.Person) []string {
	var facts []string
	if len(p.Variants) > 0 {
		facts = append(facts, "printed as: "+strings.Join(p.Variants, ", "))
	}
	facts = append(facts, count(p.Statements, "statement"))
	if !p.First.IsZero() {
		facts = append(facts, "first "+p.First.Format("2 Jan 2006"), "latest "+p.Latest.Format("2 Jan 2006"))
	}
	return facts
}

const mostTopics = 5

// addTopics adds what the person speaks of, and the way to the statements.
func (b *Briefing) addTopics(ctx context.Context, card *bot.Card, r request, p index.Person) error {
	topics, err := b.Index.Topics(ctx, index.Query{By: []string{p.Key}, Scope: r.scope, Limit: mostTopics})
	if err != nil {
		return fmt.Errorf("find topics: %w", err)
	}
	var words []string
	if p.Statements > 0 {
		card.Actions = append(card.Actions, run(count(p.Statements, "statement"), "who-said", "by", p.Name))
	}
	for _, t := range topics[:min(mostTopics, len(topics))] {
		words = append(words, t.Words)
		card.Actions = append(card.Actions, run(t.Words, "who-said", "topic", t.Words, "by", p.Name))
	}
	if len(words) > 0 {
		card.Items[0].Facts = append(card.Items[0].Facts, "speaks of: "+strings.Join(words, ", "))
	}
	return nil
}
