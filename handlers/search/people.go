package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// PeopleCommand returns the command that lists who is quoted.
func PeopleCommand() bot.Command {
	params := append([]bot.Param{query.TopicParam()}, query.PeriodParams()...)
	return bot.Command{
		Name: "people", Tails: true, Summary: "Who is quoted, and how often",
		Params:   append(params, query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/people", "/people {topic}"},
	}
}

// AnswerPeople answers with who is quoted, and how often.
func (c Commands) AnswerPeople(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	card := c.Show.Card(a, "Who is quoted"+wording.About(a.Topic))
	q := a.Query
	q.Limit = present.PageSize(a)
	people, tallies, err := c.Index.SpeakersAndTallies(ctx, q, chart.MaxPersons)
	if err != nil {
		return card, fmt.Errorf("count speakers: %w", err)
	}
	if card.Offset == 0 {
		card.Picture = chart.Tallies("Statements"+wording.About(a.Topic), tallies, article.Unknown, query.StatementsOf(r))
	}
	var rows []bot.Item
	for _, p := range people.People {
		row := bot.Item{Label: p.Name, Facts: []string{wording.Count(p.Statements, "statement")}}
		if row.Role, err = c.usualRole(ctx, r.Scope, p); err != nil {
			return card, err
		}
		row.Actions = []bot.Action{bot.Ask("Statements", "who-said", "topic", a.Topic, "by", p.Name), bot.Ask("Who is this?", "who-is", "name", p.Name)}
		rows = append(rows, row)
	}
	none := ""
	if people.Total == 0 {
		statements, err := c.countStatements(ctx, lifted(a.Query))
		if err != nil {
			return card, err
		}
		none = unnamed(statements, wording.About(a.Topic)+wording.InPeriod(a.Period))
	}
	return c.Show.ListPage(a, card, rows, people.Total, "person", none), nil
}

// unnamed says why no speaker of so many statements about something is listed: there is no
// statement, or none whose speaker is named for certain.
func unnamed(statements int, about string) string {
	switch statements {
	case 0:
		return "No statement" + about + "."
	case 1:
		return "1 statement" + about + ", and its speaker is not named for certain."
	}
	return wording.Count(statements, "statement") + about + ", and none of their speakers is named for certain."
}

// usualRole returns the role that is printed most often for a person, as it was last.
func (c Commands) usualRole(ctx context.Context, scope index.Scope, p index.Person) (bot.Excerpt, error) {
	found, err := c.Index.FindKeyed(ctx, scope, p.Name, p.Key)
	if err != nil {
		return bot.Excerpt{}, fmt.Errorf("find the roles of a person: %w", err)
	}
	for _, same := range found {
		roles := slices.SortedStableFunc(slices.Values(same.Roles), func(a, b index.Role) int { return b.Times - a.Times })
		for _, role := range roles {
			r, ok, err := c.Show.Load(ctx, role.Article)
			if err != nil {
				return bot.Excerpt{}, fmt.Errorf("read article %s: %w", role.Article, err)
			}
			if ok {
				return present.Excerpt(r, role.Span), nil
			}
		}
	}
	return bot.Excerpt{}, nil
}

// lifted returns the query for a whole list.
func lifted(q index.Query) index.Query {
	q.Offset, q.Limit = 0, 1000
	return q
}
