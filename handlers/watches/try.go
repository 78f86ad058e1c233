package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// TestCommand returns the command that shows what a watch would have reported.
func TestCommand() bot.Command {
	return bot.Command{
		Name: "watch test", Summary: "What a watch would have reported of the newest articles, and why",
		Params: []bot.Param{subscriptions.IDParam(bot.Watch)}, Examples: []string{"/watch test w1"},
	}
}

// AnswerTest answers with the newest statements that a watch asks for.
func (c Commands) AnswerTest(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.Subscriptions.Find(ctx, r.Request, bot.Watch)
	if err != nil {
		return bot.Card{}, err
	}
	r.Call = bot.Call{Command: "digest show", Args: bot.Args{"style": "quotes"}}
	for _, name := range []string{"topic", "by", "source"} {
		r.Call = r.Call.With(name, s.Args[name])
	}
	card, err := c.Digest(ctx, r)
	card.Title = "What watch " + s.ID + " would have reported"
	return card, err
}
