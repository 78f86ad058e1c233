package digests

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// PreviewCommand returns the command that shows a digest before it is due.
func PreviewCommand() bot.Command {
	return bot.Command{Name: "digest preview", Summary: "What a digest would hold now", Params: []bot.Param{subscriptions.IDParam(bot.Digest)}, Examples: []string{"/digest preview d1"}}
}

// AnswerPreview answers with the digest that would be posted now. Its window stays.
func (c Commands) AnswerPreview(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.Subscriptions.Find(ctx, r.Request, bot.Digest)
	if err != nil {
		return bot.Card{}, err
	}
	last, err := c.Archive.Last(ctx)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find the newest article: %w", err)
	}
	r.Call = c.Subscriptions.Calendar.Call(s, s.After, last)
	return c.AnswerShow(ctx, r)
}
