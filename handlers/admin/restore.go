package admin

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// RestoreCommand returns the command that shows a hidden outlet again.
func RestoreCommand() bot.Command {
	return adminCommand("restore", "Show a hidden outlet again", "{source}", outletParam())
}

// AnswerRestore shows a hidden outlet again.
func (c Commands) AnswerRestore(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.setHidden(ctx, r, func(hidden []string, name string) []string {
		return slices.DeleteFunc(hidden, func(h string) bool { return h == name })
	})
}
