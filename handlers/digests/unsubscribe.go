package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// UnsubscribeCommand returns the command that ends a digest.
func UnsubscribeCommand() bot.Command {
	return subscriptions.IDCommand(bot.Digest, "unsubscribe", "End a digest")
}

// AnswerUnsubscribe ends a digest.
func (c Commands) AnswerUnsubscribe(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.End(ctx, r.Request, bot.Digest)
}
