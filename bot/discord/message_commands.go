package discord

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
)

// The commands on messages.
const (
	checkThis   = "Check this quote"
	whoElse     = "Who else said this?"
	showContext = "Show context"
	deleteThis  = "Delete this answer"
)

var messageCommands = []string{checkThis, whoElse, showContext, deleteThis}

// onMessageCommand answers a command on a message.
func (b *Bot) onMessageCommand(ctx context.Context, v *target, i interaction, ack acknowledge) error {
	target := i.Data.Resolved.Messages[i.Data.TargetID]
	if err := ack(ctx, later(v.private)); err != nil {
		return fmt.Errorf("acknowledge a command on a message: %w", err)
	}
	if target == nil {
		b.say(ctx, v, "Discord did not say which message that was. Try again.")
		return nil
	}
	if i.Data.Name == deleteThis {
		b.deleteAnswer(ctx, v, *target)
		return nil
	}
	q, problem := questionOn(i.Data.Name, *target)
	if problem != "" {
		b.say(ctx, v, problem)
		return nil
	}
	b.noted(ctx, v, q, func() { b.answer(ctx, v, q) })
	return nil
}

// questionOn returns what a command on a message asks, or why it cannot.
func questionOn(name string, m chatMessage) (q question, problem string) {
	text, ok := embed.QuoteIn(m.descriptions())
	if !ok {
		text = strings.TrimSpace(m.Content)
	}
	switch {
	case name == showContext:
		if receipt := embed.ReceiptIn(m.descriptions()); receipt != "" {
			return question{command: "context", values: map[string]string{"receipt": receipt}}, ""
		}
		return q, "There is no receipt in that message, so its context is not known. Try " + checkThis + "."
	case text == "":
		return q, "There are no words in that message to look for."
	case name == whoElse:
		return question{command: "who-said", values: map[string]string{"topic": phrase(text)}}, ""
	}
	return question{command: "check-quote", values: map[string]string{"text": phrase(text)}}, ""
}

// phrase returns text as one phrase of a line.
func phrase(text string) string {
	return `"` + strings.ReplaceAll(chat.OneLine(text), `"`, "") + `"`
}
