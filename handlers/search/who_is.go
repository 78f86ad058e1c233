package search

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// WhoIsCommand returns the command about one person.
func WhoIsCommand() bot.Command {
	return bot.Command{
		Name: "who-is", Aliases: []string{"whois"}, Summary: "A person: names, roles as printed, statements, topics",
		Params:   []bot.Param{{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "a name or surname", Completes: bot.CompletePerson}},
		Examples: []string{"/who-is {person}"},
	}
}

const mostRoles = 8

// description matches what is no name: the bishop.
var description = regexp.MustCompile(`^(?:(?i:the|our)|an?) \pL`)

// AnswerWhoIs answers with what is known of a person.
func (c Commands) AnswerWhoIs(ctx context.Context, r query.Request) (bot.Card, error) {
	name := strings.TrimRight(query.Plain(r.Args["name"]), "?!. ")
	found, err := c.Reader.FindPeople(ctx, r, name)
	if err != nil {
		return bot.Card{}, err
	}
	if len(found) == 0 {
		if found, err = c.Reader.FindBearers(ctx, r, name); err != nil {
			return bot.Card{}, err
		}
	}
	if len(found) == 0 {
		question := strings.TrimSpace(r.Line)
		described := description.MatchString(name) // who is the acting head of roads
		if described {
			question = "who is " + name + "?"
		}
		if described || strings.HasSuffix(question, "?") || quotedOn.MatchString(sentence(question)) {
			r.Call = bot.Call{Command: "ask", Args: bot.Args{"question": question}} // "who is winning?" asks for no person
			return c.AnswerAsk(ctx, r)
		}
	}
	p, err := c.Reader.Who(ctx, r, name, func(full string) bot.Call { return r.Call.With("name", full) })
	if err != nil {
		c.noteUnknown(ctx, r, err)
		return bot.Card{}, c.unknownName(ctx, r, name, err)
	}
	a := query.Parsed{Request: r, By: p.Name}
	card := c.Show.Card(a, p.Name)
	card.Reading = ""
	if p.Match != index.MatchName { // the printed forms are in the answer
		card.Reading = p.Name + " (" + query.Note(p, name) + ")"
	}
	card.Read["name"] = p.Name
	card.Items = []bot.Item{{Label: "in this briefing", Facts: personFacts(p)}}
	for _, role := range p.Roles {
		if len(card.Items) > mostRoles {
			break
		}
		rec, ok, err := c.Show.Load(ctx, role.Article)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", role.Article, err)
		}
		if !ok || !r.Scope.Shows(rec.Source) {
			continue
		}
		item := c.Show.Passage(rec, index.Words{}, role.Span)
		item.Label = "role as printed"
		if len(card.Items) > 1 {
			item.Label = "also printed as"
		}
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	if err := c.addTopics(ctx, &card, r, p); err != nil {
		return card, err
	}
	card.Footer = c.Show.Footer(a, bot.Card{}, "")
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
func (c Commands) addTopics(ctx context.Context, card *bot.Card, r query.Request, p index.Person) error {
	topics, err := c.Index.Topics(ctx, index.Query{By: []string{p.Key}, Scope: r.Scope, Limit: mostTopics})
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
