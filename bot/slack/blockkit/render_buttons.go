package blockkit

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// DeletePrefix begins the value of a Delete button; the ID of who asked follows.
const DeletePrefix = "asker:"

// actions returns the buttons below part of an answer: pages that lead through the
// parts, the card's own, then feedback and deletion.
func (a Answer) actions(part, parts int) []bot.Action {
	if a.Plain {
		return nil
	}
	out := chat.Pages(a.Card, a.Call, part, parts)
	for _, action := range a.Card.Actions {
		if action.Kind != bot.Page && (a.Files || action.Kind != bot.Export) {
			out = append(out, action)
		}
	}
	if a.Bare {
		return out
	}
	return append(out, chat.Verdicts(a.Card, a.Call, a.Asker)...)
}

// buttons returns actions as blocks of at most 25 buttons, and adds the calls behind
// them to m.
func (m *Message) buttons(a Answer, id string, part int, actions []bot.Action) []slack.Block {
	var out []slack.Block
	var row []slack.BlockElement
	flush := func() {
		if len(row) > 0 {
			out = append(out, slack.NewActionBlock(fmt.Sprintf("%s-buttons-%d", id, len(out)), row...))
			row = nil
		}
	}
	if a.Plain {
		return nil
	}
	for i, action := range actions {
		if b := m.button(a, fmt.Sprintf("%s.%d", action.Kind, i), part, action); b != nil {
			row = append(row, b)
		}
		if len(row) == maxButtons {
			flush()
		}
	}
	flush()
	return out
}

// button returns nil if Slack would refuse the button.
func (m *Message) button(a Answer, id string, part int, action bot.Action) slack.BlockElement {
	b := slack.NewButtonBlockElement(id, "", plainText(buttonLabel(action.Label)))
	switch action.Kind {
	case bot.Open:
		if b.URL = webAddress(action.Call.Args["url"]); b.URL == "" {
			return nil
		}
		return b
	case bot.Delete:
		b.Value = DeletePrefix + a.Asker
		return b
	}
	c := chat.Target(a.Card, a.Call, action, part)
	c.In = a.In
	key, err := state.Key(a.Scope, c)
	if err != nil {
		return nil
	}
	b.Value = key
	m.Calls = append(m.Calls, c)
	return b
}

// buttonLabel returns a label as Slack takes it: not empty, and cut with an ellipsis.
func buttonLabel(label string) string {
	if strings.TrimSpace(label) == "" {
		return "…"
	}
	return chat.Shorten(label, maxButtonLabel)
}

// fallback returns the message as plain text, escaped: the whole, and a notice short
// enough to be read out.
func (a Answer) fallback(pieces []piece) (notice, whole string) {
	whole, _ = chat.Clip(escape(cmp.Or(a.plain(pieces), "An answer")), maxPlainText)
	if notice = whole; chat.Length(whole) > fallbackText {
		notice, _ = chat.Clip(escape(cmp.Or(a.plain(nil), "An answer")), fallbackText)
	}
	return notice, whole
}

// plain returns a message without any markup, for servers that refuse the blocks.
func (a Answer) plain(pieces []piece) string {
	lines := []string{a.Card.Title, a.Card.Reading}
	if len(pieces) == 0 {
		lines = append(lines, a.Card.Notice)
	}
	for _, p := range pieces {
		for _, l := range p.lines {
			text := l.String()
			if l.Quote {
				text = "> " + strings.ReplaceAll(text, "\n", "\n> ")
			}
			lines = append(lines, text)
		}
	}
	return join(append(lines, a.Card.Footer), "\n")
}

// join joins the parts that are not empty.
func join(parts []string, with string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, with)
}
