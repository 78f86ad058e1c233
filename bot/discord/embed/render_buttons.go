package embed

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// actions returns the buttons of part of an answer: pages that lead through the
// parts, the card's own, then feedback and deletion.
func (a Answer) actions(part, parts int) []bot.Action {
	if a.Bare {
		return nil
	}
	out := chat.Pages(a.Card, a.Call, part, parts)
	for _, action := range a.Card.Actions {
		if action.Kind == bot.Page || action.Kind == bot.Export && !a.Files || action.Kind == bot.Share && !a.Private {
			continue
		}
		if len(out) < answerButtons-3 {
			out = append(out, action)
		}
	}
	return append(out, chat.Verdicts(a.Card, a.Call, a.Asker)...)
}

// buttons returns the rows of buttons below a message: those of the answer, then those
// of its items, which name the item if there are several. It adds the calls behind
// them to m.
func (m *Message) buttons(a Answer, pieces []piece, part, parts int) []discordgo.MessageComponent {
	if a.Bare {
		return nil
	}
	var own, rows []discordgo.MessageComponent
	for _, action := range a.actions(part, parts) {
		own = m.add(own, a, part, len(own), action)
	}
	for _, p := range pieces {
		for _, action := range p.actions {
			if a.numbered() {
				action.Label = fmt.Sprintf("%d %s", p.number, action.Label)
			}
			rows = m.add(rows, a, part, 100+len(rows), action)
		}
	}
	return inRows(own, rows)
}

// inRows returns buttons in rows. Those of items begin a row of their own if there is
// room.
func inRows(own, rows []discordgo.MessageComponent) []discordgo.MessageComponent {
	count := func(n int) int { return (n + maxRowButtons - 1) / maxRowButtons }
	groups := [][]discordgo.MessageComponent{own, rows}
	if count(len(own))+count(len(rows)) > maxRows {
		groups = [][]discordgo.MessageComponent{append(own, rows...)}
	}
	var out []discordgo.MessageComponent
	for _, g := range groups {
		for len(g) > 0 {
			n := min(maxRowButtons, len(g))
			out = append(out, discordgo.ActionsRow{Components: g[:n]})
			g = g[n:]
		}
	}
	return out[:min(len(out), maxRows)]
}

// add appends a button, unless Discord would refuse it. Its custom ID is its kind, its
// place and the key of its call.
func (m *Message) add(to []discordgo.MessageComponent, a Answer, part, place int, action bot.Action) []discordgo.MessageComponent {
	b := discordgo.Button{Label: buttonLabel(action.Label), Style: discordgo.SecondaryButton}
	switch action.Kind {
	case bot.Open:
		if b.URL = chat.WebAddress(action.Call.Args["url"], maxURL); b.URL == "" {
			return to
		}
		b.Style = discordgo.LinkButton
		return append(to, b)
	case bot.Delete:
		b.CustomID = fmt.Sprintf("%s:%d:%s", action.Kind, place, a.Asker)
		return append(to, b)
	}
	c := chat.Target(a.Card, a.Call, action, part)
	c.In = a.In
	key, err := state.Key(a.Scope, c)
	if err != nil {
		return to
	}
	if b.CustomID = fmt.Sprintf("%s:%d:%s", action.Kind, place, key); len(b.CustomID) > maxCustomID {
		return to
	}
	m.Calls = append(m.Calls, c)
	return append(to, b)
}

// buttonLabel returns a label as Discord takes it: not empty, and cut with an ellipsis.
func buttonLabel(label string) string {
	label = chat.OneLine(label)
	if label == "" {
		return "…"
	}
	return chat.Shorten(label, maxButtonLabel)
}
