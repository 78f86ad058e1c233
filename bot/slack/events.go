package slack

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// receiver finds out what envelopes ask for.
type receiver struct {
	*converse.Chat[blockkit.Message]
	workspaces *workspaces
	actions    actionHandler
	events     eventHandler
	mux        *bot.Mux
	log        *slog.Logger
}

// receive acknowledges an envelope and does what it asks for, once. It returns
// after the acknowledgement. working outlives a shutdown.
func (r *receiver) receive(working context.Context, e envelope, ack func() error) {
	t, err := r.understand(e)
	if err != nil {
		r.log.Warn("a message from Slack was not understood", slog.String("kind", e.Kind), slog.Any("error", err))
	}
	r.Receive(working, t, func() {
		if err := ack(); err != nil {
			r.log.Warn("a message from Slack could not be acknowledged; it will come again", slog.String("kind", e.Kind), slog.Any("error", err))
		}
	})
}

// understand finds out what an envelope asks for; a task without Do asks for nothing.
func (r *receiver) understand(e envelope) (converse.Task, error) {
	switch e.Kind {
	case commandEnvelope:
		c, err := read[command](e)
		if err != nil {
			return converse.Task{}, err
		}
		return r.onCommand(e, c), nil
	case interactiveEnvelope:
		i, err := read[interaction](e)
		if err != nil {
			return converse.Task{}, err
		}
		w := r.workspaces.find(i.Team.ID, i.User.TeamID)
		if w == nil {
			return r.stranger(i.Team.ID), nil
		}
		return r.actions.task(w, e, i), nil
	case eventEnvelope:
		ev, err := read[event](e)
		if err != nil {
			return converse.Task{}, err
		}
		return r.onEvent(ev), nil
	}
	return converse.Task{}, nil
}

// onCommand answers a slash command privately, by its response URL.
func (r *receiver) onCommand(e envelope, c command) converse.Task {
	w := r.workspaces.find(c.TeamID)
	if w == nil {
		return r.stranger(c.TeamID)
	}
	line := commandLine(unprefixed(c.Command, r.mux), c.Text, w.Me)
	t := targetIn(w)
	t.Channel, t.User, t.Private, t.Event = c.ChannelID, c.UserID, true, e.ID
	t.Reply, t.Until = c.ResponseURL, time.Now().Add(webapi.ResponseLife)
	return converse.Task{
		Pending: state.Pending{ID: e.ID, Workspace: w.ID, Channel: c.ChannelID, User: c.UserID, Line: line, ReplyTo: c.ResponseURL},
		Tell:    besideTarget(t),
		Do:      func(ctx context.Context) { r.Answer(ctx, t, converse.Question{Line: line}) },
	}
}

// onEvent hands on an event of a workspace that the bot is in.
func (r *receiver) onEvent(ev event) converse.Task {
	var granted, me string
	if len(ev.Authorizations) > 0 {
		granted, me = ev.Authorizations[0].TeamID, ev.Authorizations[0].UserID
	}
	w := r.workspaces.find(granted, ev.TeamID)
	if w == nil {
		return r.stranger(cmp.Or(granted, ev.TeamID))
	}
	return r.events.task(r.workspaces.introduced(w, me), ev)
}

// stranger ignores a message from a workspace that the bot is not installed in.
func (r *receiver) stranger(team string) converse.Task {
	r.log.Warn("a message from a workspace that the bot is not in was ignored", slog.String("workspace", team))
	return converse.Task{}
}

// eventHandler follows what happens in workspaces.
type eventHandler struct {
	*converse.Chat[blockkit.Message]
	workspaces *workspaces
	guests     *guestList
	home       homeTab
	prompter   prompter
}

// task returns what an event asks for: mentions and direct messages are answered, changes
// of those followed, and everything else is left alone.
func (x eventHandler) task(w *workspace, ev event) converse.Task {
	in := ev.Event
	if ev.ExtShared && in.Channel != "" {
		x.guests.share(w, in.Channel)
	}
	direct := in.ChannelType == "im" || isDirect(in.Channel)
	switch {
	case in.SubType == "message_changed" && in.Message != nil && in.Message.SubType == tombstone:
		return x.deleted(w, ev, in.Message.TS)
	case in.SubType == "message_changed" && in.Message != nil:
		return x.edited(w, ev, direct)
	case in.SubType == "message_deleted":
		return x.deleted(w, ev, in.DeletedTS)
	case in.Type == "app_home_opened" && (in.Tab == "home" || in.Tab == "") && in.User != "":
		return x.home.opened(w, ev)
	case in.Type == "app_home_opened" && in.Tab == "messages" && in.User != "" && in.Channel != "":
		return x.prompter.messagesOpened(w, ev)
	case in.Type == "app_context_changed": // what people look at beside an agent is not read
		w.agent.Store(x.workspaces.uses.Agent)
		return converse.Task{}
	case in.Type == "link_shared":
		return x.linked(w, ev)
	case in.Type == "app_uninstalled":
		return converse.Task{Do: func(ctx context.Context) { x.workspaces.leave(ctx, w.ID) }}
	case in.Type == "assistant_thread_started":
		return x.prompter.threadOpened(w, ev)
	case in.BotID != "" || in.User == "" && in.Type == "message" || in.User == w.Me:
		return converse.Task{} // ours and other bots'
	case in.Type == "app_mention" && in.Edited != nil:
		t := targetIn(w)
		t.Channel, t.User, t.Asked = in.Channel, in.User, in.TS
		return x.addressed(converse.Change{Target: t, Stamp: in.Edited.TS, Line: asTyped(in.Text, w.Me)}, &in)
	case in.Type == "app_mention", in.Type == "message" && direct && plainMessage(in.SubType):
		return x.asked(w, in, direct)
	}
	return converse.Task{}
}

// plainMessage reports whether a message of that subtype is something that a
// person wrote (https://docs.slack.dev/reference/events/message).
func plainMessage(subtype string) bool {
	return subtype == "" || subtype == "file_share" || subtype == "thread_broadcast"
}

// asked answers a mention in its thread, and a direct message in place or, where
// the app is an agent, in the thread that each message begins there.
func (x eventHandler) asked(w *workspace, in innerEvent, direct bool) converse.Task {
	t := targetIn(w)
	t.Channel, t.Thread, t.User, t.Asked = in.Channel, in.Thread, in.User, in.TS
	t.Event = "message/" + w.ID + "/" + in.Channel + "/" + in.TS
	if !direct || w.agent.Load() {
		t.Thread = cmp.Or(in.Thread, in.TS)
	}
	line := asTyped(in.Text, w.Me)
	return converse.Task{
		Pending: state.Pending{ID: t.Event, Workspace: w.ID, Channel: t.Channel, Thread: t.Thread, User: t.User, Line: line},
		Tell:    besideTarget(t),
		Do:      func(ctx context.Context) { x.Asked(ctx, t, line) },
	}
}

// edited answers an edited question again, in the place of the old answer. Slack also
// reports a change when it adds a link's preview: the words are then the same.
func (x eventHandler) edited(w *workspace, ev event, direct bool) converse.Task {
	in, now := ev.Event, ev.Event.Message
	if in.Previous != nil && in.Previous.Text == now.Text || now.BotID != "" || now.User == "" || now.User == w.Me {
		return converse.Task{}
	}
	mention := "<@" + w.Me
	addressed := strings.Contains(now.Text, mention)
	t := targetIn(w)
	t.Channel, t.User, t.Asked = in.Channel, now.User, now.TS
	change := converse.Change{ID: cmp.Or(ev.EventID, "edit/"+w.ID+"/"+in.Channel+"/"+in.TS), Target: t, Stamp: in.TS, Line: asTyped(now.Text, w.Me),
		Gone: !direct && !addressed}
	if !direct && addressed && in.Previous != nil && !strings.Contains(in.Previous.Text, mention) {
		return x.addressed(change, now)
	}
	return converse.Task{Do: func(ctx context.Context) { x.Changed(ctx, change) }}
}

// addressed answers a message that mentions the bot since it was edited. Slack may report
// that twice, as a change and as a mention.
func (x eventHandler) addressed(change converse.Change, now *innerEvent) converse.Task {
	t := change.Target
	t.Thread = cmp.Or(now.Thread, now.TS)
	t.Event = "message/" + t.Workspace + "/" + t.Channel + "/" + now.TS
	if now.Edited != nil {
		t.Event += "/" + now.Edited.TS
	}
	change.ID, change.Addressed = t.Event+"/change", true
	return converse.Task{Tell: besideTarget(t), Do: func(ctx context.Context) { x.Changed(ctx, change) }}
}

// tombstone is the subtype of what stands in the place of a message that was deleted although
// its thread has replies, such as an answer.
const tombstone = "tombstone"

// deleted removes the answer to a question that was deleted.
func (x eventHandler) deleted(w *workspace, ev event, asked string) converse.Task {
	in, t := ev.Event, targetIn(w)
	t.Channel, t.Asked = in.Channel, asked
	change := converse.Change{ID: cmp.Or(ev.EventID, "deletion/"+w.ID+"/"+in.Channel+"/"+asked), Target: t, Stamp: converse.Last, Gone: true}
	return converse.Task{Do: func(ctx context.Context) { x.Changed(ctx, change) }}
}

// maxPreviews is the maximum number of links of a message that are shown with their articles.
const maxPreviews = 3

// linked shows below a link what the article says that it leads to
// (https://docs.slack.dev/messaging/unfurling-links-in-messages). Slack tells of links in every
// channel, and while a message is being written: the bot speaks up where it was invited, and
// where a channel's outlets apply. Direct messages are questions already.
func (x eventHandler) linked(w *workspace, ev event) converse.Task {
	in := ev.Event
	if in.Source == "composer" || in.Member != nil && !*in.Member || isDirect(in.Channel) || in.Channel == "" || in.MessageTS == "" || in.User == w.Me || !w.has(unfurlMethod) {
		return converse.Task{}
	}
	return converse.Task{Pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, Do: func(ctx context.Context) {
		for i, link := range in.Links {
			if i == maxPreviews {
				return
			}
			t := targetIn(w)
			t.Channel, t.Message, t.Link = in.Channel, in.MessageTS, link.URL
			x.Preview(ctx, t, bot.Call{Command: "article", Args: bot.Args{"article": link.URL}}, blockkit.PreviewOf)
		}
	}}
}
