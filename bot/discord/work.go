package discord

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// worker implements converse.Worker.
type worker struct{ api *api }

// Work opens the thread that an answer goes to, if the channel is set to that, and shows
// "is typing…" there. Discord itself shows that the bot is at work on an interaction.
func (w worker) Work(ctx context.Context, t *converse.Target, r bot.Request) (done func()) {
	if r.Setting(threads) == "on" {
		w.openThread(ctx, t, r)
	}
	if t.Reply != "" {
		return func() {}
	}
	room := t.Thread
	if room == "" {
		room = t.Channel
	}
	return w.typing(ctx, room)
}

// threadRests is how many minutes without a message a thread takes to be archived
// (https://discord.com/developers/docs/resources/channel#start-thread-from-message).
const threadRests = 24 * 60

// openThread opens a thread for the answer to a mention. In a thread, and where Discord
// opens none, without the permission Create Public Threads, the answer is a reply.
func (w worker) openThread(ctx context.Context, t *converse.Target, r bot.Request) {
	if guildOf(t.Workspace) == "" || t.Asked == "" || t.Message != "" || t.Under != "" || !w.api.has(threads) {
		return
	}
	name := "Answer of " + r.Now.In(r.In()).Format("2 Jan 15:04")
	var opened struct {
		ID string `json:"id"`
	}
	err := w.api.Call(ctx, "POST", "/channels/"+t.Channel+"/messages/"+t.Asked+"/threads", map[string]any{"name": name, "auto_archive_duration": threadRests}, &opened)
	if err != nil {
		w.api.lackOnce(threads, rest.StatusOf(err) == 404 && rest.CodeOf(err) == 0 || rest.StatusOf(err) == 405)
		w.api.log.Warn("no thread could be opened; the answer is a reply", slog.String("channel", t.Channel), slog.Any("error", rest.Redact(err)))
		return
	}
	t.Thread = opened.ID
}

// queuedAfter is how long an answer waits or is searched for before people are shown
// that it is on its way, and typingEvery how often from then on: an indicator lasts
// for ten seconds
// (https://discord.com/developers/docs/resources/channel#trigger-typing-indicator).
const (
	queuedAfter = 2 * time.Second
	typingEvery = 8 * time.Second
)

// typing shows "is typing…" in a channel until the returned function is called: a
// channel that takes no message takes this. If Discord refuses, nothing is shown.
func (w worker) typing(ctx context.Context, channel string) (sent func()) {
	ctx, stop := context.WithCancel(ctx)
	go func() {
		for wait := queuedAfter; outbox.Pause(ctx, wait) == nil; wait = typingEvery {
			err := w.api.Call(ctx, "POST", "/channels/"+channel+"/typing", nil, nil)
			if err == nil || ctx.Err() != nil {
				continue
			}
			w.api.log.Debug("nobody is shown that an answer is on its way", slog.Any("error", rest.Redact(err)))
			if remedyFor(err, false) != retryLater {
				return
			}
		}
	}()
	return stop
}
