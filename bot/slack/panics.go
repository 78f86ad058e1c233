package slack

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// failed tells at v that a question ended in panic p outside its handler, in the
// words that the Mux has for one within.
func (b *Bot) failed(ctx context.Context, v *venue, p any) {
	defer b.unharmed("a failure could not be told")
	ref := reference()
	b.logPanic("a question from Slack ended in a panic", p, slog.String("ref", ref))
	if v.team == nil || v.user == "" || v.channel == "" && !b.toDirect(ctx, v) {
		return
	}
	b.say(ctx, v, "Something went wrong here (ref "+ref+").")
}

// reference names a failure in the answer and in the log.
func reference() string {
	var raw [2]byte
	rand.Read(raw[:]) // never fails (crypto/rand)
	return hex.EncodeToString(raw[:])
}

// besidePending is where to speak to who asked for p, beside whatever was pressed.
func (b *Bot) besidePending(p state.Pending) *venue {
	return beside(&venue{team: b.workspace(p.Workspace), channel: p.Channel, thread: p.Thread, user: p.User, responseURL: p.ReplyTo})
}

// unharmed is deferred where a panic costs less than the process would.
func (b *Bot) unharmed(what string) {
	if p := recover(); p != nil {
		b.logPanic(what, p)
	}
}

// asError is deferred to turn a panic into an error of who called.
func (b *Bot) asError(err *error) {
	if p := recover(); p != nil {
		b.logPanic("a post to Slack ended in a panic", p)
		*err = errors.New("a post ended in a panic, which the log has")
	}
}

// logPanic logs where it happened. The runtime's panics name types and numbers;
// others may hold what users wrote and are logged by their type alone.
func (b *Bot) logPanic(what string, p any, attrs ...any) {
	stack := debug.Stack()
	if job, ok := p.(*chat.Panic); ok {
		p, stack = job.Value, job.Stack
	}
	said := fmt.Sprintf("%T", p)
	if own, ok := p.(runtime.Error); ok {
		said = own.Error()
	}
	b.Log.Error(what, append(attrs, slog.String("panic", said), slog.String("stack", string(stack)))...)
}
