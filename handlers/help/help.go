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
		Params: []bot.Param{{Name: "command", Kind: bot.Text, Words: true, Help: "one command", Completes: bot.CompleteCommand}},
	}
}

// AnswerHelp lists the commands, or explains one.
func (c Commands) AnswerHelp(_ context.Context, r query.Request) (bot.Card, error) {
	name := strings.TrimPrefix(query.Plain(r.Args["command"]), "/")
	if name != "" {
		return explain(c.Mux, name, r.Request)
	}
	card := bot.Card{Title: "What you can ask", Read: map[string]string{"command": ""}}
	for _, command := range c.Mux.Commands {
		card.Items = append(card.Items, bot.Item{Label: "/" + command.Name, Facts: []string{command.Summary}})
		for _, line := range c.Mux.Examples(r.Request, command, 1) {
			if next, err := c.Mux.Parse(line, r.Request); err == nil && len(card.Actions) < 5 {
				card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: line, Call: next.Call})
			}
		}
	}
	card.Total = len(card.Items)
	card.Text = []string{"Or ask a plain question. Every word shown as an article's is the article's own; each row ends with a receipt for /verify."}
	return card, nil
}

// explain returns what a command takes, with examples.
func explain(m *bot.Mux, name string, r bot.Request) (bot.Card, error) {
	c, ok := m.Find(strings.ReplaceAll(name, " ", "-"))
	if !ok {
		c, ok = m.Find(name)
	}
	if !ok {
		return bot.Card{}, &bot.Error{Usage: true, Message: fmt.Sprintf("No command %q. Write help for the list.", name)}
	}
	card := bot.Card{Title: "/" + c.Name, Read: map[string]string{"command": c.Name}, Text: []string{c.Summary + ".", "Usage: " + c.Usage()}}
	for _, p := range c.Params {
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
	for _, line := range m.Examples(r, c, 2) {
		card.Text = append(card.Text, "Example: "+line)
	}
	return card, nil
}
