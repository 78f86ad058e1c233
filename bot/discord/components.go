package discord

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
)

// componentHandler does what buttons ask for.
type componentHandler struct{ questions }

// handle acknowledges a button and does what it asks for.
func (c componentHandler) handle(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	press, reply := pressOf(t, i)
	if err := ack(ctx, reply); err != nil {
		return fmt.Errorf("acknowledge a button: %w", err)
	}
	task := converse.Task{Tell: press.Beside, Do: func(ctx context.Context) { c.Pressed(ctx, press) }}
	// What changes the message that was pressed leaves it as it is if a restart interrupts
	// it; any other button shows that the bot is thinking.
	if reply.Type != responseEdit && press.Kind != bot.Delete {
		line := ""
		if kept, found, err := c.Kept(ctx, t.Workspace, press.Key); found && err == nil {
			line = c.LineOf(converse.Question{Call: &kept.Call})
		}
		task.Pending = c.task(press.Beside, line, nil).Pending
	}
	c.Do(ctx, task)
	return nil
}

// pressOf returns what was pressed, and the acknowledgement that shows where the answer
// will be: in the message that was pressed, or in a new one.
func pressOf(t *converse.Target, i interaction) (converse.Press, response) {
	kind, key := embed.Pressed(i.Data.chosen())
	press := converse.Press{Kind: kind, Key: key, Admin: t.Admin, Here: t, Beside: t, Shared: t}
	onlyAsker := false
	if i.Message != nil {
		press.Asker, onlyAsker = askerOf(*i.Message), i.Message.Flags&embed.OnlyAsker != 0
	}
	t.Private = onlyAsker || i.Guild != ""
	switch {
	case converse.InPlace(kind), kind == bot.Delete && (t.User == key || t.Admin):
		beside := *t
		beside.Replace = false
		press.Beside = &beside
		t.Private = onlyAsker
		return press, response{Type: responseEdit}
	case kind == bot.Share:
		t.Private = false
	}
	return press, later(t.Private)
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
