package discord

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// componentHandler does what buttons ask for.
type componentHandler struct {
	questions
	api   *api
	forms formHandler
}

// handle acknowledges a button and does what it asks for.
func (c componentHandler) handle(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	press, reply := pressOf(t, i)
	if c.Doubled(press) {
		return ack(ctx, response{Type: responseEdit})
	}
	if press.Kind == correctForm {
		if kept, found, err := c.Kept(ctx, t.Workspace, press.Key); found && err == nil {
			return c.forms.open(ctx, c.forms.again(ctx, t, kept), ack)
		}
	}
	if err := ack(ctx, reply); err != nil {
		return fmt.Errorf("acknowledge a button: %w", err)
	}
	task := converse.Task{Tell: press.Beside, Do: func(ctx context.Context) {
		c.Pressed(ctx, press)
		if press.Kind == bot.Share && press.Shared.Message != "" {
			c.removeShare(ctx, t, *i.Message)
		}
	}}
	// What changes the message that was pressed leaves it as it is if a restart interrupts
	// it; any other button shows that the bot is thinking.
	if !converse.InPlace(press.Kind) && press.Kind != bot.Delete {
		line := ""
		if kept, found, err := c.Kept(ctx, t.Workspace, press.Key); found && err == nil {
			line = c.LineOf(converse.Question{Call: &kept.Call})
		}
		task.Pending = c.task(press.Beside, line, nil).Pending
		if reply.Type == responseEdit {
			task.Pending.Message = besideReply
		}
	}
	c.Do(ctx, task)
	return nil
}

// removeShare takes the Share button out of a message whose answer is shared. If Discord
// refuses that, a second press answers that it is shared already.
func (c componentHandler) removeShare(ctx context.Context, t *converse.Target, shown chatMessage) {
	left := []componentRow{}
	for _, row := range shown.Components {
		row.Components = slices.DeleteFunc(slices.Clone(row.Components), func(b component) bool {
			kind, _ := embed.Pressed(b.CustomID)
			return kind == bot.Share
		})
		if len(row.Components) > 0 {
			left = append(left, row)
		}
	}
	if err := c.api.Call(ctx, "PATCH", "/webhooks/"+t.Reply+"/messages/@original", map[string]any{"components": left}, nil); err != nil {
		c.api.log.Debug("a Share button could not be removed", slog.Any("error", rest.Redact(err)))
	}
}

// pressOf returns what was pressed, and the acknowledgement that shows where the answer
// will be: in the message that was pressed, or in a new one.
func pressOf(t *converse.Target, i interaction) (converse.Press, response) {
	kind, key := embed.Pressed(i.Data.chosen())
	press := converse.Press{Kind: kind, Key: key, Admin: t.Admin, Here: t, Beside: t, Shared: t}
	onlyAsker := false
	if i.Message != nil {
		press.Asker, press.Shown, onlyAsker = askerOf(*i.Message), i.Message.ID, i.Message.Flags&embed.OnlyAsker != 0
	}
	t.Private = onlyAsker || i.Guild != "" || isGuest(t)
	switch {
	case converse.InPlace(kind), kind == bot.Delete && (t.User == key || t.Admin):
		beside := *t
		beside.Replace = false
		press.Beside = &beside
		t.Private = onlyAsker || isGuest(t)
		return press, response{Type: responseEdit}
	case kind == bot.Share && i.Message != nil: // the message stays: only what is shared is for all
		shared := *t
		shared.Private, shared.Replace, shared.Own = false, false, openly{}
		beside := *t
		beside.Replace = false
		press.Shared, press.Beside = &shared, &beside
		return press, response{Type: responseEdit}
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
