package discord

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// queuedAfter is how long an answer waits or is searched for before people are shown
// that it is on its way, and typingEvery how often from then on: an indicator lasts
// for ten seconds
// (https://discord.com/developers/docs/resources/channel#trigger-typing-indicator).
const (
	queuedAfter = 2 * time.Second
	typingEvery = 8 * time.Second
)

// typing shows "is typing…" in a channel until the returned function is called: a
// channel that takes no message takes this. Where Discord refuses, nothing is shown.
// Interactions show that by themselves.
func (b *Bot) typing(ctx context.Context, channel string) (sent func()) {
	ctx, stop := context.WithCancel(ctx)
	go func() {
		for wait := queuedAfter; outbox.Pause(ctx, wait) == nil; wait = typingEvery {
			err := b.rest.Call(ctx, "POST", "/channels/"+channel+"/typing", nil, nil)
			if err == nil || ctx.Err() != nil {
				continue
			}
			b.Log.Debug("nobody is shown that an answer is on its way", slog.Any("error", rest.Redact(err)))
			if remedyFor(err, false) != retryLater {
				return
			}
		}
	}()
	return stop
}
