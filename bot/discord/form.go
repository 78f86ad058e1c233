package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// form asks for what an option cannot hold, or for all that a command takes
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal).
type form struct {
	CustomID   string     `json:"custom_id"`
	Title      string     `json:"title"`
	Components []formPart `json:"components"`
}

// formPart is a label with its field or, for servers that know no labels, a row with one.
type formPart struct {
	Type        int     `json:"type"`
	Label       string  `json:"label,omitempty"`
	Description string  `json:"description,omitempty"`
	Component   *field  `json:"component,omitempty"`
	Components  []field `json:"components,omitempty"`
}

// field is a text input or a menu.
type field struct {
	Type        int           `json:"type"`
	CustomID    string        `json:"custom_id"`
	Style       int           `json:"style,omitempty"`
	Label       string        `json:"label,omitempty"` // in a row alone
	Placeholder string        `json:"placeholder,omitempty"`
	Required    bool          `json:"required"`
	Value       string        `json:"value,omitempty"`
	MaxLength   int           `json:"max_length,omitempty"`
	Options     []fieldOption `json:"options,omitempty"`
}

// fieldOption is an option of a menu.
type fieldOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// The types of a form's parts, and the styles of a text input
// (https://discord.com/developers/docs/components/reference).
const (
	rowOfFields = 1
	menuInput   = 3
	textInput   = 4
	labelled    = 18
	oneLined    = 1
	manyLined   = 2
)

// formID begins the custom ID of a form; its command follows.
const formID = "form "

// correctForm is the kind of a button that opens a form again, with what was entered.
const correctForm bot.ActionKind = "correct"

// Discord's limits on forms
// (https://discord.com/developers/docs/components/reference#label).
const (
	maxFields = 5     // of a form
	maxLabel  = 45    // of a field, and of a form's title
	maxField  = 4_000 // characters of a field
)

// formHandler asks for commands' options.
type formHandler struct {
	questions
	api *api
	mux *bot.Mux
}

// handle answers a form as its command with those options, or says what is wrong with
// them: Discord shows no form in answer to a form, so a button opens it again.
func (x formHandler) handle(ctx context.Context, t *converse.Target, i interaction, ack acknowledge) error {
	q := converse.Question{Command: strings.TrimPrefix(i.Data.CustomID, formID), Values: map[string]string{}}
	for _, row := range i.Data.Components {
		for _, in := range append(row.Components, row.Component) {
			if in.CustomID != "" {
				q.Values[in.CustomID] = in.entered()
			}
		}
	}
	wrong := x.mux.CheckForm(q.Command, q.Values, x.asker(ctx, t))
	if len(wrong) == 0 {
		return x.answer(ctx, t, q, ack)
	}
	if err := ack(ctx, later(t.Private)); err != nil {
		return fmt.Errorf("acknowledge a form: %w", err)
	}
	c, _ := x.mux.Find(q.Command)
	x.Do(ctx, converse.Task{Tell: t, Do: func(ctx context.Context) { x.Show(ctx, t, refusedForm(c, q.Values, wrong)) }})
	return nil
}

// asker returns the request of who fills in a form; its zone is the bot's if it is not
// known in time.
func (x formHandler) asker(ctx context.Context, t *converse.Target) bot.Request {
	ctx, stop := context.WithTimeout(ctx, acknowledgement/2)
	defer stop()
	r, _, err := x.Request(ctx, t)
	if err != nil {
		return bot.Request{}
	}
	return r
}

// refusedForm returns what is wrong with a form, a line a field.
func refusedForm(c bot.Command, values, wrong map[string]string) bot.Card {
	card := bot.Card{Status: bot.NotUnderstood, Title: "Nothing is set up yet"}
	for _, f := range c.Form {
		if why := wrong[f.Param]; why != "" {
			card.Text = append(card.Text, f.Label+": "+why)
		}
	}
	args := bot.Args{}
	for name, value := range values {
		if value != "" {
			args[name] = value
		}
	}
	card.Actions = []bot.Action{{Kind: correctForm, Label: "Correct it", Call: bot.Call{Command: c.Name, Args: args}}}
	return card
}

// again returns the form behind a button, with what was entered and what is wrong with it.
func (x formHandler) again(ctx context.Context, t *converse.Target, kept state.ButtonCall) form {
	c, _ := x.mux.Find(kept.Call.Command)
	return fieldsOf(c, kept.Call.Args, x.mux.CheckForm(c.Name, kept.Call.Args, x.asker(ctx, t)))
}

// open opens a form. A server that refuses labels gets rows, without menus.
func (x formHandler) open(ctx context.Context, f form, ack acknowledge) error {
	if x.api.has(labels) {
		err := ack(ctx, response{Type: responseForm, Data: f})
		refused := rest.StatusOf(err) == http.StatusBadRequest && (rest.CodeOf(err) == invalidForm || rest.CodeOf(err) == 0) && !x.api.isDiscord()
		if !refused {
			return err
		}
		x.api.lackOnce(labels, true)
	}
	return ack(ctx, response{Type: responseForm, Data: f.inRows()})
}

// inRows returns the form with its fields as text inputs in rows, which Discord had before
// labels.
func (f form) inRows() form {
	f.Components = slices.Clone(f.Components)
	for i, p := range f.Components {
		in := *p.Component
		in.Label, in.Type, in.Style = p.Label, textInput, max(in.Style, oneLined)
		if in.Options != nil {
			for _, o := range in.Options {
				if o.Default {
					in.Value = o.Value
				}
			}
			in.Options, in.MaxLength = nil, maxChoice
		}
		if in.Placeholder == "" {
			in.Placeholder = p.Description
		}
		f.Components[i] = formPart{Type: rowOfFields, Components: []field{in}}
	}
	return f
}

// formFor returns the form for a command that was called without its text, or without any
// option where it has a form for that. ok is false if there is none.
func (x formHandler) formFor(q converse.Question) (f form, ok bool) {
	c, ok := x.mux.Find(q.Command)
	if !ok {
		return form{}, false
	}
	if len(c.Form) > 0 {
		values := map[string]string{}
		for _, f := range c.Form {
			values[f.Param] = f.Value
		}
		return fieldsOf(c, values, nil), len(q.Values) == 0
	}
	return longForm(c, q.Values)
}

// fieldsOf returns the form of a command with values in its fields, and what is wrong with
// them beside each.
func fieldsOf(c bot.Command, values, wrong map[string]string) form {
	f := form{CustomID: formID + c.Name, Title: chat.Shorten(c.Summary, maxLabel)}
	for _, each := range c.Form[:min(len(c.Form), maxFields)] {
		p, _ := c.Param(each.Param)
		in := field{Type: textInput, CustomID: p.Name, Style: oneLined, Value: chat.Shorten(values[p.Name], maxChoice), MaxLength: maxChoice}
		if len(p.Choices) > 0 {
			in = field{Type: menuInput, CustomID: p.Name}
			for _, choice := range p.Choices {
				in.Options = append(in.Options, fieldOption{Label: choice, Value: choice, Default: choice == values[p.Name]})
			}
		}
		about := chat.OneLine(p.Help)
		if wrong[p.Name] != "" {
			about = "⚠ " + chat.OneLine(wrong[p.Name])
		}
		f.Components = append(f.Components, formPart{Type: labelled, Label: chat.Shorten(each.Label, maxLabel), Description: chat.Shorten(about, maxHelp), Component: &in})
	}
	return f
}

// longForm returns the form for a command that was called without its text: a field
// for that, then one for each option that was typed, filled in, then those that
// have room. If what was typed has no room there is none.
func longForm(c bot.Command, values map[string]string) (form, bool) {
	isTyped := func(p bot.Param) bool { return strings.TrimSpace(values[p.Name]) != "" }
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
		in := field{Type: textInput, CustomID: p.Name, Style: oneLined, Required: p.Required, Value: chat.Shorten(values[p.Name], maxChoice), MaxLength: maxChoice}
		if p.Long {
			in.Style, in.MaxLength = manyLined, maxField
		}
		f.Components = append(f.Components, formPart{Type: labelled, Label: chat.Shorten(p.Name, maxLabel), Description: chat.Shorten(chat.OneLine(p.Help), maxHelp), Component: &in})
	}
	return f, true
}
