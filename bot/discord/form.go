package discord

import (
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// form asks for what an option cannot hold: several lines of text
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal).
type form struct {
	CustomID   string    `json:"custom_id"`
	Title      string    `json:"title"`
	Components []formRow `json:"components"`
}

type formRow struct {
	Type       int     `json:"type"`
	Components []field `json:"components"`
}

// field is a text input.
type field struct {
	Type        int    `json:"type"`
	CustomID    string `json:"custom_id"`
	Style       int    `json:"style"`
	Label       string `json:"label"`
	Placeholder string `json:"placeholder,omitempty"`
	Required    bool   `json:"required"`
	Value       string `json:"value,omitempty"`
	MaxLength   int    `json:"max_length"`
}

// The types of a form's parts, and the styles of a field.
const (
	rowOfFields = 1
	textInput   = 4
	oneLined    = 1
	manyLined   = 2
)

// formID begins the custom ID of a form; its command follows.
const formID = "form "

// Discord's limits on forms
// (https://discord.com/developers/docs/components/reference#text-input).
const (
	maxFields = 5     // of a form
	maxLabel  = 45    // of a field, and of a form's title
	maxField  = 4_000 // characters of a field
)

// formHandler asks for commands' longer options.
type formHandler struct {
	questions
	mux *bot.Mux
}

// handle answers a form as its command with those options.
func (x formHandler) handle(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	q := converse.Question{Command: strings.TrimPrefix(i.Data.CustomID, formID), Values: map[string]string{}}
	for _, row := range i.Data.Components {
		for _, in := range append(row.Components, row.Component) {
			if in.CustomID != "" {
				q.Values[in.CustomID] = in.Value
			}
		}
	}
	return x.answer(ctx, t, q, ack)
}

// formFor returns the form for a command that was called without its text: a field
// for that, then one for each option that was typed, filled in, then those that
// have room. If what was typed has no room there is none.
func (x formHandler) formFor(q converse.Question) (form, bool) {
	c, ok := x.mux.Find(q.Command)
	if !ok {
		return form{}, false
	}
	isTyped := func(p bot.Param) bool { return strings.TrimSpace(q.Values[p.Name]) != "" }
	asks := func(p bot.Param) bool { return p.Long && !isTyped(p) }
	rank := func(p bot.Param) int {
		switch {
		case p.Long:
			return 0
		case isTyped(p):
			return 1
		}
		return 2
	}
	params := slices.Clone(c.Params)
	slices.SortStableFunc(params, func(a, b bot.Param) int { return rank(a) - rank(b) })
	shown := params[:min(len(params), maxFields)]
	if !slices.ContainsFunc(params, asks) || slices.ContainsFunc(params[len(shown):], isTyped) {
		return form{}, false
	}
	f := form{CustomID: formID + c.Name, Title: chat.Shorten(c.Summary, maxLabel)}
	for _, p := range shown {
		in := field{Type: textInput, CustomID: p.Name, Style: oneLined, Label: chat.Shorten(p.Name, maxLabel), Placeholder: chat.Shorten(chat.OneLine(p.Help), maxHelp),
			Required: p.Required, Value: chat.Shorten(q.Values[p.Name], maxChoice), MaxLength: maxChoice}
		if p.Long {
			in.Style, in.MaxLength = manyLined, maxField
		}
		f.Components = append(f.Components, formRow{Type: rowOfFields, Components: []field{in}})
	}
	return f, true
}
