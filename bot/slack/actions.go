package slack

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// onInteraction does what a button, a shortcut or a modal asks for.
func (b *Bot) onInteraction(e envelope, i interaction) (task, error) {
	w := b.workspace(i.Team.ID, i.User.TeamID)
	if w == nil {
		return b.stranger(i.Team.ID), nil
	}
	channel, thread := i.place()
	t := task{pending: state.Pending{ID: e.ID, Workspace: w.ID, Channel: channel, Thread: thread, User: i.User.ID, ReplyTo: i.ResponseURL}, do: b.shortcut(w, i)}
	if i.Type == "block_actions" && len(i.Actions) > 0 {
		t.do = func(ctx context.Context) { b.onAction(ctx, w, i) }
	}
	return t, nil
}

// unreadText is for a store that fails, which is no reason to ask anew.
const unreadText = "What this button does could not be read. Try again later."

// onAction is a button: its action ID names its kind, its value the call kept for it.
func (b *Bot) onAction(ctx context.Context, w *workspace, i interaction) {
	action := i.Actions[0]
	name, _, _ := strings.Cut(action.ActionID, ".")
	kind := bot.ActionKind(name)
	here := b.here(w, i)
	switch {
	case kind == bot.Open:
		return
	case kind == bot.Delete:
		b.onDelete(ctx, here, strings.TrimPrefix(action.Value, blockkit.DeletePrefix))
		return
	case i.View.ID != "" && !b.toDirect(ctx, here):
		return
	}
	kept, found, err := b.State.ButtonCall(ctx, w.scope(), action.Value)
	if err != nil {
		b.faults.Failed("a button's call could not be read", err)
		b.say(ctx, ephemeral(here), unreadText)
		return
	}
	if !found {
		b.say(ctx, ephemeral(here), "This button is too old to work. Ask again.")
		return
	}
	here.applyScope(kept)
	asker := blockkit.Asker(i.Message.Blocks)
	if here.private { // Slack does not send its buttons back
		asker = i.User.ID
	}
	b.runAction(ctx, here, kind, kept, asker)
}

func (b *Bot) runAction(ctx context.Context, here *target, kind bot.ActionKind, kept state.ButtonCall, asker string) {
	switch kind {
	case bot.Page:
		b.answer(ctx, here, question{call: &kept.Call, part: kept.Part, inPlace: true, asker: asker})
	case bot.Share:
		out := ephemeral(here)
		out.private = false
		out.responseURL, out.spareURL = "", out.responseURL // a message of the bot's own can be edited later
		b.answer(ctx, out, question{call: &kept.Call, part: kept.Part, sharedBy: here.user})
	case bot.Export:
		b.export(ctx, here, kept.Call, bot.ExportFormats[0])
	case bot.Helpful, bot.Unhelped:
		b.saveFeedback(ctx, here, kept.Call, kind == bot.Helpful)
	default:
		if format, ok := strings.CutPrefix(string(kind), exportKind); ok {
			b.export(ctx, here, kept.Call, format)
			return
		}
		b.answer(ctx, ephemeral(here), question{call: &kept.Call, part: kept.Part})
	}
}

// here returns the message that was pressed, as a place for the answer that replaces it.
func (b *Bot) here(w *workspace, i interaction) *target {
	channel, thread := i.place()
	v := &target{team: w, channel: channel, thread: thread, user: i.User.ID, responseURL: i.ResponseURL, replace: true, private: i.Container.IsEphemeral}
	if !v.private {
		v.message = cmp.Or(i.Message.TS, i.Container.MessageTS)
	}
	if v.responseURL == "" {
		v.replace = false
	}
	return v
}

// ephemeral returns a new message next to v: private, except where only the two talk.
func ephemeral(v *target) *target {
	out := *v
	out.replace, out.message = false, ""
	out.private = !strings.HasPrefix(v.channel, "D")
	if !out.private {
		out.responseURL = "" // a response URL's messages in a direct channel are private too, and vanish
	}
	return &out
}

// onDelete removes an answer for who asked, and for administrators.
func (b *Bot) onDelete(ctx context.Context, here *target, asker string) {
	if here.user != asker && !slices.Contains(b.Access.Admins, here.user) {
		b.say(ctx, ephemeral(here), "Only who asked can delete this answer.")
		return
	}
	b.erase(ctx, here, ephemeral(here))
}

// erase removes the message at here, and says at reply where that fails.
func (b *Bot) erase(ctx context.Context, here, reply *target) {
	if err := b.remove(ctx, here); err != nil {
		if !b.lacks(here.team, deleteMethod, err) {
			b.Log.Error("an answer could not be deleted", slog.Any("error", redacted(err)))
		}
		b.say(ctx, reply, "Slack did not let me delete this answer.")
	}
}

func (b *Bot) saveFeedback(ctx context.Context, here *target, call bot.Call, helpful bool) {
	err := b.State.SaveFeedback(ctx, state.Feedback{Platform: platform, Workspace: here.team.ID, User: here.user, Call: call, Helpful: helpful})
	if err != nil {
		b.faults.Failed("feedback could not be kept", err)
		b.say(ctx, ephemeral(here), "That could not be kept. Try again later.")
		return
	}
	b.say(ctx, ephemeral(here), "Noted, thank you.")
}
