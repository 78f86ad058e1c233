package search

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
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
	people, err := c.Index.Speakers(ctx, lifted(a.Query))
	if err != nil {
		return bot.Card{}, fmt.Errorf("count speakers: %w", err)
	}
	card := c.Show.Card(a, "Who is quoted"+wording.About(a.Topic))
	if card.Offset == 0 {
		if card.Picture, err = chart.Speakers(ctx, c.Index, "Statements"+wording.About(a.Topic), a.Query, article.Unknown); err != nil {
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
	return c.Show.List(a, card, rows, "person", "Nobody is quoted"+wording.About(a.Topic)+wording.InPeriod(a.Period)+"."), nil
}

// lifted returns the query for a whole list.
func lifted(q index.Query) index.Query {
	q.Offset, q.Limit = 0, 1000
	return q
}
