package slack

import (
	"context"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// failed tells at v that a question ended in panic p outside its handler, in the
// words that the Mux has for one within.
func (b *Bot) failed(ctx context.Context, v *target, p any) {
	defer chat.Rescue(b.Log, "a failure could not be told", nil)
	ref, notice := bot.Fault()
	chat.LogPanic(b.Log, "a question from Slack ended in a panic", p, slog.String("ref", ref))
	if v.team == nil || v.user == "" || v.channel == "" && !b.toDirect(ctx, v) {
		return
	}
	b.say(ctx, v, notice)
}

// ephemeralPending returns where to speak to who asked for p, beside whatever was pressed.
func (b *Bot) ephemeralPending(p state.Pending) *target {
	return ephemeral(&target{team: b.workspace(p.Workspace), channel: p.Channel, thread: p.Thread, user: p.User, responseURL: p.ReplyTo})
}
