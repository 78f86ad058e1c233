package discord

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// worker implements converse.Worker.
type worker struct{ api *api }

// Work notes that the answer goes to a thread of its own, if the channel is set to that,
// and shows "is typing…". Discord itself shows that the bot is at work on an interaction.
func (w worker) Work(ctx context.Context, t *converse.Target, r bot.Request) (done func()) {
	if r.Setting(threads) == "on" && guildOf(t.Workspace) != "" && t.Asked != "" && t.Message == "" && t.Under == "" && w.api.has(threads) {
		t.Own = threadWanted{}
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

// threadWanted, in Target.Own, is of an answer that goes to a thread of its own, which is
// named by the answer.
type threadWanted struct{}

func wantsThread(t *converse.Target) bool {
	_, ok := t.Own.(threadWanted)
	return ok
}

// Discord's limits on threads
// (https://discord.com/developers/docs/resources/channel#start-thread-from-message).
const (
	threadRests   = 24 * 60 // minutes without a message until it is archived
	maxThreadName = 100
)

// openThread opens the thread of the answer to a mention. Where Discord opens none,
// without the permission Create Public Threads, the answer is a reply.
func (a *api) openThread(ctx context.Context, t *converse.Target, title string) {
	name := chat.Shorten(cmp.Or(chat.OneLine(title), "Answer"), maxThreadName)
	var opened struct {
		ID string `json:"id"`
	}
	err := a.Call(ctx, "POST", "/channels/"+t.Channel+"/messages/"+t.Asked+"/threads", map[string]any{"name": name, "auto_archive_duration": threadRests}, &opened)
	if err != nil {
		a.lackOnce(threads, rest.StatusOf(err) == 404 && rest.CodeOf(err) == 0 || rest.StatusOf(err) == 405)
		a.log.Warn("no thread could be opened; the answer is a reply", slog.String("channel", t.Channel), slog.Any("error", rest.Redact(err)))
		return
	}
	t.Thread = opened.ID
}

// "is typing…" is shown queuedAfter an answer began to wait or to be searched for, and
// every typingEvery from then on: an indicator lasts for ten seconds
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
