package search

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// TopicsCommand returns the command that lists topics.
func TopicsCommand() bot.Command {
	return bot.Command{
		Name: "topics", Tails: true, Summary: "What the briefing is about now",
		Params:   append(query.PeriodParams(), query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/topics", "/topics since:{month}"},
	}
}

const topicsAsked = 50

// AnswerTopics answers with what the briefing is about.
func (c Commands) AnswerTopics(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	q := a.Query
	q.Offset, q.Limit = 0, topicsAsked
	topics, err := c.Index.Topics(ctx, q)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find topics: %w", err)
	}
	card := c.Show.Card(a, "What the briefing is about"+wording.InPeriod(a.Period))
	var rows []bot.Item
	for _, t := range topics {
		rows = append(rows, bot.Item{
			Label:   t.Words,
			Facts:   []string{wording.Count(t.Statements, "statement"), wording.Count(t.Articles, "article")},
			Actions: []bot.Action{bot.Ask("Who said what", "who-said", "topic", t.Words), bot.Ask("Timeline", "timeline", "topic", t.Words)},
		})
	}
	return c.Show.List(a, card, rows, "topic", "No topic stands out"+wording.InPeriod(a.Period)+"."), nil
}
