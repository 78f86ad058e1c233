package discord

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// messageCommandHandler answers commands on messages.
type messageCommandHandler struct {
	questions
	api    *api
	sender *sender
}

// handle answers a command on a message.
func (c messageCommandHandler) handle(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	on := i.Data.Resolved.Messages[i.Data.TargetID]
	if err := ack(ctx, later(t.Private)); err != nil {
		return fmt.Errorf("acknowledge a command on a message: %w", err)
	}
	if on == nil {
		c.Say(ctx, t, "Discord did not say which message that was. Try again.")
		return nil
	}
	if i.Data.Name == deleteThis {
		c.deleteAnswer(ctx, t, *on)
		return nil
	}
	q, problem := questionOn(i.Data.Name, *on)
	if problem != "" {
		c.Say(ctx, t, problem)
		return nil
	}
	c.run(ctx, t, q)
	return nil
}

// deleteAnswer removes an answer for who asked, and for those who manage the server.
func (c messageCommandHandler) deleteAnswer(ctx context.Context, t *converse.Target, on chatMessage) {
	switch {
	case on.Author == nil || on.Author.ID != c.api.me:
		c.Say(ctx, t, "That is no answer of mine.")
		return
	case askerOf(on) != t.User && !t.Admin:
		c.Say(ctx, t, "Only who asked can delete this answer.")
		return
	}
	if err := c.sender.Delete(ctx, &converse.Target{Channel: t.Channel, Message: on.ID}); err != nil {
		c.api.log.Warn("an answer could not be deleted", slog.Int("code", rest.CodeOf(err)))
		c.Say(ctx, t, "Discord did not let me delete this answer: I need the permission View Channel here.")
		return
	}
	c.Say(ctx, t, "Deleted.")
}

// questionOn returns what a command on a message asks, or why it cannot.
func questionOn(name string, m chatMessage) (q converse.Question, problem string) {
	text, ok := embed.QuoteIn(m.descriptions())
	if !ok {
		text = strings.TrimSpace(m.Content)
	}
	switch {
	case name == showContext:
		if receipt := embed.ReceiptIn(m.descriptions()); receipt != "" {
			return converse.Question{Command: "context", Values: map[string]string{"receipt": receipt}}, ""
		}
		return q, "There is no receipt in that message, so its context is not known. Try " + checkThis + "."
	case text == "":
		return q, "There are no words in that message to look for."
	case name == whoElse:
		return converse.Question{Command: "who-said", Values: map[string]string{"topic": phrase(text)}}, ""
	}
	return converse.Question{Command: "check-quote", Values: map[string]string{"text": phrase(text)}}, ""
}

// phrase returns text as one phrase of a line.
func phrase(text string) string {
	return `"` + strings.ReplaceAll(chat.OneLine(text), `"`, "") + `"`
}
