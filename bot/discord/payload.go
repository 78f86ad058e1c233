package discord

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// What Discord sends, as far as it is read. These are our own types: the
// library's fail as a whole on a component or a field that it does not know, and
// such an event must be answered too.

// room is a channel or a thread (https://discord.com/developers/docs/resources/channel#channel-object).
type room struct {
	ID     string `json:"id"`
	Type   int    `json:"type"`
	Parent string `json:"parent_id"` // of a channel its category, of a thread its channel
}

// The types of rooms that differ: threads, channels that others follow, and those whose
// messages are posts with a title
// (https://discord.com/developers/docs/resources/channel#channel-object-channel-types).
const (
	announcements = 5
	firstThread   = 10
	lastThread    = 12
	forum         = 15
	mediaForum    = 16
)

// under returns the channel that a thread belongs to, "" if the room is none.
func (r room) under() string {
	if r.Type < firstThread || r.Type > lastThread {
		return ""
	}
	return r.Parent
}

type user struct {
	ID     string `json:"id"`
	IsBot  bool   `json:"bot"`
	System bool   `json:"system"`
}

// application is the bot's
// (https://discord.com/developers/docs/resources/application#application-object).
type application struct {
	ID    string `json:"id"`
	Owner user   `json:"owner"`
	Team  struct {
		Members []struct {
			State int    `json:"membership_state"`
			Role  string `json:"role"`
			User  user   `json:"user"`
		} `json:"members"`
	} `json:"team"`
}

// accepted is the membership_state of who took the invitation to a team.
const accepted = 2

// owners returns the users who can change the application: its owner, or those of its
// team who do more than read.
func (a application) owners() []string {
	out := []string{a.Owner.ID}
	for _, m := range a.Team.Members {
		if m.State == accepted && m.Role != "read_only" {
			out = append(out, m.User.ID)
		}
	}
	return slices.DeleteFunc(out, func(id string) bool { return id == "" })
}

type member struct {
	User        *user   `json:"user"`
	Roles       roleIDs `json:"roles"`
	Permissions string  `json:"permissions"`
}

// roleIDs are the IDs of a member's roles.
type roleIDs []string

// UnmarshalJSON reads IDs, and the roles themselves, which some servers send instead.
// Anything else is no role: it costs its member rights, never the event.
func (r *roleIDs) UnmarshalJSON(raw []byte) error {
	var list []json.RawMessage
	*r = nil
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	for _, one := range list {
		var id string
		var whole struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(one, &id) != nil && json.Unmarshal(one, &whole) == nil {
			id = whole.ID
		}
		if id != "" {
			*r = append(*r, id)
		}
	}
	return nil
}

// interaction is a command, a button, a completion or a form sent off
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object).
type interaction struct {
	ID        string            `json:"id"`
	App       string            `json:"application_id"`
	Type      int               `json:"type"`
	Token     string            `json:"token"`
	Guild     string            `json:"guild_id"`
	ChannelID string            `json:"channel_id"`
	Channel   *room             `json:"channel"`
	Member    *member           `json:"member"`
	User      *user             `json:"user"`
	Message   *chatMessage      `json:"message"`
	Data      *interactionData  `json:"data"`
	Context   *int              `json:"context"`                        // where it was made; nil on servers that do not say
	Installed map[string]string `json:"authorizing_integration_owners"` // for whom the app is installed, by forServers and forUsers
}

// isForeign reports whether the bot is not part of where an interaction was made: somebody
// has it with them in another server or group, or in direct messages with somebody else.
func (i interaction) isForeign() bool {
	_, ofServer := i.Installed[strconv.Itoa(forServers)]
	return i.Context != nil && *i.Context == inPrivate || i.Guild != "" && len(i.Installed) > 0 && !ofServer
}

// The types of interactions.
const (
	typePing         = 1
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4
	typeForm         = 5
)

type interactionData struct {
	Name     string        `json:"name"`
	Type     int           `json:"type"`
	Options  []optionValue `json:"options"`
	TargetID string        `json:"target_id"`
	Resolved struct {
		Messages map[string]*chatMessage `json:"messages"`
	} `json:"resolved"`
	CustomID string   `json:"custom_id"`
	Values   []string `json:"values"` // what was chosen in a menu
	// Of a form, its rows of fields.
	Components []struct {
		Components []fieldValue `json:"components"`
		Component  fieldValue   `json:"component"`
	} `json:"components"`
}

// chosen returns the custom ID of the button that was pressed, or what was chosen in a menu.
func (d interactionData) chosen() string {
	if len(d.Values) > 0 {
		return d.Values[0]
	}
	return d.CustomID
}

// fieldValue is a field of a form that was sent off.
type fieldValue struct {
	CustomID string   `json:"custom_id"`
	Value    string   `json:"value"`
	Values   []string `json:"values"` // of a menu
}

// entered returns what a field holds.
func (f fieldValue) entered() string {
	if len(f.Values) > 0 {
		return f.Values[0]
	}
	return f.Value
}

type optionValue struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []optionValue   `json:"options"`
}

// text returns a value as a person would type it.
func (o optionValue) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(o.Value, &n) == nil {
		return n.String()
	}
	return ""
}

// chatMessage is a message of the chat.
type chatMessage struct {
	ID         string         `json:"id"`
	Channel    string         `json:"channel_id"`
	Guild      string         `json:"guild_id"`
	Author     *user          `json:"author"`
	Member     *member        `json:"member"`
	Webhook    string         `json:"webhook_id"`
	Content    string         `json:"content"`
	Mentions   []user         `json:"mentions"`
	Flags      int            `json:"flags"`
	Type       int            `json:"type"`
	Embeds     []embedText    `json:"embeds"`
	Nonce      any            `json:"nonce"`
	Edited     string         `json:"edited_timestamp"` // ISO 8601
	Components []componentRow `json:"components"`
}

// componentRow is a row of buttons, or of one menu.
type componentRow struct {
	Type       int         `json:"type"`
	Components []component `json:"components"`
}

// component is a button or a menu: what it does, and all of it as Discord sent it.
type component struct {
	CustomID string
	whole    json.RawMessage
}

// UnmarshalJSON reads what is needed and keeps the rest.
func (c *component) UnmarshalJSON(raw []byte) error {
	var read struct {
		CustomID string `json:"custom_id"`
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		return fmt.Errorf("a component: %w", err)
	}
	c.CustomID, c.whole = read.CustomID, slices.Clone(raw)
	return nil
}

// MarshalJSON writes the component as it came.
func (c component) MarshalJSON() ([]byte, error) { return c.whole, nil }

// The types of messages that people write.
const (
	typePlain = 0
	typeReply = 19
)

// deletions are messages that were deleted together
// (https://discord.com/developers/docs/events/gateway-events#message-delete-bulk).
type deletions struct {
	IDs     []string `json:"ids"`
	Channel string   `json:"channel_id"`
	Guild   string   `json:"guild_id"`
}

type embedText struct {
	Title       string `json:"title"`
	Description string `json:"description"`
}

// asker returns who pressed or typed, "" if the event does not say.
func (i interaction) asker() string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// manageServer is the permission that makes an administrator (MANAGE_GUILD), or
// ADMINISTRATOR (https://discord.com/developers/docs/topics/permissions).
const manageServer = 1<<5 | 1<<3

func (m *member) manages() bool {
	if m == nil {
		return false
	}
	given, err := strconv.ParseUint(m.Permissions, 10, 64)
	return err == nil && given&manageServer != 0
}

func (m *member) roles() []string {
	if m == nil {
		return nil
	}
	return m.Roles
}

// mentionsUser reports whether a message mentions the user, and not only everyone.
func (m chatMessage) mentionsUser(id string) bool {
	return slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == id })
}

// descriptions returns the descriptions of the message's embeds, in order.
func (m chatMessage) descriptions() []string {
	var out []string
	for _, e := range m.Embeds {
		out = append(out, e.Description)
	}
	return out
}
