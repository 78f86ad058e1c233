package search

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// ArticlesCommand returns the command that lists articles by their headlines.
func ArticlesCommand() bot.Command {
	params := append([]bot.Param{query.TopicParam()}, query.PeriodParams()...)
	return bot.Command{
		Name: "articles", Aliases: []string{"headlines"}, Tails: true, Summary: "The articles: headline, outlet, date; newest first",
		Params:   append(params, query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/articles", "/articles {topic}", "/articles source:{source}"},
	}
}

// AnswerArticles answers with the articles that hold a topic, all if there is none.
func (c Commands) AnswerArticles(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = present.ListLimit
	}
	found, err := c.Index.Articles(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("list articles: %w", err)
	}
	card := c.Show.Card(a, "Articles"+wording.About(a.Topic)+wording.InPeriod(a.Period))
	for _, hit := range found.Hits {
		rec, ok, err := c.Show.Load(ctx, hit.ID)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", hit.ID, err)
		}
		if ok {
			row := c.Show.Headline(rec)
			row.Facts = append(row.Facts, wording.Count(hit.Statements, "statement"))
			row.Actions = []bot.Action{bot.Ask("Open", "article", "article", rec.ID)}
			card.Items = append(card.Items, row)
		}
	}
	card.Total = found.Total
	card.Footer = c.Show.Footer(a, card, "article")
	if found.Total == 0 {
		card.Notice = wording.Join(card.Notice, "No article"+wording.About(a.Topic)+wording.InPeriod(a.Period)+".")
		return card, nil
	}
	card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	return card, nil
}
