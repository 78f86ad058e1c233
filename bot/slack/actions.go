package slack

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// actionHandler does what buttons, shortcuts and modals ask for.
type actionHandler struct {
	*converse.Chat[blockkit.Message]
	shortcuts shortcutHandler
	access    *atomic.Pointer[Access]
}

// task returns what a button, a shortcut or a modal asks for.
func (a actionHandler) task(w *workspace, e envelope, i interaction) converse.Task {
	here := pressedTarget(w, i)
	t := converse.Task{
		Pending: state.Pending{ID: e.ID, Workspace: w.ID, Channel: here.Channel, Thread: here.Thread, User: here.User, ReplyTo: here.Reply},
		Tell:    besideTarget(here), Do: a.shortcuts.task(w, i),
	}
	if i.Type == "block_actions" && len(i.Actions) > 0 && i.Actions[0].ActionID == askShortcut {
		t.Do = func(ctx context.Context) { a.shortcuts.openModal(ctx, w, i) }
	} else if i.Type == "block_actions" && len(i.Actions) > 0 {
		t.Do = func(ctx context.Context) { a.press(ctx, here, i) }
	}
	return t
}

// press does what a button asks for: its action ID names its kind, its value the call kept
// for it.
func (a actionHandler) press(ctx context.Context, here *converse.Target, i interaction) {
	action := i.Actions[0]
	kind, key := blockkit.Chosen(action.ActionID, cmp.Or(action.Value, action.Option.Value))
	press := converse.Press{Kind: kind, Key: key, Asker: blockkit.Asker(i.Message.Blocks), Admin: slices.Contains(a.access.Load().Admins, here.User),
		Silent: action.Type == "feedback_buttons"}
	if shown := cmp.Or(i.Message.TS, i.Container.MessageTS); shown != "" {
		press.Shown = here.Channel + "/" + shown
	}
	press.Here = here
	switch {
	case press.Kind == bot.Open, a.Doubled(press):
		return
	case press.Kind == bot.Delete:
		press.Key = strings.TrimPrefix(press.Key, blockkit.DeletePrefix)
	case press.Kind == bot.Share && isDirect(here.Channel) && !here.Private:
		key, _, _ := blockkit.Shared(key)
		a.shortcuts.openShareForm(ctx, i, here, key)
		return
	case i.Modal.ID != "":
		direct := a.shortcuts.direct(ctx, here)
		if direct == nil {
			return
		}
		here = direct
	}
	if here.Private { // Slack does not send its buttons back
		press.Asker = here.User
	}
	press.Here, press.Beside, press.Shared = here, besideTarget(here), sharedTarget(here)
	if press.Kind == bot.Share {
		var says bool
		var thread string
		if press.Key, thread, says = blockkit.Shared(key); says {
			press.Shared.Thread, press.Shown = thread, press.Shown+"/"+thread
		}
	}
	a.Pressed(ctx, press)
}

// pressedTarget returns the message that was pressed, as a place for the answer that replaces it.
func pressedTarget(w *workspace, i interaction) *converse.Target {
	t := targetIn(w)
	t.Channel, t.Thread = i.place()
	t.User, t.Private = i.User.ID, i.Container.IsEphemeral
	t.Reply, t.Until, t.Replace = i.ResponseURL, time.Now().Add(webapi.ResponseLife), i.ResponseURL != ""
	if !t.Private {
		t.Message = cmp.Or(i.Message.TS, i.Container.MessageTS)
	}
	return t
}

// besideTarget returns a new message next to t: private, except where only the two talk.
func besideTarget(t *converse.Target) *converse.Target {
	out := *t
	out.Replace, out.Message, out.Event = false, "", ""
	out.Private = !isDirect(t.Channel)
	if !out.Private {
		out.Reply = "" // a response URL's messages in a direct channel are private too, and vanish
	}
	return &out
}

// sharedTarget returns a new message next to t for all: one of the bot's own, which can be
// edited later, or by the response URL if the bot may not post.
func sharedTarget(t *converse.Target) *converse.Target {
	out := besideTarget(t)
	out.Private, out.Reply, out.Spare = false, "", out.Reply
	return out
}
