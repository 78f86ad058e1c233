package slack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// What Slack sends, as far as it is read. These are our own types because a
// payload that a library cannot decode must be acknowledged and answered too.

// The kinds of an envelope (https://docs.slack.dev/apis/events-api/using-socket-mode).
const (
	eventEnvelope       = "events_api"
	commandEnvelope     = "slash_commands"
	interactiveEnvelope = "interactive"
)

// event is an Events API payload (https://docs.slack.dev/apis/events-api#event-type-structure).
type event struct {
	Type           string `json:"type"` // event_callback, url_verification
	Challenge      string `json:"challenge"`
	TeamID         string `json:"team_id"`
	EventID        string `json:"event_id"`
	ExtShared      bool   `json:"is_ext_shared_channel"`
	Authorizations []struct {
		TeamID string `json:"team_id"`
		UserID string `json:"user_id"`
	} `json:"authorizations"`
	Event innerEvent `json:"event"`
}

type innerEvent struct {
	Type        string `json:"type"`
	SubType     string `json:"subtype"`
	User        string `json:"user"`
	UserTeam    string `json:"user_team"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	Thread      string `json:"thread_ts"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	DeletedTS   string `json:"deleted_ts"`
	MessageTS   string `json:"message_ts"` // of link_shared, as the rest of this part
	Source      string `json:"source"`
	Member      *bool  `json:"is_bot_user_member"` // nil on servers that do not tell
	Links       []struct {
		URL string `json:"url"`
	} `json:"links"`
	Tab    string `json:"tab"`
	Edited *struct {
		TS string `json:"ts"`
	} `json:"edited"`
	Message         *innerEvent `json:"message"`
	Previous        *innerEvent `json:"previous_message"`
	AssistantThread struct {
		UserID    string `json:"user_id"`
		ChannelID string `json:"channel_id"`
		ThreadTS  string `json:"thread_ts"`
	} `json:"assistant_thread"`
}

// command is a slash command (https://docs.slack.dev/interactivity/implementing-slash-commands).
type command struct {
	TeamID      string `json:"team_id"`
	ChannelID   string `json:"channel_id"`
	UserID      string `json:"user_id"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

// interaction is a button, a shortcut or a modal sent off
// (https://docs.slack.dev/reference/interaction-payloads).
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
	Team        struct {
		ID string `json:"id"`
	} `json:"team"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Message struct {
		TS     string          `json:"ts"`
		Thread string          `json:"thread_ts"`
		User   string          `json:"user"`
		BotID  string          `json:"bot_id"`
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
	} `json:"message"`
	Container struct {
		Type        string `json:"type"`
		MessageTS   string `json:"message_ts"`
		ThreadTS    string `json:"thread_ts"`
		ChannelID   string `json:"channel_id"`
		IsEphemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []struct {
		Type     string `json:"type"`
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		Option   struct {
			Value string `json:"value"`
		} `json:"selected_option"`
	} `json:"actions"`
	Modal struct { // or the App Home
		ID         string    `json:"id"`
		Type       string    `json:"type"`
		CallbackID string    `json:"callback_id"`
		Metadata   string    `json:"private_metadata"`
		State      formState `json:"state"`
	} `json:"view"`
	ResponseURLs []struct {
		ChannelID   string `json:"channel_id"`
		ResponseURL string `json:"response_url"`
	} `json:"response_urls"`
}

// formState holds the values entered in a modal, by block and element.
type formState struct {
	Values map[string]map[string]struct {
		Value    string `json:"value"`
		Channel  string `json:"selected_conversation"`
		Selected struct {
			Value string `json:"value"`
		} `json:"selected_option"`
	} `json:"values"`
}

// chosenChannel returns the channel that was chosen, "" for none.
func (f formState) chosenChannel() string {
	for _, elements := range f.Values {
		for _, e := range elements {
			if e.Channel != "" {
				return e.Channel
			}
		}
	}
	return ""
}

// isDirect reports whether a channel is that of direct messages with the bot.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// place returns the channel and thread of the message with the pressed button.
func (i interaction) place() (channel, thread string) {
	channel, thread = i.Channel.ID, i.Message.Thread
	if channel == "" {
		channel = i.Container.ChannelID
	}
	if thread == "" {
		thread = i.Container.ThreadTS
	}
	return channel, thread
}

// envelope is one delivery of Slack's, over Socket Mode or HTTP.
type envelope struct {
	Kind    string
	ID      string // of the envelope; "" over HTTP
	Payload json.RawMessage
}

// read decodes a payload into one of the types above.
func read[T any](e envelope) (T, error) {
	var value T
	if err := json.Unmarshal(e.Payload, &value); err != nil {
		return value, fmt.Errorf("decode a payload of kind %s: %w", e.Kind, err)
	}
	return value, nil
}

// formEnvelope returns a command or interaction as HTTP carries it.
func formEnvelope(form url.Values) (envelope, error) {
	if payload := form.Get("payload"); payload != "" {
		return envelope{Kind: interactiveEnvelope, Payload: json.RawMessage(payload)}, nil
	}
	if form.Get("command") == "" {
		return envelope{}, fmt.Errorf("the form is neither a command nor an interaction")
	}
	fields := map[string]string{}
	for name := range form {
		fields[name] = form.Get(name)
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return envelope{}, fmt.Errorf("read a command's form: %w", err)
	}
	return envelope{Kind: commandEnvelope, Payload: raw}, nil
}

// encoded is Slack's markup in what people type: users, channels, groups, links
// (https://docs.slack.dev/messaging/formatting-message-text#parsing-messages).
var encoded = regexp.MustCompile(`<(?:([@#!])([^<>|\s]+)|([a-z][a-z0-9+.-]*:[^<>|\s]+))(?:\|([^<>]*))?>`)

// asTyped returns a line as a person typed it: Slack's encodings are undone, and the
// mention of the bot itself, me, is taken out.
func asTyped(text, me string) string {
	text = encoded.ReplaceAllStringFunc(text, func(m string) string {
		p := encoded.FindStringSubmatch(m)
		sigil, id, label := p[1], p[2], p[4]
		switch {
		case sigil == "@" && id == me && me != "":
			return " "
		case sigil == "!":
			word, _, _ := strings.Cut(id, "^")
			return "@" + strings.TrimPrefix(cmp.Or(label, word), "@")
		case sigil == "@" || sigil == "#":
			return sigil + strings.TrimPrefix(cmp.Or(label, id), sigil)
		}
		return link(p[3], label)
	})
	return strings.TrimSpace(unescaper.Replace(text))
}

// link returns a web address, or the words that Slack made a link of: a person who
// types example.com gets <http://example.com|example.com>.
func link(address, label string) string {
	if label == "" {
		return strings.TrimPrefix(address, "mailto:")
	}
	if bare := strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"); bare == label || strings.HasPrefix(address, "mailto:") {
		return label
	}
	return address
}

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// commandLine returns a slash command as one line; /briefing alone asks for help.
func commandLine(command, text, me string) string {
	text = asTyped(text, me)
	if strings.EqualFold(strings.TrimPrefix(command, "/"), safeName) {
		if text == "" {
			return "/help"
		}
		return text
	}
	return strings.TrimSpace(command + " " + text)
}

// unprefixed returns a slash command without the prefix that the manifest gave it: the
// longest ending after a hyphen that is a command's name.
func unprefixed(command string, mux *bot.Mux) string {
	isCommand := func(name string) bool {
		return name == safeName || slices.ContainsFunc(mux.Commands, func(c bot.Command) bool { return c.Name == name || strings.HasPrefix(c.Name, name+" ") })
	}
	for name := strings.TrimPrefix(command, "/"); ; {
		if isCommand(name) {
			return "/" + name
		}
		_, rest, ok := strings.Cut(name, "-")
		if !ok {
			return command
		}
		name = rest
	}
}

// safeName is the command that every other can be typed after, for workspaces
// where another app has taken its name.
const safeName = "briefing"
