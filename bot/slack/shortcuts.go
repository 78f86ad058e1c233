package slack

import (
	"cmp"
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
)

// viewMethod opens a modal.
const viewMethod = "views.open"

// shortcutHandler does what shortcuts and modals ask for.
type shortcutHandler struct {
	*converse.Chat[blockkit.Message]
	sender *sender
	access *atomic.Pointer[Access]
	log    *slog.Logger
}

// task returns what a shortcut or a modal asks for; nil for one that is not ours.
func (s shortcutHandler) task(w *workspace, i interaction) func(context.Context) {
	switch {
	case i.Type == "shortcut" && i.CallbackID == askShortcut:
		return func(ctx context.Context) { s.openModal(ctx, w, i) }
	case i.Type == "view_submission" && i.Modal.CallbackID == askShortcut:
		return func(ctx context.Context) { s.submitted(ctx, w, i) }
	case i.Type == "view_submission" && i.Modal.CallbackID == shareForm:
		return func(ctx context.Context) { s.share(ctx, w, i) }
	case i.Type == "message_action":
		return func(ctx context.Context) { s.onMessage(ctx, w, i) }
	}
	return nil
}

// openModal asks for a question, and where to answer it.
func (s shortcutHandler) openModal(ctx context.Context, w *workspace, i interaction) {
	if s.open(ctx, w, i, blockkit.QuestionForm(askShortcut)) {
		return
	}
	t := targetIn(w)
	t.User = i.User.ID
	if direct := s.direct(ctx, t); direct != nil {
		s.Say(ctx, direct, "The form could not be opened. Write me your question here.")
	}
}

// open opens a modal and reports whether that was possible.
func (s shortcutHandler) open(ctx context.Context, w *workspace, i interaction, view slack.ModalViewRequest) bool {
	_, err := w.api.OpenViewContext(ctx, i.TriggerID, view)
	if err != nil && !w.lacks(viewMethod, err) {
		s.log.Error("a form could not be opened", slog.Any("error", redacted(err)))
	}
	return err == nil
}

// shareForm is the callback ID of the form that asks where to share an answer.
const shareForm = "share_answer"

// openShareForm asks in which channel to share the answer at here, in direct messages, whose
// call is kept by key.
func (s shortcutHandler) openShareForm(ctx context.Context, i interaction, here *converse.Target, key string) {
	if !s.open(ctx, teamOf(here), i, blockkit.ShareForm(shareForm, key)) {
		s.Say(ctx, besideTarget(here), "The form could not be opened. Ask me in the channel, by mention or with a slash command.")
	}
}

// share asks again what an answer in direct messages answered, for the channel that was chosen
// in the form: it shows what may be seen there.
func (s shortcutHandler) share(ctx context.Context, w *workspace, i interaction) {
	t := targetIn(w)
	t.User, t.Channel = i.User.ID, i.Modal.State.chosenChannel()
	if len(i.ResponseURLs) > 0 { // which works where the bot is not
		t.Channel, t.Spare = i.ResponseURLs[0].ChannelID, i.ResponseURLs[0].ResponseURL
		t.Until = time.Now().Add(webapi.ResponseLife)
	}
	kept, found, err := s.Kept(ctx, w.ID, i.Modal.Metadata)
	if err == nil && found && t.Channel != "" {
		s.Answer(ctx, t, converse.Question{Call: &kept.Call, Part: kept.Part, SharedBy: t.User})
		return
	}
	if direct := s.direct(ctx, t); direct != nil {
		s.Say(ctx, direct, converse.UnreadText)
	}
}

// submitted answers the modal's question.
func (s shortcutHandler) submitted(ctx context.Context, w *workspace, i interaction) {
	line := i.Modal.State.Values[blockkit.LineBlock][blockkit.LineInput].Value
	t := targetIn(w)
	t.User = i.User.ID
	if len(i.ResponseURLs) > 0 && !isDirect(i.ResponseURLs[0].ChannelID) {
		t.Channel, t.Reply, t.Private = i.ResponseURLs[0].ChannelID, i.ResponseURLs[0].ResponseURL, true
		t.Until = time.Now().Add(webapi.ResponseLife)
	}
	if t.Channel == "" {
		if t = s.direct(ctx, t); t == nil {
			return
		}
	}
	s.Answer(ctx, t, converse.Question{Line: asTyped(line, w.Me)})
}

// direct returns the direct messages with t's user, nil if they cannot be opened.
func (s shortcutHandler) direct(ctx context.Context, t *converse.Target) *converse.Target {
	direct, err := s.sender.Direct(ctx, t)
	if err != nil {
		s.log.Error("a direct message could not be opened", slog.Any("error", redacted(err)))
		return nil
	}
	return direct
}

// onMessage does what was asked of a message.
func (s shortcutHandler) onMessage(ctx context.Context, w *workspace, i interaction) {
	t := targetIn(w)
	t.Channel, t.Thread = i.place()
	t.User, t.Private, t.Reply, t.Until = i.User.ID, true, i.ResponseURL, time.Now().Add(webapi.ResponseLife)
	text := messageWords(i, w.Me)
	switch i.CallbackID {
	case deleteShortcut:
		s.deleteAnswer(ctx, t, i)
	case contextShortcut:
		s.contextOf(ctx, t, i)
	case checkShortcut, whoElseShortcut:
		if text == "" {
			s.Say(ctx, t, "This message has no words to look for.")
			return
		}
		call := bot.Call{Command: "check-quote", Args: bot.Args{"text": text}}
		if i.CallbackID == whoElseShortcut {
			topic := strings.ReplaceAll(cmp.Or(chat.Quotation(text), text), `"`, "")
			call = bot.Call{Command: "who-said", Args: bot.Args{"topic": topic}}
		}
		s.Answer(ctx, t, converse.Question{Call: &call})
	}
}

// messageWords returns the first quote of an answer of ours, as one phrase, or what
// somebody claims in a message of their own, its quotations in quotation marks.
func messageWords(i interaction, me string) string {
	if quote, ok := blockkit.QuoteIn(i.Message.Blocks); ok {
		return `"` + strings.TrimSpace(strings.ReplaceAll(quote, `"`, "")) + `"`
	}
	return chat.Claim(edgeMarks.ReplaceAllString(asTyped(i.Message.Text, me), "$1$2"))
}

// edgeMarks are Slack's signs for bold, italic, struck and code, at the ends of words.
var edgeMarks = regexp.MustCompile("(^|[^\\pL\\pN])[*_~`]+|[*_~`]+([^\\pL\\pN]|$)")

// contextOf shows the paragraphs around the first quote of one of our answers.
func (s shortcutHandler) contextOf(ctx context.Context, t *converse.Target, i interaction) {
	for _, value := range blockkit.ButtonValues(i.Message.Blocks) {
		kept, found, err := s.Kept(ctx, t.Workspace, value)
		if err != nil {
			s.Say(ctx, t, converse.UnreadText)
			return
		}
		if found && kept.Call.Command == "context" {
			t.In = kept.In
			s.Answer(ctx, t, converse.Question{Call: &kept.Call})
			return
		}
	}
	s.Say(ctx, t, "I can show the context of my own answers. For other messages, use Check this quote.")
}

// deleteAnswer deletes one of our answers.
func (s shortcutHandler) deleteAnswer(ctx context.Context, t *converse.Target, i interaction) {
	w := teamOf(t)
	if i.Message.User != w.Me && (i.Message.BotID == "" || i.Message.BotID != w.BotID) {
		s.Say(ctx, t, "I can delete my own answers alone.")
		return
	}
	here := *t
	here.Private, here.Message = false, i.Message.TS
	s.Delete(ctx, converse.Press{Key: blockkit.Asker(i.Message.Blocks), Admin: slices.Contains(s.access.Load().Admins, t.User), Here: &here, Beside: t})
}
