package quotes

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
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
	card.Verdict, card.Notice = string(v.State), verdictText(v)
	if v.State == archive.Exact {
		card.Items = []bot.Item{c.Show.Passage(v.Current, index.Words{}, v.Spans...)}
		card.Total = 1
		card.Actions = append(card.Actions, bot.Ask("Context", "context", "receipt", card.Items[0].Receipt))
	}
	return card, nil
}
