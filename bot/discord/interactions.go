package discord

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// interactionHandler does what people press, and answers commands, forms and completions.
type interactionHandler struct {
	questions
	api        *api
	mux        *bot.Mux
	forms      formHandler
	components componentHandler
	onMessages messageCommandHandler
}

// handle acknowledges an interaction and does what it asks for, once. An interaction that
// Discord does not know any more, or that somebody else acknowledged, is left alone.
func (x *interactionHandler) handle(ctx context.Context, i interaction, ack acknowledge) error {
	t := x.target(i)
	switch {
	case i.ID == "" || i.Token == "" || i.Data == nil || t.User == "":
		return fmt.Errorf("an interaction of type %d without its parts", i.Type)
	case !x.First(i.ID):
		return nil
	case i.Type == typeCommand && i.Data.Type > slashCommand:
		return x.onMessages.handle(ctx, t, i, ack)
	case i.Type == typeCommand:
		return x.onCommand(ctx, t, i, ack)
	case i.Type == typeComponent:
		return x.components.handle(ctx, t, i, ack)
	case i.Type == typeAutocomplete:
		return x.complete(ctx, t, i, ack)
	case i.Type == typeForm:
		return x.forms.handle(ctx, t, i, ack)
	}
	return fmt.Errorf("an interaction of unknown type %d", i.Type)
}

// target returns where an interaction was made; its answer is private, in a server. Where
// the bot is a guest, its rights are those of direct messages with who brings it along.
func (x *interactionHandler) target(i interaction) *converse.Target {
	t := &converse.Target{Workspace: workspaceOf(i.Guild, i.asker()), Channel: i.ChannelID, User: i.asker(), Roles: i.Member.roles(), Admin: i.Member.manages(),
		Reply: replyOf(cmp.Or(i.App, x.api.app), i.Token), Until: replyUntil(), Replace: true, Private: i.Guild != "", Event: i.ID}
	if i.Channel != nil {
		t.Under, t.Located = i.Channel.under(), true
	}
	if i.isForeign() {
		t.Workspace, t.Under, t.Admin, t.Private, t.Own = workspaceOf("", i.asker()), "", false, true, asGuest{}
	}
	return t
}

// onCommand answers a slash command privately, or asks for the rest of it by a form.
func (x *interactionHandler) onCommand(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	command, options := named(*i.Data)
	q := converse.Question{Command: command, Values: typed(options)}
	if f, ok := x.forms.formFor(q); ok && x.mayAsk(ctx, t) {
		if err := x.forms.open(ctx, f, ack); err != nil {
			return fmt.Errorf("open a form: %w", err)
		}
		return nil
	}
	return x.answer(ctx, t, q, ack)
}

// mayAsk reports whether nothing is known that keeps t's user from asking, so that nobody
// fills in a form only to be refused.
func (x *interactionHandler) mayAsk(ctx context.Context, t *converse.Target) bool {
	ctx, stop := context.WithTimeout(ctx, acknowledgement/2)
	defer stop()
	_, refusal, err := x.Request(ctx, t)
	return refusal == "" && err == nil
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

// completeWithin is the time limit for a completion: Discord shows none later.
const completeWithin = time.Second

// complete completes the option that is being typed. If nothing completes it, it is what was
// typed: Discord would say that no option matches, as if it could not be asked.
func (x *interactionHandler) complete(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	choices := []choice{}
	command, options := named(*i.Data)
	r, refusal, err := x.Request(ctx, t)
	ctx, stop := context.WithTimeout(ctx, completeWithin)
	defer stop()
	for _, o := range options {
		if !o.Focused || refusal != "" || err != nil {
			continue
		}
		r.Command = command
		for _, s := range x.mux.Suggest(ctx, r, o.Name, o.text()) {
			if s.Value == "" || chat.Length(s.Value) > maxChoice || len(choices) == maxChoices {
				continue
			}
			name := s.Value
			if s.Note != "" {
				name += " – " + s.Note
			}
			choices = append(choices, choice{Name: chat.Shorten(chat.OneLine(name), maxChoice), Value: s.Value})
		}
		c, _ := x.mux.Find(command)
		if p, _ := c.Param(o.Name); len(choices) == 0 && p.Suggest != nil && strings.TrimSpace(o.text()) != "" && chat.Length(o.text()) <= maxChoice {
			choices = append(choices, choice{Name: chat.OneLine(o.text()), Value: o.text()})
		}
	}
	return ack(ctx, response{Type: responseChoices, Data: map[string]any{"choices": choices}})
}
