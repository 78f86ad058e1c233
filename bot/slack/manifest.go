package slack

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Manifest is an app manifest: all that Slack must know to make the app
// (https://docs.slack.dev/reference/app-manifest).
type Manifest struct {
	Display  ManifestDisplay  `json:"display_information" yaml:"display_information"`
	Features ManifestFeatures `json:"features" yaml:"features"`
	OAuth    ManifestOAuth    `json:"oauth_config" yaml:"oauth_config"`
	Delivery ManifestSettings `json:"settings" yaml:"settings"`
}

// ManifestDisplay holds the name and the description of the app.
type ManifestDisplay struct {
	Name        string `json:"name" yaml:"name"`
	Description string `json:"description" yaml:"description"`
}

// ManifestFeatures are the places where the app can be used.
type ManifestFeatures struct {
	Home      manifestHome       `json:"app_home" yaml:"app_home"`
	BotUser   manifestBot        `json:"bot_user" yaml:"bot_user"`
	Agent     *manifestAgent     `json:"agent_view,omitempty" yaml:"agent_view,omitempty"`
	Assistant *manifestAssistant `json:"assistant_view,omitempty" yaml:"assistant_view,omitempty"`
	Previews  []string           `json:"unfurl_domains,omitempty" yaml:"unfurl_domains,omitempty"`
	Shortcuts []ManifestShortcut `json:"shortcuts" yaml:"shortcuts"`
	Commands  []ManifestCommand  `json:"slash_commands" yaml:"slash_commands"`
}

type manifestHome struct {
	Home     bool `json:"home_tab_enabled" yaml:"home_tab_enabled"`
	Messages bool `json:"messages_tab_enabled" yaml:"messages_tab_enabled"`
	ReadOnly bool `json:"messages_tab_read_only_enabled" yaml:"messages_tab_read_only_enabled"`
}

type manifestBot struct {
	Name   string `json:"display_name" yaml:"display_name"`
	Online bool   `json:"always_online" yaml:"always_online"`
}

type manifestAgent struct {
	Description string           `json:"agent_description" yaml:"agent_description"`
	Prompts     []manifestPrompt `json:"suggested_prompts" yaml:"suggested_prompts"`
}

type manifestPrompt struct {
	Title   string `json:"title" yaml:"title"`
	Message string `json:"message" yaml:"message"`
}

type manifestAssistant struct {
	Description string `json:"assistant_description" yaml:"assistant_description"`
}

// ManifestShortcut is a shortcut, on messages or global.
type ManifestShortcut struct {
	Name        string `json:"name" yaml:"name"`
	Type        string `json:"type" yaml:"type"`
	CallbackID  string `json:"callback_id" yaml:"callback_id"`
	Description string `json:"description" yaml:"description"`
}

// ManifestCommand is a slash command.
type ManifestCommand struct {
	Command     string `json:"command" yaml:"command"`
	URL         string `json:"url,omitempty" yaml:"url,omitempty"`
	Description string `json:"description" yaml:"description"`
	Hint        string `json:"usage_hint,omitempty" yaml:"usage_hint,omitempty"`
	Escape      bool   `json:"should_escape" yaml:"should_escape"`
}

// ManifestOAuth are the scopes.
type ManifestOAuth struct {
	Redirects []string       `json:"redirect_urls,omitempty" yaml:"redirect_urls,omitempty"`
	Scopes    manifestScopes `json:"scopes" yaml:"scopes"`
}

// manifestScopes are the scopes of the bot. Slack wants optional ones in both lists, and takes
// a subscription to events only with their scopes in the first.
type manifestScopes struct {
	All      []string `json:"bot" yaml:"bot"`
	Optional []string `json:"bot_optional,omitempty" yaml:"bot_optional,omitempty"`
}

// ManifestSettings say how the app is reached.
type ManifestSettings struct {
	Events        manifestEvents        `json:"event_subscriptions" yaml:"event_subscriptions"`
	Interactivity manifestInteractivity `json:"interactivity" yaml:"interactivity"`
	OrgDeploy     bool                  `json:"org_deploy_enabled" yaml:"org_deploy_enabled"`
	SocketMode    bool                  `json:"socket_mode_enabled" yaml:"socket_mode_enabled"`
	Rotation      bool                  `json:"token_rotation_enabled" yaml:"token_rotation_enabled"`
}

type manifestEvents struct {
	URL   string   `json:"request_url,omitempty" yaml:"request_url,omitempty"`
	Names []string `json:"bot_events" yaml:"bot_events"`
}

type manifestInteractivity struct {
	Enabled bool   `json:"is_enabled" yaml:"is_enabled"`
	URL     string `json:"request_url,omitempty" yaml:"request_url,omitempty"`
}

// The shortcuts' callback IDs, as the manifest registers them.
const (
	askShortcut     = "ask_briefing"
	checkShortcut   = "check_quote"
	whoElseShortcut = "who_else"
	contextShortcut = "show_context"
	deleteShortcut  = "delete_answer"
)

// The paths that the bot serves. Those that Slack delivers to are one: a payload says
// itself what it is.
const (
	eventsPath        = "/slack/events"
	commandsPath      = "/slack/commands"
	interactivityPath = "/slack/interactivity"
	installPath       = "/slack/install" // where people begin to install the bot
	oauthPath         = "/slack/oauth"   // where Slack sends them back to
)

// Reason says why the app asks for a scope. Without is what is left out if whoever installs
// the app does not grant it; "" for a scope that is needed.
type Reason struct{ Scope, Why, Without string }

// Optional reports whether the bot works without the scope.
func (r Reason) Optional() bool { return r.Without != "" }

// Uses are the parts of Slack that an app may leave out, with their scopes.
type Uses struct {
	Agent    bool
	Previews bool // of links
}

// agentScope is the scope that agents alone have.
const agentScope = "assistant:write"

// linkScopes are those that previews of links need.
var linkScopes = []string{"links:read", "links:write"}

// Scopes returns those that the app asks for, the fewest that serve.
func Scopes(u Uses) []Reason {
	return slices.DeleteFunc(allScopes(), func(r Reason) bool {
		return r.Scope == agentScope && !u.Agent || slices.Contains(linkScopes, r.Scope) && !u.Previews
	})
}

func allScopes() []Reason {
	const edits = "answers stay as they are when their question is edited or deleted in "
	return []Reason{
		{"app_mentions:read", "to be asked by mention", ""},
		{agentScope, "to suggest questions to who opens the agent", "no questions are suggested, and direct messages are answered in place"},
		{"channels:history", "to follow edits and deletions of questions in public channels", edits + "public channels"},
		{"channels:read", "to tell channels shared with other organisations, and those that the bot is not in", ""},
		{"chat:write", "to answer", ""},
		{"commands", "slash commands and shortcuts", ""},
		{"files:write", "to export answers as files", "answers cannot be exported"},
		{"groups:history", "to follow edits and deletions of questions in private channels", edits + "private channels"},
		{"groups:read", "to tell private channels shared with other organisations", ""},
		{"im:history", "to be asked in direct messages", ""},
		{"im:write", "to answer in direct messages", ""},
		{"links:read", "to be told of links to articles, of the domains in the manifest alone", "links have no previews"},
		{"links:write", "to show what is said in an article below a link to it", "links have no previews"},
		{"mpim:read", "to tell group messages shared with other organisations", "group messages count as shared with others"},
		{"users:read", "to tell guests, and each person's time zone", ""},
	}
}

// Slack's limits of a manifest (https://docs.slack.dev/reference/app-manifest).
const (
	maxManifestCommands = 50
	maxCommandName      = 32
	maxDescription      = 2_000
	maxUsageHint        = 1_000
	maxPreviewDomains   = 5
)

// slacksOwn are commands of Slack itself, which no app can have; they are typed
// after /briefing.
var slacksOwn = []string{"archive", "away", "call", "collapse", "dm", "dnd", "expand", "feedback", "help", "invite", "join", "leave", "me", "msg",
	"mute", "open", "prefs", "remind", "remove", "rename", "search", "shrug", "star", "status", "topic", "who"}

// View is the kind of entry that the app has in Slack's side bar.
type View int

// The views of an app.
const (
	AgentView     View = iota // new apps can have only this one since 30 June 2026; needs a paid plan
	AssistantView             // of apps that have it already, until February 2027
	NoView                    // an app that is no agent, for any plan
)

// ManifestOptions are the choices that a manifest leaves.
type ManifestOptions struct {
	PublicURL string // where Slack delivers to by HTTP; "" for Socket Mode
	View      View
	// Prefix begins the name of every slash command but /briefing: "news-" for
	// /news-who-said. Where two apps of a workspace have a command of the same name,
	// the one that was installed last gets it.
	Prefix string
	// Previews are the domains whose links are shown with their article.
	Previews []string
	// OneCommand leaves all slash commands but /briefing out.
	OneCommand bool
}

// description tells people what the app does, in at most 140 characters.
const description = "Who said what, when: answers from your own news articles, in their own words"

// agentPrompts are shown to who opens the agent before the bot suggests others. They
// have answers in every briefing.
func agentPrompts() []manifestPrompt {
	return []manifestPrompt{
		{"What is in the news?", "topics"}, {"Who is quoted?", "people"}, {"Which outlets are there?", "sources"}, {"What can I ask?", "help"},
	}
}

// NewManifest returns the app for these commands.
func NewManifest(commands []bot.Command, o ManifestOptions) Manifest {
	m := Manifest{
		Display: ManifestDisplay{Name: "briefing", Description: description},
		Features: ManifestFeatures{
			Home: manifestHome{Home: true, Messages: true}, BotUser: manifestBot{Name: "briefing", Online: true},
			Shortcuts: manifestShortcuts(), Commands: manifestCommands(commands, o),
		},
		Delivery: ManifestSettings{
			Events:        manifestEvents{Names: []string{"app_home_opened", "app_mention", "app_uninstalled", "message.channels", "message.groups", "message.im"}},
			Interactivity: manifestInteractivity{Enabled: true}, SocketMode: o.PublicURL == "",
		},
	}
	m.show(o.View)
	if len(o.Previews) > 0 {
		m.Features.Previews = o.Previews
		m.Delivery.Events.Names = append(m.Delivery.Events.Names, "link_shared")
		slices.Sort(m.Delivery.Events.Names)
	}
	for _, r := range Scopes(Uses{Agent: o.View != NoView, Previews: len(o.Previews) > 0}) {
		m.OAuth.Scopes.All = append(m.OAuth.Scopes.All, r.Scope)
		if r.Optional() {
			m.OAuth.Scopes.Optional = append(m.OAuth.Scopes.Optional, r.Scope)
		}
	}
	if o.PublicURL != "" {
		m.deliverTo(strings.TrimSuffix(o.PublicURL, "/"))
	}
	return m
}

// show gives the app its view, with the events that belong to it
// (https://docs.slack.dev/ai/migrating-to-agent-messaging).
func (m *Manifest) show(v View) {
	events := &m.Delivery.Events.Names
	switch v {
	case AgentView:
		m.Features.Agent = &manifestAgent{Description: description, Prompts: agentPrompts()}
		*events = append(*events, "app_context_changed")
	case AssistantView:
		m.Features.Assistant = &manifestAssistant{Description: description}
		*events = append(*events, "assistant_thread_started")
	}
	slices.Sort(*events)
}

func (m *Manifest) deliverTo(base string) {
	m.OAuth.Redirects = []string{base + oauthPath}
	m.Delivery.Events.URL, m.Delivery.Interactivity.URL = base+eventsPath, base+interactivityPath
	for i := range m.Features.Commands {
		m.Features.Commands[i].URL = base + commandsPath
	}
}

func manifestShortcuts() []ManifestShortcut {
	return []ManifestShortcut{
		{"Ask the briefing", "global", askShortcut, "Asks a question of the briefing"},
		{"Check this quote", "message", checkShortcut, "Is it printed so, and who said it?"},
		{"Who else said this?", "message", whoElseShortcut, "Looks for statements like this one"},
		{"Show context", "message", contextShortcut, "The paragraphs around a quote"},
		{"Delete this answer", "message", deleteShortcut, "For who asked"},
	}
}

// manifestCommands returns /briefing and the commands by name, sub-commands by
// their first word.
func manifestCommands(commands []bot.Command, o ManifestOptions) []ManifestCommand {
	out := []ManifestCommand{{Command: "/" + safeName, Description: "Ask the briefing: any command or a plain question", Hint: "[command] …", Escape: true}}
	taken := []string{safeName}
	if o.OneCommand {
		return out
	}
	for _, c := range commands {
		name, sub, _ := strings.Cut(c.Name, " ")
		name = o.Prefix + name
		if slices.Contains(taken, name) || slices.Contains(slacksOwn, name) || len(name) >= maxCommandName || len(out) == maxManifestCommands {
			continue
		}
		taken = append(taken, name)
		hint := strings.TrimSpace(strings.TrimPrefix(c.Usage(), c.Name))
		if sub != "" {
			hint = strings.TrimSpace(sub + " " + hint)
		}
		hint, _ = chat.Clip(hint, maxUsageHint)
		description, _ := chat.Clip(c.Summary, maxDescription)
		out = append(out, ManifestCommand{Command: "/" + name, Description: description, Hint: hint, Escape: true})
	}
	return out
}
