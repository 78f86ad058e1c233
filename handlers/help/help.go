package help

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// Command returns the command that lists the commands, or explains one.
func Command() bot.Command {
	return bot.Command{
		Name: "help", Aliases: []string{"?"}, Summary: "What can be asked, with examples from this briefing",
		Params:   []bot.Param{{Name: "command", Kind: bot.Text, Words: true, Help: "one command, or all", Completes: bot.CompleteCommand}},
		Examples: []string{"/help", "/help who-said", "/help all"},
	}
}

// AnswerHelp answers with the ways to ask, with all commands, with a family of them, or
// with what one takes.
func (c Commands) AnswerHelp(_ context.Context, r query.Request) (bot.Card, error) {
	name := asked(query.Plain(r.Args["command"]))
	switch {
	case name == "":
		return c.overview(r.Request), nil
	case name == allCommands:
		return c.all(r.Request), nil
	case len(c.Mux.Family(name)) > 0:
		return c.family(r.Request, name)
	}
	return c.explain(r.Request, name)
}

// asked returns the name of the command that help is asked on: help me with digests.
func asked(typed string) string {
	var name []string
	for w := range strings.FieldsSeq(strings.ToLower(strings.TrimPrefix(typed, "/"))) {
		if w = strings.Trim(w, ".,!?"); !courtesies[w] && w != "" {
			name = append(name, w)
		}
	}
	return strings.Join(name, " ")
}

var courtesies = map[string]bool{"me": true, "us": true, "please": true, "with": true, "on": true, "about": true, "for": true, "using": true,
	"how": true, "to": true, "use": true, "the": true, "this": true, "command": true, "out": true, "here": true, "now": true, "needed": true}

// explain returns what a command takes, with examples.
func (c Commands) explain(r bot.Request, name string) (bot.Card, error) {
	command, ok := c.Mux.Find(strings.ReplaceAll(name, " ", "-"))
	if !ok {
		command, ok = c.Mux.Find(name)
	}
	if !ok {
		return bot.Card{}, c.unknown(r, name)
	}
	card := bot.Card{Title: "/" + command.Name, Read: map[string]string{"command": command.Name},
		Text: []string{command.Summary + ".", "Usage: " + command.Usage()}}
	for _, p := range command.Params {
		label := p.Name + ":"
		if p.Words {
			label = strings.ToUpper(p.Name)
		}
		facts := []string{p.Help}
		if len(p.Aliases) > 0 {
			facts = append(facts, "also "+strings.Join(p.Aliases, ":, ")+":")
		}
		if len(p.Choices) > 0 {
			facts = append(facts, strings.Join(p.Choices, " | "))
		}
		card.Items = append(card.Items, bot.Item{Label: label, Facts: facts})
	}
	card.Total = len(card.Items)
	for _, line := range c.Mux.Examples(r, command, 2) {
		card.Text = append(card.Text, "Example: "+line)
	}
	return card, nil
}

// unknown returns the error for help on what is no command, with the nearest one as a
// button.
func (c Commands) unknown(r bot.Request, name string) error {
	names := []string{}
	for _, command := range c.Mux.Commands {
		first, _, _ := strings.Cut(command.Name, " ")
		if offered(command, r) {
			names = append(names, command.Name, first)
		}
	}
	e := &bot.Error{Usage: true, Message: fmt.Sprintf("No command %q.", name)}
	if near, ok := bot.Nearest(name, names); ok {
		e.Message += fmt.Sprintf(" Did you mean %s?", near)
		e.Actions = append(e.Actions, bot.Ask(near, "help", "command", near))
	}
	e.Actions = append(e.Actions, bot.Ask("All commands", "help", "command", allCommands))
	return e
}
