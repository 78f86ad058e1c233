package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// PauseCommand returns the command that pauses a digest.
func PauseCommand() bot.Command {
	return subscriptions.IDCommand(bot.Digest, "pause", "Stop a digest until it is resumed; nothing is lost")
}

// AnswerPause pauses a digest.
func (c Commands) AnswerPause(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.Pause(ctx, r.Request, bot.Digest)
}
