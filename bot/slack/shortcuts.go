package slack

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// The shortcuts' callback IDs, as the manifest registers them.
const (
	askShortcut     = "ask_briefing"
	checkShortcut   = "check_quote"
	whoElseShortcut = "who_else"
	contextShortcut = "show_context"
	deleteShortcut  = "delete_answer"
)

// shortcut returns what a shortcut or a modal asks for; nil for one that is not ours.
func (b *Bot) shortcut(w *workspace, i interaction) func(context.Context) {
	switch {
	case i.Type == "shortcut" && i.CallbackID == askShortcut:
		return func(ctx context.Context) { b.openModal(ctx, w, i) }
	case i.Type == "view_submission" && i.View.CallbackID == askShortcut:
		return func(ctx context.Context) { b.submitted(ctx, w, i) }
	case i.Type == "message_action":
		return func(ctx context.Context) { b.onMessageShortcut(ctx, w, i) }
	}
	return nil
}

// openModal asks for a question, and where to answer it.
func (b *Bot) openModal(ctx context.Context, w *workspace, i interaction) {
	_, err := w.api.OpenViewContext(ctx, i.TriggerID, blockkit.QuestionForm(askShortcut))
	if err == nil {
		return
	}
	if !b.lacks(w, "views.open", err) {
		b.Log.Error("the form for questions could not be opened", slog.Any("error", redacted(err)))
	}
	if v := (&target{team: w, user: i.User.ID}); b.toDirect(ctx, v) {
		b.say(ctx, v, "The form could not be opened. Write me your question here.")
	}
}

// submitted answers the modal's question.
func (b *Bot) submitted(ctx context.Context, w *workspace, i interaction) {
	line := i.View.State.Values[blockkit.LineBlock][blockkit.LineInput].Value
	v := &target{team: w, user: i.User.ID}
	if len(i.ResponseURLs) > 0 && !strings.HasPrefix(i.ResponseURLs[0].ChannelID, "D") {
		v.channel, v.responseURL, v.private = i.ResponseURLs[0].ChannelID, i.ResponseURLs[0].ResponseURL, true
	}
	if v.channel == "" && !b.toDirect(ctx, v) {
		return
	}
	b.answer(ctx, v, question{line: decode(line, w.Me)})
}

// toDirect makes v the direct messages with its user.
func (b *Bot) toDirect(ctx context.Context, v *target) bool {
	channel, err := b.directChannel(ctx, v)
	if err != nil {
		b.Log.Error("a direct message could not be opened", slog.Any("error", redacted(err)))
		return false
	}
	v.channel, v.thread, v.private, v.message, v.responseURL, v.replace = channel, "", false, "", "", false
	return true
}

// onMessageShortcut does what was asked of a message.
func (b *Bot) onMessageShortcut(ctx context.Context, w *workspace, i interaction) {
	channel, thread := i.place()
	v := &target{team: w, channel: channel, thread: thread, user: i.User.ID, private: true, responseURL: i.ResponseURL}
	text := strings.TrimSpace(strings.ReplaceAll(messageWords(i, w.Me), `"`, ""))
	switch i.CallbackID {
	case deleteShortcut:
		b.deleteByShortcut(ctx, v, i)
	case contextShortcut:
		b.contextOf(ctx, v, i)
	case checkShortcut, whoElseShortcut:
		if text == "" {
			b.say(ctx, v, "This message has no words to look for.")
			return
		}
		call := bot.Call{Command: "check-quote", Args: bot.Args{"text": `"` + text + `"`}}
		if i.CallbackID == whoElseShortcut {
			call = bot.Call{Command: "who-said", Args: bot.Args{"topic": text}}
		}
		b.answer(ctx, v, question{call: &call})
	}
}

// messageWords returns the first quotation in a message, or all its words.
func messageWords(i interaction, me string) string {
	if quote, ok := blockkit.QuoteIn(i.Message.Blocks); ok {
		return quote
	}
	return decode(i.Message.Text, me)
}

// contextOf shows the paragraphs around the first quote of an answer of ours.
func (b *Bot) contextOf(ctx context.Context, v *target, i interaction) {
	for _, value := range blockkit.ButtonValues(i.Message.Blocks) {
		kept, found, err := b.State.ButtonCall(ctx, v.team.scope(), value)
		if err != nil {
			b.faults.Failed("a button's call could not be read", err)
			b.say(ctx, v, unreadText)
			return
		}
		if found && kept.Call.Command == "context" {
			v.applyScope(kept)
			b.answer(ctx, v, question{call: &kept.Call})
			return
		}
	}
	b.say(ctx, v, "I can show the context of my own answers. For other messages, use Check this quote.")
}

func (b *Bot) deleteByShortcut(ctx context.Context, v *target, i interaction) {
	if i.Message.User != v.team.Me && (i.Message.BotID == "" || i.Message.BotID != v.team.BotID) {
		b.say(ctx, v, "I can delete my own answers alone.")
		return
	}
	here := *v
	here.private, here.message = false, i.Message.TS
	asker := blockkit.Asker(i.Message.Blocks)
	if asker != v.user && !slices.Contains(b.Access.Admins, v.user) {
		b.say(ctx, v, "Only who asked can delete this answer.")
		return
	}
	b.erase(ctx, &here, v)
}
