package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// ListCommand returns the command that lists the digests.
func ListCommand() bot.Command {
	return bot.Command{Name: "digest list", Summary: "The digests that are set up", Examples: []string{"/digest list"}}
}

// AnswerList lists the digests of a channel and of the asker.
func (c Commands) AnswerList(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.List(ctx, r.Request, bot.Digest)
}
