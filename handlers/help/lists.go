package help

import (
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// allCommands is the argument of help for the list of all commands.
const allCommands = "all"

// ways are the ways to ask that help begins with: a line of each, and the command whose
// first example shows it.
var ways = []struct{ label, about, command string }{
	{"a plain question", "who said what, when it happened, what is new: in your own words", "ask"},
	{"/who-said TOPIC by:NAME", "statements: the words, who said them, when, where", "who-said"},
	{"/timeline TOPIC", "what happened when, in the articles' own sentences", "timeline"},
	{`/check-quote "WORDS"`, "whether somebody said exactly that", "check-quote"},
	{"/who-is NAME", "a person or a role: names, roles, statements", "who-is"},
}

// overview returns the ways to ask, with examples as buttons.
func (c Commands) overview(r bot.Request) bot.Card {
	card := bot.Card{Title: "What you can ask", Read: map[string]string{"command": ""}}
	for _, way := range ways {
		command, ok := c.Mux.Find(way.command)
		if !ok {
			continue
		}
		card.Items = append(card.Items, bot.Item{Label: strings.Replace(way.label, "/"+way.command, r.CommandMention(way.command), 1), Facts: []string{way.about}})
		c.addExamples(&card, r, command, 1)
	}
	card.Total = len(card.Items)
	card.Actions = append(card.Actions, bot.Ask("All commands", "help", "command", allCommands))
	return card
}

// addExamples adds up to most examples of a command as buttons.
func (c Commands) addExamples(card *bot.Card, r bot.Request, command bot.Command, most int) {
	if _, id := command.Param("id"); id || command.Changes {
		return // a button would do it, or name what does not exist
	}
	for _, line := range c.Mux.Examples(r, command, most) {
		if next, err := c.Mux.Parse(line, r); err == nil {
			card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: strings.TrimPrefix(line, "/ask "), Call: next.Call})
		}
	}
}

// all returns every command that the asker may use here, a line for each and one for a
// family.
func (c Commands) all(r bot.Request) bot.Card {
	card := bot.Card{Title: "All commands", Read: map[string]string{"command": allCommands}}
	families := map[string]bool{}
	for _, command := range c.Mux.Commands {
		if !offered(command, r) {
			continue
		}
		family, sub, ok := strings.Cut(command.Name, " ")
		switch {
		case !ok:
			card.Items = append(card.Items, bot.Item{Label: slashed(command.Name, r), Facts: []string{command.Summary}})
		case !families[family]:
			families[family] = true
			card.Items = append(card.Items, bot.Item{Label: "/" + family, Facts: []string{sub}}) // by itself it is no command
			card.Actions = append(card.Actions, bot.Ask("/"+family, "help", "command", family))
		default:
			last := &card.Items[len(card.Items)-1]
			last.Facts[0] += ", " + sub
		}
	}
	card.Total = len(card.Items)
	card.Text = []string{"help COMMAND tells what one takes. Without a slash they work after a mention and in direct messages too."}
	return card
}

// family returns the commands of a family, each with an example.
func (c Commands) family(r bot.Request, name string) (bot.Card, error) {
	card := bot.Card{Title: "/" + name, Read: map[string]string{"command": name}}
	hidden := 0
	for _, command := range c.Mux.Family(name) {
		if !offered(command, r) {
			hidden++
			continue
		}
		item := bot.Item{Label: r.CommandMention(command.Name), Facts: []string{command.Summary}}
		if lines := c.Mux.Examples(r, command, 1); len(lines) > 0 && lines[0] != "/"+command.Name {
			item.Facts = append(item.Facts, "example: "+lines[0])
		}
		card.Items = append(card.Items, item)
		if len(card.Actions) < mostExamples {
			c.addExamples(&card, r, command, 1)
		}
	}
	if card.Total = len(card.Items); card.Total == 0 {
		return card, &bot.Error{Message: fmt.Sprintf("%s is for administrators of this bot.", name), Actions: []bot.Action{bot.Ask("What can I ask?", "help")}}
	}
	if hidden > 0 && r.Local() {
		card.Text = []string{"Set one up in Slack or Discord, where it has a channel to post to."}
	}
	return card, nil
}

// mostExamples is the maximum number of examples of a family that become buttons.
const mostExamples = 3

// offered reports whether the asker may use a command here.
func offered(c bot.Command, r bot.Request) bool {
	return !(c.Admin && !r.Admin && !c.Owner) && !(c.Owner && !r.Owner) && !(c.Posts && r.Local())
}

// slashed returns a command as it is typed. Slack keeps some names for itself; those are
// reached by the one name that is the bot's own.
func slashed(name string, r bot.Request) string {
	if r.Platform == "slack" && (name == "help" || name == "status") {
		return "/briefing " + name
	}
	return r.CommandMention(name)
}
