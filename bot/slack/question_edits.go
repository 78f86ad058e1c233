package slack

import (
	"cmp"
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state"
)

// answerTo returns the answer to a message.
func (b *Bot) answerTo(ctx context.Context, w *workspace, channel, asked string) (state.Answer, bool) {
	given, found, err := b.State.AnswerTo(ctx, state.Answer{Platform: platform, Workspace: w.ID, Channel: channel, Asked: asked})
	if err != nil {
		b.faults.Failed("the answer to a changed message is not known", err)
	}
	return given, found
}

// onEdit answers an edited question anew, in the place of the old answer.
// Slack also reports a change when it adds a link's preview: the words are then
// the same.
func (b *Bot) onEdit(w *workspace, ev event, direct bool) task {
	in, now := ev.Event, ev.Event.Message
	if in.Previous != nil && in.Previous.Text == now.Text || now.BotID != "" || now.User == "" || now.User == w.Me {
		return task{}
	}
	id := cmp.Or(ev.EventID, "edit/"+w.ID+"/"+in.Channel+"/"+in.TS)
	if !direct && !strings.Contains(now.Text, "<@"+w.Me) { // it is not addressed to us any more
		return b.withdrawal(w, state.Pending{ID: id, Workspace: w.ID, Channel: in.Channel, Thread: now.TS}, in.TS)
	}
	return task{pending: state.Pending{ID: id, Workspace: w.ID}, do: func(ctx context.Context) {
		newest, done := b.questions.Lock(in.Channel+"/"+now.TS, in.TS)
		defer done()
		if waiting := b.withdrawing.end(in.Channel + "/" + now.TS); waiting != "" {
			b.finished(ctx, waiting)
		}
		given, found := b.answerTo(ctx, w, in.Channel, now.TS)
		if !found || !newest {
			return
		}
		v := &target{team: w, channel: in.Channel, thread: given.Thread, user: given.User, message: given.Message, asked: now.TS}
		b.answer(ctx, v, question{line: decode(now.Text, w.Me)})
	}}
}

// onDeletion removes the answer to a question that was deleted.
func (b *Bot) onDeletion(w *workspace, ev event) task {
	in := ev.Event
	id := cmp.Or(ev.EventID, "deletion/"+w.ID+"/"+in.Channel+"/"+in.DeletedTS)
	return b.withdrawal(w, state.Pending{ID: id, Workspace: w.ID, Channel: in.Channel, Thread: in.DeletedTS}, "")
}
