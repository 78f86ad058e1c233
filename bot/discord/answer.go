package discord

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// question is a line as typed, a command with its options, or the call of a button.
type question struct {
	line     string
	command  string
	values   map[string]string
	call     *bot.Call
	part     int    // of the answer, for pages
	sharedBy string // the user who shares the answer, "" if nobody does
	inPlace  bool   // turns the page of an answer that stands, maybe for all to see
	asker    string // of a page: who may delete the answer, "" if nobody may
}

// answer answers q at v.
func (b *Bot) answer(ctx context.Context, v *target, q question) {
	r, refusal := b.request(ctx, v)
	if refusal == "" {
		b.openThread(ctx, v, r)
	}
	if v.token == "" {
		defer b.typing(ctx, v.room())()
	}
	switch {
	case refusal != "" && q.inPlace:
		b.followUp(ctx, v, refusal) // the page stays for those who may see it
		return
	case refusal != "":
		b.say(ctx, v, refusal)
		return
	}
	arrived := b.late(ctx, v)
	defer arrived() // also after a panic
	card, call := b.ask(ctx, r, q)
	arrived()
	if q.inPlace && card.Status == bot.Failed {
		b.followUp(ctx, v, card.Notice) // the page before stays
		return
	}
	b.present(ctx, v, q, card, call)
}

// ask finds the card, when it is its turn.
func (b *Bot) ask(ctx context.Context, r bot.Request, q question) (bot.Card, bot.Call) {
	b.slots <- struct{}{}
	defer func() { <-b.slots }()
	if q.call != nil {
		r.Call = *q.call
		return b.Mux.Do(ctx, r), r.Call
	}
	parsed, err := b.read(r, q)
	if err != nil {
		return b.Mux.Refuse(ctx, parsed, err), parsed.Call
	}
	return b.Mux.Do(ctx, parsed), parsed.Call
}

func (b *Bot) read(r bot.Request, q question) (bot.Request, error) {
	if q.command != "" {
		return b.Mux.Typed(q.command, q.values, r)
	}
	return b.Mux.Parse(q.line, r)
}

// present renders a card and delivers the part of it that was asked for.
func (b *Bot) present(ctx context.Context, v *target, q question, card bot.Card, call bot.Call) {
	call.Generation = card.Generation
	a := embed.Answer{Card: card, Call: call, Scope: v.buttons(), In: v.of, Asker: v.user, SharedBy: q.sharedBy, Private: v.private, Files: b.has(attachments)}
	if q.inPlace {
		a.Asker = q.asker
	}
	messages := b.illustrated(a)
	part := q.part
	if part < 0 || part >= len(messages) { // chat.LastPart among them
		part = len(messages) - 1
	}
	m := messages[part]
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		b.faults.Failed("the buttons of an answer could not be kept; it goes out without them", err)
		m.Components = nil
	}
	if err := b.deliver(ctx, v, m); err != nil {
		b.Log.Error("an answer could not be delivered", slog.String("command", card.Command), slog.String("channel", v.channel), slog.Any("error", rest.Redact(err)))
		return
	}
	b.follow(ctx, v)
	if at := cmp.Or(v.message, v.answered); at != "" && !v.private {
		b.remember(ctx, bot.Posted{Place: v.place(), Room: v.room(), Message: at, Card: card, Call: call, Part: part, Asker: a.Asker, SharedBy: q.sharedBy})
	}
}

// follow remembers which message answers which, for edits and deletions.
func (b *Bot) follow(ctx context.Context, v *target) {
	if v.asked == "" || v.message == "" {
		return
	}
	err := b.State.Answered(ctx, state.Answer{Platform: platform, Workspace: v.scope(), Channel: v.channel, Asked: v.asked, Message: v.message, Thread: v.thread, User: v.user})
	if err != nil {
		b.faults.Failed("edits of a question cannot be followed", err)
	}
}

// late says after a while that the search goes on, in the place of the answer;
// Discord says so itself where an interaction was acknowledged. The function that
// it returns waits for that notice, if there is one.
func (b *Bot) late(ctx context.Context, v *target) (arrived func()) {
	if v.token != "" || v.message != "" {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-done:
			return
		case <-time.After(lateAfter):
		}
		b.showPlaceholder(ctx, v)
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-ended
	})
}

// showPlaceholder puts "Searching…" where the answer will stand. It tries once: the
// answer itself is what counts.
func (b *Bot) showPlaceholder(ctx context.Context, v *target) {
	defer chat.Rescue(b.Log, "no notice that a search goes on could be shown", nil)
	if b.post(ctx, v, embed.Message{Text: "Searching…"}) != nil {
		return
	}
	if err := b.State.SetPlaceholder(ctx, platform, v.event, v.message); err != nil {
		b.faults.Failed("a placeholder could not be noted", err)
	}
}

// request returns who asks, where. The refusal is for people, "" if they may ask.
func (b *Bot) request(ctx context.Context, v *target) (r bot.Request, refusal string) {
	if refusal := b.locate(ctx, v); refusal != "" {
		return r, refusal
	}
	return b.asking(ctx, v), cmp.Or(b.barred(v), b.unentitled(v))
}

// asking returns a request at v with what its place may see. It also reads into v what
// the channel is set to.
func (b *Bot) asking(ctx context.Context, v *target) bot.Request {
	guild, channel, under := v.ruling()
	r := bot.Request{Platform: platform, Workspace: cmp.Or(guild, v.scope()), Channel: channel, Under: under, User: v.user, Zone: b.Zone, Now: time.Now(),
		Admin: v.guild != "" && v.manages, Owner: slices.Contains(b.owners, v.user), Sources: b.shown(v)}
	settings, err := b.State.Settings(ctx, platform, r.Workspace, r.Ruling())
	if err != nil {
		b.faults.Failed("a channel's settings could not be read", err)
	}
	if zone, err := time.LoadLocation(settings["zone"]); err == nil && settings["zone"] != "" {
		r.Zone = zone
	}
	v.threads = settings[threads] == "on"
	return r
}

// tellInterrupted turns what a restart interrupted into an offer to run it again.
func (b *Bot) tellInterrupted(ctx context.Context) {
	left, err := b.State.Pending(ctx, platform)
	if err != nil {
		b.Log.Error("answers interrupted by the last end are not known", slog.Any("error", err))
		return
	}
	for _, p := range left {
		b.begin("interrupted answer", func() error {
			b.interrupted(ctx, p)
			return nil
		})
	}
}

func (b *Bot) interrupted(ctx context.Context, p state.Pending) {
	v := targetIn(p.Workspace)
	v.channel, v.user, v.message, v.asked, v.token, v.app = p.Channel, p.User, p.Message, p.Thread, p.ReplyTo, b.app
	v.until, v.private = p.Began.Add(tokenLife), p.ReplyTo != "" && v.guild != ""
	card := bot.Card{Command: "help", Notice: "This was interrupted. Run it again."}
	if r, err := b.Mux.Parse(p.Line, bot.Request{Platform: platform, Zone: b.Zone, Now: p.Began}); err == nil && p.Line != "" {
		card.Actions = []bot.Action{{Kind: bot.Run, Label: "Run again", Call: r.Call}}
	}
	tooLate := v.token != "" && time.Now().After(v.until)
	if p.User != "" && p.Channel != "" && !tooLate && time.Since(p.Began) < state.SeenLife {
		b.present(ctx, v, question{}, card, bot.Call{})
	}
	b.finished(ctx, p.ID)
}
