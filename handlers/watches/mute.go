package watches

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// MuteCommand returns the command that mutes a watch.
func MuteCommand() bot.Command {
	return subscriptions.IDCommand(bot.Watch, "mute", "Silence a watch until it is unmuted; what it finds meanwhile is reported then")
}

// AnswerMute mutes a watch.
func (c Commands) AnswerMute(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.Pause(ctx, r.Request, bot.Watch)
}
