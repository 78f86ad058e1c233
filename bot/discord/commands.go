package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// command is an application command
// (https://discord.com/developers/docs/interactions/application-commands#application-command-object).
type command struct {
	Type        int      `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Options     []option `json:"options,omitempty"`
	Permissions *bits    `json:"default_member_permissions"` // nil for all
	Contexts    []int    `json:"contexts,omitempty"`
}

// bits are permissions: a number where they are sent, as the published OpenAPI
// document has it, and a string where Discord answers.
type bits uint64

// UnmarshalJSON reads both forms.
func (b *bits) UnmarshalJSON(raw []byte) error {
	n, err := strconv.ParseUint(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil {
		return fmt.Errorf("permissions %s: %w", raw, err)
	}
	*b = bits(n)
	return nil
}

// option is an option or a sub-command.
type option struct {
	Type         int      `json:"type"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required,omitempty"`
	Autocomplete bool     `json:"autocomplete,omitempty"`
	Choices      []choice `json:"choices,omitempty"`
	MinValue     *int     `json:"min_value,omitempty"`
	MaxValue     *int     `json:"max_value,omitempty"`
	Options      []option `json:"options,omitempty"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Discord's limits on commands
// (https://discord.com/developers/docs/interactions/application-commands). Characters are
// counted as UTF-16 units, the strictest way that Discord's documentation can be read.
const (
	maxOptions     = 25  // of a command or sub-command
	maxChoices     = 25  // of an option, and of an autocompletion
	maxHelp        = 100 // a description's characters
	maxChoice      = 100 // a choice's characters, in its name and in its value
	maxCommandText = 8_000
)

// The types of commands, options and contexts.
const (
	slashCommand   = 1
	messageCommand = 3

	optionSubCommand = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4

	inServers = 0
	inDirect  = 1
)

// The commands on messages.
const (
	checkThis   = "Check this quote"
	whoElse     = "Who else said this?"
	showContext = "Show context"
	deleteThis  = "Delete this answer"
)

var messageCommands = []string{checkThis, whoElse, showContext, deleteThis}

// safeName is the command that every other can be chosen after, for servers where
// another app has taken its name.
const safeName = "briefing"

// commands returns the mux's as Discord registers them: each by itself, all below
// /briefing, and those on messages.
func commands(all []bot.Command) []command {
	var out []command
	add := func(c bot.Command, parent string, rest string) {
		at := slices.IndexFunc(out, func(have command) bool { return have.Name == parent })
		if at < 0 {
			out = append(out, command{Type: slashCommand, Name: parent, Description: described(c.Summary, parent), Contexts: []int{inServers, inDirect}})
			at = len(out) - 1
		}
		if c.Admin {
			manage := bits(1 << 5) // MANAGE_GUILD
			out[at].Permissions, out[at].Contexts = &manage, []int{inServers}
		}
		if rest == "" {
			out[at].Options = optionsOf(c, maxHelp)
			return
		}
		out[at].Options = append(out[at].Options, option{Type: optionSubCommand, Name: rest, Description: described(c.Summary, rest), Options: optionsOf(c, maxHelp)})
	}
	for _, c := range all {
		parent, rest, _ := strings.Cut(c.Name, " ")
		add(c, parent, strings.ReplaceAll(rest, " ", "-"))
	}
	out = append(out, safe(all))
	for _, name := range messageCommands {
		out = append(out, command{Type: messageCommand, Name: name, Contexts: []int{inServers, inDirect}})
	}
	return out
}

// safe returns /briefing with all commands but the administrators', those of two
// words in groups, its help as long as Discord has room for.
func safe(all []bot.Command) command {
	c := command{Type: slashCommand, Name: safeName, Description: "All commands, where another app has taken a name", Contexts: []int{inServers, inDirect}}
	for help := maxHelp; ; help /= 2 {
		c.Options = nil
		for _, sub := range all {
			group, rest, grouped := strings.Cut(sub.Name, " ")
			at := slices.IndexFunc(c.Options, func(o option) bool { return o.Name == group })
			if sub.Admin || at < 0 && len(c.Options) == maxOptions {
				continue
			}
			o := option{Type: optionSubCommand, Name: sub.Name, Description: chat.Shorten(described(sub.Summary, sub.Name), help), Options: optionsOf(sub, help)}
			if !grouped {
				c.Options = append(c.Options, o)
				continue
			}
			if at < 0 {
				c.Options = append(c.Options, option{Type: optionGroup, Name: group, Description: group})
				at = len(c.Options) - 1
			}
			o.Name = rest
			c.Options[at].Options = append(c.Options[at].Options, o)
		}
		if c.text() <= maxCommandText || help < 10 {
			return c
		}
	}
}

// text returns what Discord counts against a command's 8,000 characters.
func (c command) text() int {
	return chat.Length(c.Name) + chat.Length(c.Description) + optionText(c.Options)
}

func optionText(options []option) int {
	n := 0
	for _, o := range options {
		n += chat.Length(o.Name) + chat.Length(o.Description) + optionText(o.Options)
		for _, c := range o.Choices {
			n += chat.Length(c.Name) + chat.Length(c.Value)
		}
	}
	return n
}

// optionsOf returns a command's parameters, those required first, with at most help
// characters of description.
func optionsOf(c bot.Command, help int) []option {
	var out []option
	for _, p := range c.Params {
		o := option{Type: optionString, Name: p.Name, Description: chat.Shorten(described(p.Help, p.Name), help), Required: p.Required && !p.Long, Autocomplete: p.Completable()}
		switch {
		case p.Kind == bot.Number:
			o.Type, o.MinValue, o.Autocomplete = optionInteger, &p.Min, false
			if p.Max > 0 {
				o.MaxValue = &p.Max
			}
		case len(p.Choices) > 0 && len(p.Choices) <= maxChoices:
			o.Autocomplete = false
			for _, value := range p.Choices {
				o.Choices = append(o.Choices, choice{Name: value, Value: value})
			}
		}
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b option) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return out[:min(len(out), maxOptions)]
}

// described returns a description, which Discord does not take empty or long.
func described(text, name string) string {
	return chat.Shorten(cmp.Or(chat.OneLine(text), name), maxHelp)
}

// CommandsJSON returns what the bot registers, as Discord's bulk overwrite takes it.
func CommandsJSON(all []bot.Command) ([]byte, error) {
	raw, err := json.MarshalIndent(commands(all), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the commands: %w", err)
	}
	return raw, nil
}

// registrar registers commands.
type registrar struct {
	api        *api
	mux        *bot.Mux
	testServer string // to register them in alone; "" for all servers
}

// register replaces the commands by one bulk overwrite if Discord has others.
// A refusal is logged, and buttons, mentions and messages work without.
func (r registrar) register(ctx context.Context) {
	path := "/applications/" + r.api.app + "/commands"
	if r.testServer != "" {
		path = "/applications/" + r.api.app + "/guilds/" + r.testServer + "/commands"
	}
	want := commands(r.mux.Commands)
	var have []command
	if err := r.api.Call(ctx, "GET", path, nil, &have); err == nil && same(have, want) {
		return
	}
	if err := r.api.insist(ctx, func() error { return r.api.Call(ctx, "PUT", path, want, nil) }); err != nil {
		if ctx.Err() == nil {
			r.api.log.Error("the commands could not be registered; mentions and direct messages work all the same", slog.Any("error", rest.Redact(err)))
		}
		return
	}
	r.api.log.Info("the commands are registered", slog.Int("commands", len(want)))
}

// same compares commands in the order of their names, as Discord may list them.
func same(have, want []command) bool {
	sorted := func(commands []command) string {
		commands = slices.Clone(commands)
		for i := range commands {
			commands[i].Type = max(commands[i].Type, slashCommand)
		}
		slices.SortFunc(commands, func(a, b command) int {
			return strings.Compare(fmt.Sprint(a.Type, a.Name), fmt.Sprint(b.Type, b.Name))
		})
		raw, _ := json.Marshal(commands) // holds nothing that cannot be encoded
		return string(raw)
	}
	return sorted(have) == sorted(want)
}
