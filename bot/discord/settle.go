package discord

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// settled makes a call with an interaction's token, again while Discord does not
// know of the acknowledgement: over HTTP that is the reply to Discord's own call,
// which may still be on its way.
func settled(ctx context.Context, call func() error) error {
	for began := time.Now(); ; {
		err := call()
		if rest.CodeOf(err) != unknownWebhook || time.Since(began) > settleWithin || outbox.Pause(ctx, firstPause) != nil {
			return err
		}
	}
}
