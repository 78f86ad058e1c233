package discordtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The limits that Discord documents and refuses messages for
// (https://discord.com/developers/docs/resources/message).
const (
	maxContent     = 2_000
	maxEmbeds      = 10
	maxEmbedsText  = 6_000
	maxTitle       = 256
	maxDescription = 4_096
	maxFooter      = 2_048
	maxRows        = 5
	maxLabel       = 80
	maxCustomID    = 100
	maxLinkURL     = 512
)

// Embed is an embed as far as bots of this kind send them.
type Embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Footer      struct {
		Text string `json:"text"`
	} `json:"footer"`
}

// Component is a row, a button or a menu.
type Component struct {
	Type       int         `json:"type"`
	Style      int         `json:"style"`
	Label      string      `json:"label"`
	CustomID   string      `json:"custom_id"`
	URL        string      `json:"url"`
	Hint       string      `json:"placeholder"`
	Options    []Choosable `json:"options"`
	Components []Component `json:"components"`
}

// Choosable is an option of a menu.
type Choosable struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
}

// body is a message as sent.
type body struct {
	Content         string          `json:"content"`
	Embeds          []Embed         `json:"embeds"`
	Components      []Component     `json:"components"`
	Flags           int             `json:"flags"`
	AllowedMentions json.RawMessage `json:"allowed_mentions"`
	Reference       *struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
	Attachments []struct {
		Description string `json:"description"`
	} `json:"attachments"`
	Nonce        any  `json:"nonce"`
	EnforceNonce bool `json:"enforce_nonce"`

	componentsAlone bool // of an edit: the rest stays
}

// CheckMessage says why Discord would refuse the JSON of a message, or why it
// could notify somebody, which this server refuses too.
func CheckMessage(raw []byte) error {
	_, err := checkMessage(raw, true)
	return err
}

func checkMessage(raw []byte, filled bool) (body, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("no JSON: %w", err)
	}
	if filled && strings.TrimSpace(b.Content) == "" && len(b.Embeds) == 0 {
		return b, fmt.Errorf("the message is empty")
	}
	if n := units(b.Content); n > maxContent {
		return b, fmt.Errorf("content: %d characters", n)
	}
	if err := checkMentions(b.AllowedMentions); err != nil {
		return b, err
	}
	if err := checkEmbeds(b.Embeds); err != nil {
		return b, err
	}
	return b, checkRows(b.Components)
}

// checkMentions wants an empty list: without one, everything notifies.
func checkMentions(raw json.RawMessage) error {
	var m struct {
		Parse       *[]string `json:"parse"`
		Users       []string  `json:"users"`
		Roles       []string  `json:"roles"`
		RepliedUser bool      `json:"replied_user"`
	}
	if err := json.Unmarshal(raw, &m); err != nil || m.Parse == nil || len(*m.Parse)+len(m.Users)+len(m.Roles) > 0 || m.RepliedUser {
		return fmt.Errorf("allowed_mentions is %s and lets somebody be notified", raw)
	}
	return nil
}

func checkEmbeds(embeds []Embed) error {
	if len(embeds) > maxEmbeds {
		return fmt.Errorf("%d embeds", len(embeds))
	}
	all := 0
	for i, e := range embeds {
		title, description, footer := units(e.Title), units(e.Description), units(e.Footer.Text)
		all += title + description + footer
		switch {
		case title > maxTitle, description > maxDescription, footer > maxFooter:
			return fmt.Errorf("embed %d: a title of %d, a description of %d and a footer of %d characters", i, title, description, footer)
		case strings.TrimSpace(e.Title+e.Description+e.Footer.Text) == "":
			return fmt.Errorf("embed %d is empty", i)
		case e.Title != strings.TrimSpace(e.Title) || e.Description != strings.TrimSpace(e.Description):
			return fmt.Errorf("embed %d begins or ends with blanks, which Discord removes", i)
		}
	}
	if all > maxEmbedsText {
		return fmt.Errorf("%d characters in all embeds", all)
	}
	return nil
}

func checkRows(rows []Component) error {
	if len(rows) > maxRows {
		return fmt.Errorf("%d rows of components", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if row.Type != 1 || len(row.Components) == 0 || len(row.Components) > 5 {
			return fmt.Errorf("a component of type %d with %d buttons is no row", row.Type, len(row.Components))
		}
		for _, b := range row.Components {
			check := checkButton
			if b.Type == 3 {
				check = checkMenu
			}
			if err := check(b, seen); err != nil {
				return err
			}
			if b.Type == 3 && len(row.Components) > 1 {
				return fmt.Errorf("a menu stands beside %d other components", len(row.Components)-1)
			}
		}
	}
	return nil
}

func checkButton(b Component, seen map[string]bool) error {
	u, err := url.Parse(b.URL)
	switch {
	case b.Type != 2 || b.Style < 1 || b.Style > 5:
		return fmt.Errorf("a component of type %d and style %d is no button", b.Type, b.Style)
	case strings.TrimSpace(b.Label) == "" || units(b.Label) > maxLabel:
		return fmt.Errorf("a label of %d characters", units(b.Label))
	case b.Style == 5:
		if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "discord" || units(b.URL) > maxLinkURL || b.CustomID != "" {
			return fmt.Errorf("a link button to %q", b.URL)
		}
		return nil
	case b.CustomID == "" || units(b.CustomID) > maxCustomID || b.URL != "":
		return fmt.Errorf("a custom_id of %d characters", units(b.CustomID))
	case seen[b.CustomID]:
		return fmt.Errorf("the custom_id %s is there twice", b.CustomID)
	}
	seen[b.CustomID] = true
	return nil
}

// checkMenu checks a menu of strings
// (https://discord.com/developers/docs/components/reference#string-select).
func checkMenu(m Component, seen map[string]bool) error {
	if m.CustomID == "" || units(m.CustomID) > maxCustomID || seen[m.CustomID] || units(m.Hint) > 150 || len(m.Options) < 1 || len(m.Options) > 25 {
		return fmt.Errorf("a menu %q with %d options", m.CustomID, len(m.Options))
	}
	seen[m.CustomID] = true
	values := map[string]bool{}
	for _, o := range m.Options {
		for what, text := range map[string]string{"label": o.Label, "value": o.Value, "description": o.Description} {
			if n := units(text); n < 1 || n > 100 || strings.TrimSpace(text) == "" {
				return fmt.Errorf("an option of a menu with a %s of %d characters", what, n)
			}
		}
		if values[o.Value] {
			return fmt.Errorf("the option %s is there twice", o.Value)
		}
		values[o.Value] = true
	}
	return nil
}

// units counts UTF-16 units, as Discord's own client does.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// Command is an application command as registered.
type Command struct {
	ID          string   `json:"id,omitempty"`
	Type        int      `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Options     []Option `json:"options,omitempty"`
	Permissions any      `json:"default_member_permissions"` // a string
	Contexts    []int    `json:"contexts,omitempty"`
	Installs    []int    `json:"integration_types,omitempty"`
}

// Option is an option or a sub-command of one.
type Option struct {
	Type         int      `json:"type"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required,omitempty"`
	Autocomplete bool     `json:"autocomplete,omitempty"`
	Choices      []Choice `json:"choices,omitempty"`
	MinValue     *int     `json:"min_value,omitempty"`
	MaxValue     *int     `json:"max_value,omitempty"`
	Options      []Option `json:"options,omitempty"`
}

// Choice is one of an option's values.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

// CheckCommands says why Discord would refuse the JSON of a bulk overwrite
// (https://discord.com/developers/docs/interactions/application-commands).
func CheckCommands(raw []byte) ([]Command, error) {
	var commands []Command
	if err := json.Unmarshal(raw, &commands); err != nil {
		return nil, fmt.Errorf("no list of commands: %w", err)
	}
	seen, counts := map[string]bool{}, map[int]int{}
	for _, c := range commands {
		key := fmt.Sprintf("%d %s", max(c.Type, 1), c.Name)
		if seen[key] {
			return nil, fmt.Errorf("%s is there twice", c.Name)
		}
		seen[key] = true
		counts[max(c.Type, 1)]++
		if err := checkCommand(c); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	if counts[1] > 100 || counts[2] > 15 || counts[3] > 15 {
		return nil, fmt.Errorf("%v commands by type", counts)
	}
	return commands, nil
}

func checkCommand(c Command) error {
	if c.Type > 1 {
		if n := utf8.RuneCountInString(c.Name); n < 1 || n > 32 || c.Description != "" || len(c.Options) > 0 {
			return fmt.Errorf("a command on messages with a name of %d characters, a description or options", n)
		}
		return nil
	}
	if text := textOf(c.Name, c.Description, c.Options); text > 8_000 {
		return fmt.Errorf("%d characters in all", text)
	}
	if err := checkNames(c.Name, c.Description); err != nil {
		return err
	}
	return checkOptions(c.Options, 0)
}

func checkNames(name, description string) error {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		return fmt.Errorf("%q is no name", name)
	}
	if n := utf8.RuneCountInString(description); n < 1 || n > 100 {
		return fmt.Errorf("a description of %d characters", n)
	}
	return nil
}

func checkOptions(options []Option, depth int) error {
	seen, optional := map[string]bool{}, false
	if len(options) > 25 {
		return fmt.Errorf("%d options", len(options))
	}
	for _, o := range options {
		if err := checkNames(o.Name, o.Description); err != nil {
			return err
		}
		nested := o.Type == 1 || o.Type == 2
		switch {
		case seen[o.Name]:
			return fmt.Errorf("%s is there twice", o.Name)
		case o.Required && optional:
			return fmt.Errorf("%s is required and follows one that is not", o.Name)
		case nested != (options[0].Type == 1 || options[0].Type == 2):
			return fmt.Errorf("%s stands beside options of another kind", o.Name)
		case nested && (depth > 1 || o.Type == 2 && depth > 0 || o.Required):
			return fmt.Errorf("the sub-command %s stands too deep, or is required", o.Name)
		case len(o.Choices) > 25, len(o.Choices) > 0 && o.Autocomplete:
			return fmt.Errorf("%s has %d choices, completed: %v", o.Name, len(o.Choices), o.Autocomplete)
		}
		seen[o.Name], optional = true, optional || !o.Required
		if nested {
			if err := checkOptions(o.Options, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// textOf returns what Discord counts against 8,000: names, descriptions and values.
func textOf(name, description string, options []Option) int {
	n := utf8.RuneCountInString(name) + utf8.RuneCountInString(description)
	for _, o := range options {
		n += textOf(o.Name, o.Description, o.Options)
		for _, c := range o.Choices {
			n += utf8.RuneCountInString(c.Name) + utf8.RuneCountInString(fmt.Sprint(c.Value))
		}
	}
	return n
}
