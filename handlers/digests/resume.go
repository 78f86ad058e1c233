package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// ResumeCommand returns the command that resumes a paused digest.
func ResumeCommand() bot.Command {
	return subscriptions.IDCommand(bot.Digest, "resume", "Resume a paused digest")
}

// AnswerResume resumes a paused digest.
func (c Commands) AnswerResume(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.Subscriptions.Resume(ctx, r.Request, bot.Digest)
}
