package discord

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// response is the first answer to an interaction
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object).
type response struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// The types of responses.
const (
	responsePong    = 1
	responseMessage = 4
	responseLater   = 5 // a new message, later
	responseEdit    = 6 // of the message that was pressed, later
	responseChoices = 8
	responseForm    = 9
)

// acknowledge answers an interaction first: over the gateway a call, over HTTP the
// reply itself.
type acknowledge func(context.Context, response) error

// alreadyAcknowledged is what Discord says of an interaction that has its first
// response, and nextResponse how long after a fault the next try is.
const (
	alreadyAcknowledged = 40060
	nextResponse        = 150 * time.Millisecond
)

// callback makes the first response, again after a fault, for as long as Discord
// waits for it. A try without an answer may have arrived: an interaction that is
// acknowledged after it was acknowledged by it.
func (b *Bot) callback(ctx context.Context, i interaction, r response) error {
	ctx, stop := context.WithTimeout(ctx, acknowledgement)
	defer stop()
	for doubtful := false; ; doubtful = true {
		err := b.respondFirst(ctx, i, r)
		switch {
		case doubtful && rest.CodeOf(err) == alreadyAcknowledged:
			return nil
		case remedyFor(err, false) != retryLater, outbox.Pause(ctx, nextResponse) != nil:
			return err
		}
	}
}

// respondFirst tries once; a try that hangs leaves time for another one.
func (b *Bot) respondFirst(ctx context.Context, i interaction, r response) error {
	ctx, stop := context.WithTimeout(ctx, acknowledgement/2)
	defer stop()
	return b.rest.Call(ctx, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", r, nil)
}

// later says that a new message follows, for the asker alone or for all.
func later(private bool) response {
	data := struct {
		Flags int `json:"flags"`
	}{}
	if private {
		data.Flags = embed.OnlyAsker
	}
	return response{Type: responseLater, Data: data}
}

// interact acknowledges an interaction and does what it asks for, once. An
// interaction that Discord does not know any more, or that somebody else
// acknowledged, is left alone.
func (b *Bot) interact(ctx context.Context, i interaction, ack acknowledge) error {
	v := b.targetOf(i)
	switch {
	case i.ID == "" || i.Token == "" || i.Data == nil || v.user == "":
		return fmt.Errorf("an interaction of type %d without its parts", i.Type)
	case !b.recent.First(i.ID):
		return nil
	case i.Type == typeCommand && i.Data.Type > 1:
		return b.onMessageCommand(ctx, v, i, ack)
	case i.Type == typeCommand:
		return b.onCommand(ctx, v, i, ack)
	case i.Type == typeComponent:
		return b.onComponent(ctx, v, i, ack)
	case i.Type == typeAutocomplete:
		return b.onAutocomplete(ctx, v, i, ack)
	case i.Type == typeForm:
		return b.onForm(ctx, v, i, ack)
	}
	return fmt.Errorf("an interaction of unknown type %d", i.Type)
}

// targetOf returns where an interaction was made; its answer is private.
func (b *Bot) targetOf(i interaction) *target {
	v := &target{guild: i.Guild, channel: i.ChannelID, user: i.asker(), roles: i.Member.roles(), manages: i.Member.manages(),
		app: cmp.Or(i.App, b.app), token: i.Token, until: time.Now().Add(tokenLife - 10*time.Second), private: i.Guild != "", event: i.ID}
	if i.Channel != nil {
		v.under, v.located = i.Channel.under(), true
	}
	return v
}

// named returns the command and the options that were chosen: those of the
// sub-command if there is one.
func named(d interactionData) (command string, options []optionValue) {
	command, options = d.Name, d.Options
	for len(options) == 1 && (options[0].Type == optionSubCommand || options[0].Type == optionGroup) {
		command, options = command+" "+options[0].Name, options[0].Options
	}
	return strings.TrimPrefix(command, safeName+" "), options
}

// typed returns options by name, as typed.
func typed(options []optionValue) map[string]string {
	out := map[string]string{}
	for _, o := range options {
		out[o.Name] = o.text()
	}
	return out
}

// onCommand answers a slash command privately.
func (b *Bot) onCommand(ctx context.Context, v *target, i interaction, ack acknowledge) error {
	command, options := named(*i.Data)
	q := question{command: command, values: typed(options)}
	if f, ok := b.formFor(q); ok {
		if err := ack(ctx, response{Type: responseForm, Data: f}); err != nil {
			return fmt.Errorf("open a form: %w", err)
		}
		return nil
	}
	return b.onQuestion(ctx, v, q, ack)
}

// onQuestion acknowledges a command with its options and answers it.
func (b *Bot) onQuestion(ctx context.Context, v *target, q question, ack acknowledge) error {
	if err := ack(ctx, later(v.private)); err != nil {
		return fmt.Errorf("acknowledge a command: %w", err)
	}
	b.noted(ctx, v, q, func() { b.answer(ctx, v, q) })
	return nil
}

// noted does something that a restart may interrupt; who asked is told then.
func (b *Bot) noted(ctx context.Context, v *target, q question, do func()) {
	p := state.Pending{ID: v.event, Platform: platform, Workspace: v.scope(), Channel: v.channel, Thread: v.asked, User: v.user, Line: b.lineOf(q), ReplyTo: v.token}
	isNew, err := b.State.Begin(ctx, p)
	switch {
	case err != nil:
		b.faults.Failed("events are not remembered: one may be answered twice after a restart", err)
	case !isNew:
		return
	}
	b.guarded(ctx, v, q, do)
	if err == nil {
		b.finished(ctx, v.event)
	}
}

// finished notes that an event's answer was given, or never will be.
func (b *Bot) finished(ctx context.Context, event string) {
	b.faults.Eventually(ctx, "an answer could not be marked as given", func() error { return b.State.Finish(ctx, platform, event) })
}

// guarded does something for q; after a panic who asked is told.
func (b *Bot) guarded(ctx context.Context, v *target, q question, do func()) {
	defer func() {
		if p := recover(); p != nil {
			b.failed(ctx, v, q, p)
		}
	}()
	do()
}

// failed tells who asked q that it ended in panic p outside its handler, in the words
// that the Mux has for one within.
func (b *Bot) failed(ctx context.Context, v *target, q question, p any) {
	defer chat.Rescue(b.Log, "a failure could not be told", nil)
	ref, notice := bot.Fault()
	chat.LogPanic(b.Log, "a question from Discord ended in a panic", p, slog.String("ref", ref))
	if q.inPlace {
		b.followUp(ctx, v, notice) // the page before stays
		return
	}
	b.say(ctx, v, notice)
}

// lineOf returns what a person would type to ask q, "" if that is not known.
func (b *Bot) lineOf(q question) string {
	if q.call != nil {
		c, ok := b.Mux.Find(q.call.Command)
		if !ok {
			return ""
		}
		return c.Line(*q.call)
	}
	r, err := b.Mux.Typed(q.command, q.values, bot.Request{Platform: platform, Zone: b.Zone, Now: time.Now()})
	if q.command == "" || err != nil {
		return q.line
	}
	return r.Line
}

// completeWithin is how long a completion may take: Discord shows none later.
const completeWithin = time.Second

// onAutocomplete completes the option that is being typed. What cannot be
// completed has no choices.
func (b *Bot) onAutocomplete(ctx context.Context, v *target, i interaction, ack acknowledge) error {
	choices := []choice{}
	command, options := named(*i.Data)
	r, refusal := b.request(ctx, v)
	ctx, stop := context.WithTimeout(ctx, completeWithin)
	defer stop()
	for _, o := range options {
		if !o.Focused || refusal != "" {
			continue
		}
		r.Command = command
		for _, s := range b.Mux.Suggest(ctx, r, o.Name, o.text()) {
			if s.Value == "" || chat.Length(s.Value) > maxChoice || len(choices) == maxChoices {
				continue
			}
			name := s.Value
			if s.Note != "" {
				name += " – " + s.Note
			}
			choices = append(choices, choice{Name: chat.Shorten(chat.OneLine(name), maxChoice), Value: s.Value})
		}
	}
	return ack(ctx, response{Type: responseChoices, Data: map[string]any{"choices": choices}})
}
