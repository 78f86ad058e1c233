package search

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// SourcesCommand returns the command that lists outlets.
func SourcesCommand() bot.Command {
	return bot.Command{
		Name: "sources", Aliases: []string{"outlets"}, Summary: "The outlets: how many articles, how fresh",
		Params: []bot.Param{query.LimitParam("10")}, Examples: []string{"/sources"},
	}
}

// AnswerSources answers with the outlets that may be shown.
func (c Commands) AnswerSources(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	sources, err := c.Index.Sources(ctx, r.Scope)
	if err != nil {
		return bot.Card{}, fmt.Errorf("list outlets: %w", err)
	}
	card := c.Show.Card(a, "Outlets")
	if card.Offset == 0 {
		if card.Picture, err = chart.Coverage(ctx, c.Index, r.Scope, sources); err != nil {
			return card, err
		}
	}
	var rows []bot.Item
	for _, s := range sources {
		facts := []string{wording.Count(s.Articles, "article"), wording.Count(s.Statements, "statement")}
		if !s.First.IsZero() {
			facts = append(facts, "first "+s.First.Format("2 Jan 2006"), "latest "+s.Latest.Format("2 Jan 2006"))
		} else {
			facts = append(facts, "dates unknown")
		}
		label := s.Name
		if label == "" {
			label = "outlet unknown"
		}
		row := bot.Item{Label: label, Facts: facts}
		if s.Name != "" {
			row.Actions = []bot.Action{bot.Ask("Articles", "articles", "source", s.Name), bot.Ask("Timeline", "timeline", "source", s.Name), bot.Ask("Who is quoted", "people", "source", s.Name)}
		}
		rows = append(rows, row)
	}
	return c.Show.List(a, card, rows, "outlet", "No outlet yet."), nil
}
