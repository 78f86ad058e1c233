package slack

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// question is a line as typed, or the call of a button.
type question struct {
	line     string
	call     *bot.Call
	part     int    // of the answer, for pages
	sharedBy string // the user who shares the answer, "" if nobody does
	inPlace  bool   // turns the page of an answer that stands, maybe for all to see
	asker    string // of a page: who may delete the answer, "" if nobody may
}

// answer answers q at v.
func (b *Bot) answer(ctx context.Context, v *target, q question) {
	defer func() {
		if p := recover(); p != nil {
			if q.inPlace {
				v = ephemeral(v)
			}
			b.failed(ctx, v, p)
		}
	}()
	arrived := b.late(ctx, v)
	defer arrived() // also after a panic
	r, refusal, err := b.patientRequest(ctx, v)
	if err != nil {
		arrived()
		b.Log.Error("a question could not be answered: Slack does not tell who asks", slog.Any("error", redacted(err)))
		return
	}
	if refusal != "" {
		arrived()
		if q.inPlace {
			v = ephemeral(v)
		}
		v.private = v.private || v.responseURL != ""
		b.say(ctx, v, refusal)
		return
	}
	card, call := b.ask(ctx, r, q)
	arrived()
	if q.inPlace && card.Status == bot.Failed {
		v = ephemeral(v)
	}
	b.present(ctx, v, q, card, call)
}

// patientRequest returns request, tried again while Slack is down or limits calls.
func (b *Bot) patientRequest(ctx context.Context, v *target) (r bot.Request, refusal string, err error) {
	err = b.patiently(ctx, func() error {
		r, refusal, err = b.request(ctx, v)
		return err
	})
	return r, refusal, err
}

// ask finds the card, when it is its turn.
func (b *Bot) ask(ctx context.Context, r bot.Request, q question) (bot.Card, bot.Call) {
	b.slots <- struct{}{}
	defer func() { <-b.slots }()
	if q.call != nil {
		r.Call = *q.call
		return b.Mux.Do(ctx, r), r.Call
	}
	parsed, err := b.Mux.Parse(q.line, r)
	if err != nil {
		return b.Mux.Refuse(ctx, parsed, err), parsed.Call
	}
	return b.Mux.Do(ctx, parsed), parsed.Call
}

// present renders a card and delivers the part of it that was asked for.
func (b *Bot) present(ctx context.Context, v *target, q question, card bot.Card, call bot.Call) {
	call.Generation = card.Generation
	a := blockkit.Answer{Card: card, Call: call, Scope: v.team.scope(), In: v.in(), Asker: v.user, SharedBy: q.sharedBy,
		Files: b.has(v.team, "files.getUploadURLExternal")}
	if q.inPlace {
		a.Asker = q.asker
	}
	if !v.private && !b.has(v.team, deleteMethod) {
		a.Asker = ""
	}
	m := b.drawn(ctx, v.team, a, q.part)
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		b.faults.Failed("the buttons of an answer could not be kept; it goes out without them", err)
		m.Blocks, m.Spare = blockkit.WithoutButtons(m.Blocks), nil
	}
	if err := b.deliver(ctx, v, m); err != nil {
		b.Log.Error("an answer could not be delivered", slog.String("command", card.Command), slog.String("channel", v.channel), slog.Any("error", redacted(err)))
		return
	}
	b.follow(ctx, v)
	if v.message != "" && !v.private {
		b.remember(ctx, bot.Posted{Place: v.place(), Message: v.message, Card: card, Call: call, Part: q.part, Asker: a.Asker, SharedBy: q.sharedBy})
	}
}

// drawn returns one part of an answer with its picture, and a spare one without.
func (b *Bot) drawn(ctx context.Context, w *workspace, a blockkit.Answer, part int) blockkit.Message {
	a.File = b.picture(ctx, w, a.Card.Picture)
	m := a.Message(part)
	if a.File != "" {
		a.File = ""
		spare := a.Message(part)
		m.Spare, m.Calls = &spare, append(m.Calls, spare.Calls...)
	}
	return m
}

// follow remembers which message answers which, for edits and deletions.
func (b *Bot) follow(ctx context.Context, v *target) {
	if v.asked == "" || v.message == "" {
		return
	}
	err := b.State.Answered(ctx, state.Answer{Platform: platform, Workspace: v.team.ID, Channel: v.channel, Asked: v.asked,
		Message: v.message, Thread: v.thread, User: v.user})
	if err != nil {
		b.faults.Failed("edits of a question cannot be followed", err)
	}
}

// late says after a while that the search goes on, in the place of the answer.
// The function that it returns waits for that notice, if there is one.
func (b *Bot) late(ctx context.Context, v *target) (arrived func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-done:
			return
		case <-time.After(lateAfter):
		}
		if v.message == "" && !v.replace {
			b.showPlaceholder(ctx, v)
		}
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
	m := blockkit.Message{Text: "Searching…"}
	if v.responseURL != "" {
		if v.replace = b.respond(ctx, v, m) == nil; v.replace && v.event != "" {
			b.notePlaced(ctx, v, atResponseURL)
		}
		return
	}
	if v.private || !b.has(v.team, updateMethod) || b.lanes.Pace(ctx, v.team.ID+"/"+v.channel) != nil || b.post(ctx, v, m) != nil || v.event == "" {
		return
	}
	b.notePlaced(ctx, v, v.message)
}

// atResponseURL stands for the message that a response URL has shown.
const atResponseURL = "@response"

// notePlaced remembers a placeholder, for what becomes of it after a restart.
func (b *Bot) notePlaced(ctx context.Context, v *target, message string) {
	if err := b.State.SetPlaceholder(ctx, platform, v.event, message); err != nil {
		b.faults.Failed("a placeholder could not be noted", err)
	}
}

// request returns who asks, where. The refusal is for people, "" if they may ask;
// the error is a fault of Slack's that passes.
func (b *Bot) request(ctx context.Context, v *target) (bot.Request, string, error) {
	r := bot.Request{Platform: platform, Workspace: v.team.ID, Channel: v.channel, Under: v.under, Thread: v.thread, User: v.user, Zone: b.Zone, Now: time.Now()}
	settings, err := b.State.Settings(ctx, platform, v.team.ID, r.Ruling())
	if err != nil {
		b.faults.Failed("a channel's settings could not be read", err)
	}
	if zone, err := time.LoadLocation(settings["zone"]); err == nil && settings["zone"] != "" {
		r.Zone = zone
	}
	return b.admit(ctx, v, r, settings["sources"] != "")
}

// tellInterrupted turns what a restart interrupted into an offer to run it again.
func (b *Bot) tellInterrupted(ctx context.Context) {
	left, err := b.State.Pending(ctx, platform)
	if err != nil {
		b.Log.Error("answers interrupted by the last end are not known", slog.Any("error", err))
		return
	}
	for _, p := range left {
		w := b.workspace(p.Workspace)
		if w == nil {
			continue
		}
		b.work.Go(func() {
			if isWithdrawal(p) {
				b.withdraw(ctx, w, p)
				return
			}
			b.interrupted(ctx, w, p)
		})
	}
}

// interrupted offers to run p again, once: also where the offer fails, p is over.
func (b *Bot) interrupted(ctx context.Context, w *workspace, p state.Pending) {
	b.offerAgain(ctx, w, p)
	b.finished(ctx, p.ID)
}

func (b *Bot) offerAgain(ctx context.Context, w *workspace, p state.Pending) {
	defer chat.Rescue(b.Log, "who asked could not be told that the answer was interrupted", nil)
	v := &target{team: w, channel: p.Channel, thread: p.Thread, user: p.User, message: p.Message, responseURL: p.ReplyTo, private: p.ReplyTo != ""}
	if p.Message == atResponseURL {
		v.message, v.replace = "", true
	}
	card := bot.Card{Command: "help", Notice: "This was interrupted. Run it again."}
	if r, err := b.Mux.Parse(p.Line, bot.Request{Platform: platform, Zone: b.Zone, Now: p.Began}); err == nil && p.Line != "" {
		card.Actions = []bot.Action{{Kind: bot.Run, Label: "Run again", Call: r.Call}}
	}
	if p.User != "" && p.Channel != "" && time.Since(p.Began) < state.SeenLife {
		b.present(ctx, v, question{}, card, bot.Call{})
	}
}
