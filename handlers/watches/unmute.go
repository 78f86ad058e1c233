package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// UnmuteCommand returns the command that unmutes a watch.
func UnmuteCommand() bot.Command {
	return subscriptions.IDCommand(bot.Watch, "unmute", "Resume a muted watch")
}

// AnswerUnmute unmutes a watch.
func (c Commands) AnswerUnmute(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.Resume(ctx, r.Request, bot.Watch)
}
