package discord

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// lastPart stands for whichever part is the last.
const lastPart = -1

// actions are the buttons of part of an answer: the card's own, with pages that
// lead through the parts, then feedback and deletion.
func (a answer) actions(part, parts int) []bot.Action {
	if a.Bare {
		return nil
	}
	out := a.pages(part, parts)
	for _, action := range a.Card.Actions {
		if action.Kind == bot.Page || action.Kind == bot.Export && !a.Files || action.Kind == bot.Share && !a.Private {
			continue
		}
		if len(out) < answerButtons-3 {
			out = append(out, action)
		}
	}
	if len(a.Card.Items) > 0 && a.Card.Status == bot.Answered {
		out = append(out, bot.Action{Kind: bot.Helpful, Label: "👍", Call: a.Call}, bot.Action{Kind: bot.Unhelped, Label: "👎", Call: a.Call})
	}
	if a.Asker != "" {
		out = append(out, bot.Action{Kind: bot.Delete, Label: "Delete"})
	}
	return out
}

// pages are the buttons to the part before and after, or, at the ends, to the
// card's own page before and after.
func (a answer) pages(part, parts int) []bot.Action {
	var before, after []bot.Action
	for _, action := range a.Card.Actions {
		switch {
		case action.Kind != bot.Page:
		case action.Call.Offset < a.Card.Offset:
			before = append(before, action)
		default:
			after = append(after, action)
		}
	}
	if part > 0 {
		before = []bot.Action{{Kind: bot.Page, Label: "◀", Call: a.Call}}
	}
	if part < parts-1 {
		after = []bot.Action{{Kind: bot.Page, Label: "▶", Call: a.Call}}
	}
	return append(before, after...)
}

// target is what a button stands for: its call, and which part of the answer
// it leads to or was pressed in.
func (a answer) target(action bot.Action, part int) state.Canned {
	c := state.Canned{Call: action.Call}
	switch {
	case action.Kind == bot.Run:
	case action.Kind != bot.Page:
		c.Part = part
	case action.Label == "◀" && part > 0:
		c.Part = part - 1
	case action.Call.Offset == a.Call.Offset:
		c.Part = part + 1
	case action.Call.Offset < a.Card.Offset:
		c.Part = lastPart
	}
	return c
}

// buttons are the rows below a message: those of the answer, then those of its
// rows, which name the row where there are several. The calls behind them are
// noted in m.
func (m *message) buttons(a answer, pieces []piece, part, parts int) []discordgo.MessageComponent {
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

// inRows begins the rows' buttons in a row of their own where there is room.
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

// add appends a button, unless Discord would refuse it. Its custom ID is its
// kind, its place, and the key of its call.
func (m *message) add(to []discordgo.MessageComponent, a answer, part, place int, action bot.Action) []discordgo.MessageComponent {
	b := discordgo.Button{Label: buttonLabel(action.Label), Style: discordgo.SecondaryButton}
	switch action.Kind {
	case bot.Open:
		if b.URL = webAddress(action.Call.Args["url"], maxURL); b.URL == "" {
			return to
		}
		b.Style = discordgo.LinkButton
		return append(to, b)
	case bot.Delete:
		b.CustomID = fmt.Sprintf("%s:%d:%s", action.Kind, place, a.Asker)
		return append(to, b)
	}
	c := a.target(action, part)
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

// pressed reads a custom ID: the kind of button, and its key or whom it names.
func pressed(customID string) (kind bot.ActionKind, key string) {
	parts := strings.SplitN(customID, ":", 3)
	if len(parts) != 3 {
		return "", ""
	}
	return bot.ActionKind(parts[0]), parts[2]
}

// buttonLabel is a label as Discord takes it: not empty, and cut with an ellipsis.
func buttonLabel(label string) string {
	label = oneLine(label)
	if label == "" {
		return "…"
	}
	return shortened(label, maxButtonLabel)
}
