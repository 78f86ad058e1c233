package quotes

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// VerifyCommand returns the command that verifies a receipt.
func VerifyCommand() bot.Command {
	return bot.Command{
		Name: "verify", Summary: "Whether an article still has the words of a receipt",
		Params: []bot.Param{receiptParam()}, Examples: []string{"/verify {receipt}"},
	}
}

// AnswerVerify answers with whether an article still has the words of a receipt.
func (c Commands) AnswerVerify(ctx context.Context, r query.Request) (bot.Card, error) {
	v, err := c.lookUp(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	card := c.Show.Card(query.Parsed{Request: r}, "Receipt "+query.Plain(r.Args["receipt"]))
	card.Read["receipt"] = r.Args["receipt"]
	card.Verdict, card.Notice = string(v.State), verdictText(r, v)
	switch v.State {
	case archive.Exact:
		item := c.verified(ctx, v)
		card.Items, card.Total = []bot.Item{item}, 1
		card.Actions = append(card.Actions, bot.Ask("Context", "context", "receipt", item.Receipt))
	case archive.SourceChanged:
		item := c.Show.Headline(v.Current)
		item.Receipt = query.Plain(r.Args["receipt"])
		card.Items, card.Total = []bot.Item{item}, 1
		card.Actions = append(card.Actions, bot.Ask("The article now", "article", "article", v.Current.ID))
	}
	return card, nil
}

// verified returns the row of words that the article has: of the statement that they
// are, with who said it and when.
func (c Commands) verified(ctx context.Context, v archive.Verdict) bot.Item {
	if i, ok := statementAt(v.Current, v.Now); ok {
		item := c.Show.Statement(ctx, v.Current, i, index.Words{}, nil)
		item.Actions = nil
		return item
	}
	return c.Show.Passage(v.Current, index.Words{}, v.Now...)
}

// statementAt returns the statement of r that spans show.
func statementAt(r article.Record, spans []article.Span) (i int, ok bool) {
	i = slices.IndexFunc(r.Annotation.Statements, func(s article.Statement) bool {
		return s.Confidence >= index.Shown && (slices.Equal(spans, present.ShownSpans(r.Text, s)) || slices.Equal(spans, s.Content))
	})
	return i, i >= 0
}
