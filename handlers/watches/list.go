package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// ListCommand returns the command that lists the watches.
func ListCommand() bot.Command {
	return bot.Command{Name: "watch list", Summary: "The watches that are set up", Examples: []string{"/watch list"}}
}

// AnswerList lists the watches of a channel and of the asker.
func (c Commands) AnswerList(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.List(ctx, r.Request, bot.Watch)
}
