package embed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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

// components returns what is below a message: the menu of its rows if it has several, or
// the buttons of its only row, and the buttons of the answer. It adds the calls behind
// them to m.
func (m *Message) components(a Answer, pieces []piece, part, parts int) []discordgo.MessageComponent {
	if a.Bare {
		return nil
	}
	var own, row []discordgo.MessageComponent
	for _, action := range a.actions(part, parts) {
		own = m.addButton(own, a, part, len(own), action)
	}
	if a.numbered() {
		return append(m.menu(a, pieces, part), inRows(own)...)
	}
	for _, p := range pieces {
		for _, action := range p.actions {
			row = m.addButton(row, a, part, firstRowPlace+len(row), action)
		}
	}
	if inRow := inRows(row); len(inRow)+len(inRows(own)) <= maxRows {
		return append(inRow, inRows(own)...)
	}
	return inRows(append(row, own...))
}

// firstRowPlace is the place of the first button of a row, after those of the answer.
const firstRowPlace = 100

// inRows returns buttons in rows of about the same length, so that none is alone in one.
func inRows(buttons []discordgo.MessageComponent) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	for rows := (len(buttons) + maxRowButtons - 1) / maxRowButtons; rows > 0; rows-- {
		n := (len(buttons) + rows - 1) / rows
		out = append(out, discordgo.ActionsRow{Components: buttons[:n]})
		buttons = buttons[n:]
	}
	return out[:min(len(out), maxRows)]
}

// menu returns the row with the menu of what the rows of an answer lead to: context, more
// by the speaker. What several rows lead to is in it once.
func (m *Message) menu(a Answer, pieces []piece, part int) []discordgo.MessageComponent {
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: menuID, Placeholder: "More about a row"}
	var seen []string
	for _, p := range pieces {
		for _, action := range p.actions {
			id, c, ok := a.customID(part, firstRowPlace+len(menu.Options), action)
			_, key := Pressed(id)
			if !ok || slices.Contains(seen, key) || len(menu.Options) == maxMenu {
				continue
			}
			seen = append(seen, key)
			m.Calls = append(m.Calls, c)
			menu.Options = append(menu.Options, discordgo.SelectMenuOption{
				Label: chat.Shorten(fmt.Sprintf("%d · %s", p.number, buttonLabel(action.Label)), maxOption), Value: id, Description: chat.Shorten(p.about, maxOption)})
		}
	}
	if len(menu.Options) == 0 {
		return nil
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu}}}
}

// menuID is the custom ID of a menu. What is chosen has one of its own.
const menuID = "rows"

// aboutRow names a row in a menu: who speaks and where, else its label.
func aboutRow(it bot.Item) string {
	parts := slices.DeleteFunc([]string{cmp.Or(it.Speaker, it.Label), it.Source, it.Published.Text}, func(s string) bool { return s == "" })
	return cmp.Or(chat.OneLine(bot.PlainMentions(strings.Join(parts, " · "))), "–")
}

// addButton appends a button, unless Discord would refuse it.
func (m *Message) addButton(to []discordgo.MessageComponent, a Answer, part, place int, action bot.Action) []discordgo.MessageComponent {
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
	id, c, ok := a.customID(part, place, action)
	if !ok {
		return to
	}
	b.CustomID = id
	m.Calls = append(m.Calls, c)
	return append(to, b)
}

// customID returns the custom ID of a button or of a menu's option, and the call behind it:
// its kind, its place and the key of the call. ok is false if it has none.
func (a Answer) customID(part, place int, action bot.Action) (id string, c state.ButtonCall, ok bool) {
	c = chat.Target(a.Card, a.Call, action, part)
	c.In = a.In
	key, err := state.Key(a.Scope, c)
	id = fmt.Sprintf("%s:%d:%s", action.Kind, place, key)
	return id, c, err == nil && action.Kind != bot.Open && len(id) <= maxCustomID
}

// buttonLabel returns a label as Discord takes it: not empty, and cut with an ellipsis.
func buttonLabel(label string) string {
	label = chat.OneLine(label)
	if label == "" {
		return "…"
	}
	return chat.Shorten(label, maxButtonLabel)
}
