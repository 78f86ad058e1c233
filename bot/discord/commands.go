package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// command is an application command. Names and descriptions are not localized: answers,
// hints and the words of articles are English, and a name that differs by client would not
// be the one that they and the documentation give.
// (https://discord.com/developers/docs/interactions/application-commands#application-command-object).
type command struct {
	ID          string   `json:"id,omitempty"`
	Type        int      `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Options     []option `json:"options,omitempty"`
	Permissions *bits    `json:"default_member_permissions"` // nil for all
	Contexts    []int    `json:"contexts,omitempty"`
	Installs    []int    `json:"integration_types,omitempty"` // for whom the app is installed
}

// bits are permissions, a string as Discord's reference has them. The published OpenAPI
// document says that they are sent as a number; Discord takes both, other servers one.
type bits uint64

// MarshalJSON writes the string.
func (b bits) MarshalJSON() ([]byte, error) {
	return []byte(`"` + strconv.FormatUint(uint64(b), 10) + `"`), nil
}

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
	inPrivate = 2 // direct messages and groups of others

	forServers = 0
	forUsers   = 1
)

// personal are the commands that somebody can have with them in every server and group: a
// claim is checked where it is made.
var personal = []string{"check-quote", "who-said", checkThis, whoElse}

// placed returns a command with where it can be used and who can install it.
func placed(c command) command {
	c.Installs = []int{forServers}
	if slices.Contains(personal, c.Name) {
		c.Installs, c.Contexts = []int{forServers, forUsers}, []int{inServers, inDirect, inPrivate}
	}
	return c
}

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
	for i := range out {
		out[i] = placed(out[i])
	}
	return out
}

// forServersAlone returns commands that nobody can install for themselves.
func forServersAlone(all []command) []command {
	all = slices.Clone(all)
	for i := range all {
		all[i].Contexts, all[i].Installs = slices.DeleteFunc(slices.Clone(all[i].Contexts), func(c int) bool { return c == inPrivate }), nil
	}
	return all
}

// local returns commands for one server alone, which say nothing of where they can be used.
func local(all []command) []command {
	all = slices.Clone(all)
	for i := range all {
		all[i].Contexts, all[i].Installs = nil, nil
	}
	return all
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
	path := r.path(r.testServer)
	want := commands(r.mux.Commands)
	if r.testServer != "" {
		want = local(want)
	}
	var have []command
	if err := r.api.Call(ctx, "GET", path, nil, &have); err == nil && same(have, want) {
		r.api.knowCommands(have)
		return
	}
	err := r.put(ctx, path, want)
	if rest.StatusOf(err) == http.StatusBadRequest && r.testServer == "" { // an app that people cannot install
		r.api.log.Warn("the commands are refused as they are; trying without those for people's own accounts", slog.Any("error", rest.Redact(err)))
		want = forServersAlone(want)
		err = r.put(ctx, path, want)
	}
	if rest.StatusOf(err) == http.StatusBadRequest && !r.api.isDiscord() {
		r.api.lackOnce("some options of commands", true)
		err = r.put(ctx, path, basic(want))
	}
	switch {
	case err == nil:
		r.api.log.Info("the commands are registered", slog.Int("commands", len(want)))
	case ctx.Err() == nil:
		r.api.log.Error("the commands could not be registered; mentions and direct messages work all the same", slog.Any("error", rest.Redact(err)))
	}
}

// path returns that of the commands of one server or, if that is "", of all.
func (r registrar) path(server string) string {
	if server != "" {
		return "/applications/" + r.api.app + "/guilds/" + server + "/commands"
	}
	return "/applications/" + r.api.app + "/commands"
}

func (r registrar) put(ctx context.Context, path string, all []command) error {
	var registered []command
	err := r.api.insist(ctx, func() error { return r.api.Call(ctx, "PUT", path, all, &registered) })
	if err == nil && len(all) > 0 {
		r.api.knowCommands(registered)
	}
	return err
}

// basic returns commands without what a server of another kind may not know: completions,
// bounds of numbers, and where a command can be used.
func basic(all []command) []command {
	all = slices.Clone(all)
	for i := range all {
		all[i].Contexts, all[i].Installs = nil, nil
		all[i].Options = basicOptions(all[i].Options)
	}
	return all
}

func basicOptions(options []option) []option {
	options = slices.Clone(options)
	for i := range options {
		options[i].Autocomplete, options[i].MinValue, options[i].MaxValue = false, nil, nil
		options[i].Options = basicOptions(options[i].Options)
	}
	return options
}

// maxCleared is the number of servers up to which each is searched for commands of its own:
// a bot in more of them is no test.
const maxCleared = 100

// clear removes the commands that a server has for itself, as an earlier test_server: it
// shows each command twice, and nobody would update its own.
func (r registrar) clear(ctx context.Context, servers []string) {
	if r.testServer != "" || len(servers) > maxCleared {
		return
	}
	for _, server := range servers {
		var have []command
		path := r.path(server)
		if err := r.api.Call(ctx, "GET", path, nil, &have); err != nil || len(have) == 0 {
			continue
		}
		if err := r.put(ctx, path, []command{}); err != nil {
			r.api.log.Warn("the commands of an earlier test_server could not be removed", slog.String("server", server), slog.Any("error", rest.Redact(err)))
			continue
		}
		r.api.log.Info("the commands of an earlier test_server are removed", slog.String("server", server))
	}
}

// same compares commands in the order of their names, as Discord may list them. A server
// that keeps nothing of who can install them is no reason to register them again.
func same(have, want []command) bool {
	if !slices.ContainsFunc(have, func(c command) bool { return len(c.Installs) > 0 }) {
		want = slices.Clone(want)
		for i := range want {
			want[i].Installs = nil
		}
	}
	sorted := func(commands []command) string {
		commands = slices.Clone(commands)
		for i := range commands {
			commands[i].ID, commands[i].Type = "", max(commands[i].Type, slashCommand)
		}
		slices.SortFunc(commands, func(a, b command) int {
			return strings.Compare(fmt.Sprint(a.Type, a.Name), fmt.Sprint(b.Type, b.Name))
		})
		raw, _ := json.Marshal(commands) // holds nothing that cannot be encoded
		return string(raw)
	}
	return sorted(have) == sorted(want)
}
