package discord

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// questions answers what people ask by commands and messages.
type questions struct {
	*converse.Chat[embed.Message]
}

// answer acknowledges a command with its options and answers it.
func (q questions) answer(ctx context.Context, t *converse.Target, asked converse.Question, ack acknowledge) error {
	if err := ack(ctx, later(t.Private)); err != nil {
		return fmt.Errorf("acknowledge a command: %w", err)
	}
	q.run(ctx, t, asked)
	return nil
}

// run answers a question that was acknowledged.
func (q questions) run(ctx context.Context, t *converse.Target, asked converse.Question) {
	q.Do(ctx, q.task(t, q.LineOf(asked), func(ctx context.Context) { q.Answer(ctx, t, asked) }))
}

// task returns something that a restart may interrupt; who asked is told then.
func (q questions) task(t *converse.Target, line string, do func(context.Context)) converse.Task {
	return converse.Task{
		Pending: state.Pending{ID: t.Event, Workspace: t.Workspace, Channel: t.Channel, Thread: t.Asked, User: t.User, Line: line, ReplyTo: t.Reply},
		Tell:    t, Do: do,
	}
}
