package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// NowCommand returns the command that makes a digest of the newest articles.
func NowCommand() bot.Command {
	return bot.Command{
		Name: "digest now", Tails: true, Summary: "A digest of the newest articles, here and now", Params: params(),
		Examples: []string{"/digest now", "/digest now {topic}"},
	}
}

// AnswerNow answers with a digest of the newest articles.
func (c Commands) AnswerNow(ctx context.Context, r query.Request) (bot.Card, error) {
	r.Command = "digest show"
	return c.AnswerShow(ctx, r)
}
