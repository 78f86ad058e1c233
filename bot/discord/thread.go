package discord

import (
	"context"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// threadRests is how many minutes without a message a thread takes to be archived
// (https://discord.com/developers/docs/resources/channel#start-thread-from-message).
const threadRests = 24 * 60

// threads names the channel's setting, and what a server may lack.
const threads = "threads"

// openThread opens a thread for the answer to a mention, where the channel is set
// to that. In a thread, and where Discord opens none, without the permission Create
// Public Threads, the answer is a reply.
func (b *Bot) openThread(ctx context.Context, v *target, r bot.Request) {
	if !v.threads || v.guild == "" || v.asked == "" || v.message != "" || v.under != "" || !b.has(threads) {
		return
	}
	name := "Answer of " + r.Now.In(r.In()).Format("2 Jan 15:04")
	var opened struct {
		ID string `json:"id"`
	}
	err := b.rest.Call(ctx, "POST", "/channels/"+v.channel+"/messages/"+v.asked+"/threads", map[string]any{"name": name, "auto_archive_duration": threadRests}, &opened)
	if err != nil {
		b.lackOnce(threads, rest.StatusOf(err) == 404 && rest.CodeOf(err) == 0 || rest.StatusOf(err) == 405)
		b.Log.Warn("no thread could be opened; the answer is a reply", slog.String("channel", v.channel), slog.Any("error", rest.Redact(err)))
		return
	}
	v.thread = opened.ID
}
