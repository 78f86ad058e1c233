package discord

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
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
	name := i.Data.Name
	rows := embed.Rows(on.descriptions())
	if name == showContext {
		rows = slices.DeleteFunc(rows, func(r embed.Row) bool { return r.Receipt == "" })
	}
	switch {
	case len(rows) > 1:
		c.Show(ctx, t, whichRow(name, rows))
	case len(rows) == 1:
		call := callOn(name, rows[0])
		c.run(ctx, t, converse.Question{Call: &call})
	case name == showContext:
		c.Say(ctx, t, "There is no receipt in that message, so its context is not known. Try "+checkThis+".")
	default:
		c.onWords(ctx, t, name, claim(on.Content))
	}
	return nil
}

// onWords answers a command on a message of somebody's own words.
func (c messageCommandHandler) onWords(ctx context.Context, t *converse.Target, name, words string) {
	if words == "" {
		c.Say(ctx, t, "There are no words in that message to look for.")
		return
	}
	call := bot.Call{Command: "check-quote", Args: bot.Args{"text": words}}
	if name == whoElse {
		words = cmp.Or(chat.Quotation(words), words)
		call = bot.Call{Command: "who-said", Args: bot.Args{"topic": phrase(words)}}
	}
	c.run(ctx, t, converse.Question{Call: &call})
}

// callOn returns what a command on a row of an answer asks.
func callOn(name string, r embed.Row) bot.Call {
	switch name {
	case showContext:
		return bot.Call{Command: "context", Args: bot.Args{"receipt": r.Receipt}}
	case whoElse:
		return bot.Call{Command: "who-said", Args: bot.Args{"topic": phrase(r.Quote)}}
	}
	return bot.Call{Command: "check-quote", Args: bot.Args{"text": phrase(r.Quote)}}
}

// maxRowsOffered is the maximum number of rows that are offered.
const maxRowsOffered = 10

// whichRow offers the rows of an answer, by number and speaker.
func whichRow(name string, rows []embed.Row) bot.Card {
	card := bot.Card{Notice: fmt.Sprintf("That answer has %d rows. Which one? %s:", len(rows), name)}
	for i, r := range rows[:min(len(rows), maxRowsOffered)] {
		label := strconv.Itoa(cmp.Or(r.Number, i+1))
		if r.Speaker != "" {
			label += " · " + r.Speaker
		}
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: label, Call: callOn(name, r)})
	}
	return card
}

// deleteAnswer removes an answer for who asked or set it up, for those who manage the
// server, and from direct messages.
func (c messageCommandHandler) deleteAnswer(ctx context.Context, t *converse.Target, on chatMessage) {
	here := *t
	here.Reply, here.Message = "", on.ID
	switch {
	case on.Author == nil || on.Author.ID != c.api.me:
		c.Say(ctx, t, "That is no answer of mine.")
		return
	case !c.MayDelete(ctx, converse.Press{Key: askerOf(on), Admin: t.Admin || guildOf(t.Workspace) == "", Here: &here}): // direct messages are their reader's
		c.Say(ctx, t, converse.NotYoursText)
		return
	}
	if err := c.sender.Delete(ctx, &converse.Target{Channel: t.Channel, Message: on.ID}); err != nil {
		c.api.log.Warn("an answer could not be deleted", slog.Int("code", rest.CodeOf(err)))
		c.Say(ctx, t, "Discord did not let me delete this answer: I need the permission View Channel here.")
		return
	}
	c.Say(ctx, t, "Deleted.")
}

// phrase returns text as one phrase of a line.
func phrase(text string) string {
	return `"` + strings.ReplaceAll(chat.OneLine(text), `"`, "") + `"`
}
