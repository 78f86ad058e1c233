package slack

import (
	"cmp"
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state"
)

// onCommand answers a slash command privately, by its response URL.
func (b *Bot) onCommand(e envelope, c command) task {
	w := b.workspace(c.TeamID)
	if w == nil {
		return b.stranger(c.TeamID)
	}
	line := commandLine(c.Command, c.Text, w.Me)
	return task{
		pending: state.Pending{ID: e.ID, Workspace: w.ID, Channel: c.ChannelID, User: c.UserID, Line: line, ReplyTo: c.ResponseURL},
		do: func(ctx context.Context) {
			v := &target{team: w, channel: c.ChannelID, user: c.UserID, private: true, responseURL: c.ResponseURL, event: e.ID}
			b.answer(ctx, v, question{line: line})
		},
	}
}

// stranger ignores a message from a workspace that the bot is not installed in.
func (b *Bot) stranger(team string) task {
	b.Log.Warn("a message from a workspace that the bot is not in was ignored", "workspace", team)
	return task{}
}

// onEvent decides what an event asks for: mentions and direct messages are
// answered, changes of those followed, and everything else is left alone.
func (b *Bot) onEvent(ev event) task {
	var granted, me string
	if len(ev.Authorizations) > 0 {
		granted, me = ev.Authorizations[0].TeamID, ev.Authorizations[0].UserID
	}
	w := b.workspace(granted, ev.TeamID)
	if w == nil {
		return b.stranger(cmp.Or(granted, ev.TeamID))
	}
	w = b.introduced(w, me)
	in := ev.Event
	if ev.ExtShared && in.Channel != "" {
		b.outsiders.Add(w.ID+"/"+in.Channel, true)
	}
	direct := in.ChannelType == "im" || strings.HasPrefix(in.Channel, "D")
	switch {
	case in.SubType == "message_changed" && in.Message != nil:
		return b.onEdit(w, ev, direct)
	case in.SubType == "message_deleted":
		return b.onDeletion(w, ev)
	case in.Type == "app_home_opened" && (in.Tab == "home" || in.Tab == "") && in.User != "":
		return b.onHome(w, ev)
	case in.Type == "app_home_opened" && in.Tab == "messages" && in.User != "" && in.Channel != "":
		return b.onMessagesTab(w, ev)
	case in.Type == "app_context_changed": // what people look at beside an agent is not read
		w.agent.Store(!b.NoAgent)
		return task{}
	case in.Type == "app_uninstalled":
		return b.onUninstall(w)
	case in.Type == "assistant_thread_started":
		return b.onThread(w, ev)
	case in.BotID != "" || in.User == "" && in.Type == "message" || in.User == w.Me:
		return task{} // ours and other bots'
	case in.Type == "app_mention", in.Type == "message" && direct && plainMessage(in.SubType):
		return b.onMessage(w, in, direct)
	}
	return task{}
}

// plainMessage reports whether a message of that subtype is something that a
// person wrote (https://docs.slack.dev/reference/events/message).
func plainMessage(subtype string) bool {
	return subtype == "" || subtype == "file_share" || subtype == "thread_broadcast"
}

// onMessage answers a mention in its thread, and a direct message in place or, where
// the app is an agent, in the thread that each message begins there.
func (b *Bot) onMessage(w *workspace, in innerEvent, direct bool) task {
	v := target{team: w, channel: in.Channel, thread: in.Thread, user: in.User, asked: in.TS, event: "message/" + w.ID + "/" + in.Channel + "/" + in.TS}
	if !direct || w.agent.Load() {
		v.thread = cmp.Or(in.Thread, in.TS)
	}
	line := decode(in.Text, w.Me)
	return task{
		pending: state.Pending{ID: v.event, Workspace: w.ID, Channel: v.channel, Thread: v.thread, User: v.user, Line: line},
		do: func(ctx context.Context) {
			_, done := b.questions.Lock(v.channel+"/"+v.asked, v.asked)
			defer done()
			b.busy(ctx, v)
			b.answer(ctx, &v, question{line: line})
		},
	}
}
