package quotes

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ArticleCommand returns the command that shows an article.
func ArticleCommand() bot.Command {
	return bot.Command{
		Name: "article", Summary: "One article with its statements",
		Params: []bot.Param{
			{Name: "article", Kind: bot.Source, Words: true, Required: true, Help: "the article's ID, as answers and exports give it"},
			query.LimitParam("10"), query.ZoneParam(),
		},
		Examples: []string{"/article {article}"},
	}
}

// AnswerArticle answers with an article and its statements.
func (c Commands) AnswerArticle(ctx context.Context, r query.Request) (bot.Card, error) {
	id := query.Plain(r.Args["article"])
	rec, ok, err := c.Show.Load(ctx, id)
	if err != nil {
		return bot.Card{}, fmt.Errorf("read article: %w", err)
	}
	if !ok || !r.Scope.Shows(rec.Source) {
		return bot.Card{}, &bot.Error{Message: fmt.Sprintf("No article %q in the briefing.", id), Actions: []bot.Action{bot.Ask("Outlets", "sources")}}
	}
	a := query.Parsed{Request: r}
	a.Query.Offset, a.Query.Limit = r.Offset, query.RowLimit(r.Request, present.ListLimit)
	card := c.Show.Card(a, rec.Title)
	if rec.Title == "" {
		card.Title = "Article " + rec.ID
	}
	card.Read["article"] = rec.ID
	var rows []bot.Item
	for i, s := range rec.Annotation.Statements {
		if s.Confidence >= index.Shown {
			rows = append(rows, c.Show.Statement(ctx, rec, i, index.Words{}, nil))
		}
	}
	card = c.Show.List(a, card, rows, "statement", "Nobody is quoted in it.")
	card.Text = []string{articleLine(rec)}
	if link := c.Show.Link(rec, []article.Span{{Start: 0, End: len(rec.Text)}}); c.Show.BaseURL != "" {
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Open, Label: "Open", Call: bot.Call{Args: bot.Args{"url": link}}})
	}
	return card, nil
}
