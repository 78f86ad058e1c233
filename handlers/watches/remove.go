package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// RemoveCommand returns the command that ends a watch.
func RemoveCommand() bot.Command {
	return subscriptions.IDCommand(bot.Watch, "remove", "End a watch")
}

// AnswerRemove ends a watch.
func (c Commands) AnswerRemove(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.End(ctx, r.Request, bot.Watch)
}
