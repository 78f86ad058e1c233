package discord

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// onComponent does what a button asks for.
func (b *Bot) onComponent(ctx context.Context, v *target, i interaction, ack acknowledge) error {
	kind, key := embed.Pressed(i.Data.CustomID)
	asker := ""
	if i.Message != nil {
		asker = askerOf(*i.Message)
	}
	v.private = i.Message != nil && i.Message.Flags&embed.OnlyAsker != 0 || v.guild != ""
	reply := later(v.private)
	switch kind {
	case bot.Page:
		reply = response{Type: responseEdit}
	case bot.Share:
		v.private, reply = false, later(false)
	case bot.Delete:
		if v.user == key || v.manages {
			reply = response{Type: responseEdit}
		}
	}
	if err := ack(ctx, reply); err != nil {
		return fmt.Errorf("acknowledge a button: %w", err)
	}
	if kind == bot.Delete {
		b.onDelete(ctx, v, reply.Type == responseEdit)
		return nil
	}
	kept, found, err := b.State.ButtonCall(ctx, v.buttons(), key)
	if err != nil {
		b.faults.Failed("a button's call could not be read", err)
	}
	if !found {
		text := "This button is too old to work. Ask again."
		if err != nil {
			text = unreadText
		}
		if kind == bot.Page {
			b.followUp(ctx, v, text)
			return nil
		}
		b.say(ctx, v, text)
		return nil
	}
	v.of = kept.In
	if kind == bot.Page {
		v.private = i.Message != nil && i.Message.Flags&embed.OnlyAsker != 0
	}
	b.runComponent(ctx, v, kind, kept, asker)
	return nil
}

// unreadText is for a store that fails, which is no reason to ask anew.
const unreadText = "What this button does could not be read. Try again later."

// runComponent does what a button's call asks for. A page that a restart keeps from
// being turned leaves the one before; any other button shows that the bot is thinking.
func (b *Bot) runComponent(ctx context.Context, v *target, kind bot.ActionKind, kept state.ButtonCall, asker string) {
	q := question{call: &kept.Call, part: kept.Part}
	if kind == bot.Page {
		q.inPlace, q.asker = true, asker
		b.guarded(ctx, v, q, func() { b.answer(ctx, v, q) })
		return
	}
	if kind == bot.Share {
		q.sharedBy = v.user
	}
	b.noted(ctx, v, q, func() {
		switch format, other := strings.CutPrefix(string(kind), exportKind); {
		case other:
			b.export(ctx, v, kept.Call, format)
		case kind == bot.Export:
			b.export(ctx, v, kept.Call, bot.ExportFormats[0])
		case kind == bot.Helpful || kind == bot.Unhelped:
			b.saveFeedback(ctx, v, kept.Call, kind == bot.Helpful)
		default:
			b.answer(ctx, v, q)
		}
	})
}

// askerOf returns who may delete a message: whom its button names, "" if it has none,
// as posts that nobody asked for.
func askerOf(m chatMessage) string {
	for _, row := range m.Components {
		for _, c := range row.Components {
			if kind, asker := embed.Pressed(c.CustomID); kind == bot.Delete {
				return asker
			}
		}
	}
	return ""
}

// onDelete removes the answer that was pressed, for who asked and for those
// who manage the server.
func (b *Bot) onDelete(ctx context.Context, v *target, may bool) {
	if !may {
		b.say(ctx, v, "Only who asked can delete this answer.")
		return
	}
	err := settled(ctx, func() error {
		return b.rest.Call(ctx, "DELETE", "/webhooks/"+v.app+"/"+v.token+"/messages/@original", nil, nil)
	})
	if err != nil && rest.CodeOf(err) != 10008 {
		b.Log.Error("an answer could not be deleted", slog.Any("error", rest.Redact(err)))
		b.followUp(ctx, v, "Discord did not let me delete this answer.")
	}
}

// deleteAnswer removes an answer that a command on messages was called on.
func (b *Bot) deleteAnswer(ctx context.Context, v *target, target chatMessage) {
	asker := askerOf(target)
	switch {
	case target.Author == nil || target.Author.ID != b.me:
		b.say(ctx, v, "That is no answer of mine.")
		return
	case asker != v.user && !v.manages:
		b.say(ctx, v, "Only who asked can delete this answer.")
		return
	}
	if err := b.rest.Call(ctx, "DELETE", "/channels/"+v.channel+"/messages/"+target.ID, nil, nil); err != nil && rest.CodeOf(err) != 10008 {
		b.Log.Warn("an answer could not be deleted", slog.Int("code", rest.CodeOf(err)))
		b.say(ctx, v, "Discord did not let me delete this answer: I need the permission View Channel here.")
		return
	}
	b.say(ctx, v, "Deleted.")
}

// followUp says something to who pressed, beside the message.
func (b *Bot) followUp(ctx context.Context, v *target, text string) {
	a := embed.Answer{Card: bot.Card{Notice: text}, Bare: true}
	body := a.Render()[0].Body(embed.OnlyAsker)
	err := settled(ctx, func() error { return b.rest.Call(ctx, "POST", "/webhooks/"+v.app+"/"+v.token, body, nil) })
	if err != nil {
		b.Log.Error("a message could not be delivered", slog.Any("error", rest.Redact(err)))
	}
}

func (b *Bot) saveFeedback(ctx context.Context, v *target, call bot.Call, helpful bool) {
	err := b.State.SaveFeedback(ctx, state.Feedback{Platform: platform, Workspace: v.scope(), User: v.user, Call: call, Helpful: helpful})
	if err != nil {
		b.faults.Failed("feedback could not be kept", err)
		b.say(ctx, v, "That could not be kept. Try again later.")
		return
	}
	b.say(ctx, v, "Noted, thank you.")
}
