package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Form is a form that the bot opened
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal).
type Form struct {
	CustomID string
	Title    string
	Fields   []Field
	rows     bool // its fields are in rows, without labels
}

// Field is a text input or a menu of a Form.
type Field struct {
	Type        int    `json:"type"`
	CustomID    string `json:"custom_id"`
	Style       int    `json:"style"` // 1 a line, 2 several
	Label       string `json:"label"`
	Description string `json:"-"` // that its label has
	Placeholder string `json:"placeholder"`
	Required    bool   `json:"required"`
	Value       string `json:"value"`
	Options     []struct {
		Label, Value string
		Default      bool
	} `json:"options"`
}

// The types of a form's parts.
const (
	formRow   = 1
	formMenu  = 3
	formText  = 4
	formLabel = 18
)

// checkForm says why Discord would refuse a form, and one without labels where noLabels.
func checkForm(raw json.RawMessage, noLabels bool) (*Form, error) {
	var sent struct {
		CustomID   string `json:"custom_id"`
		Title      string `json:"title"`
		Components []struct {
			Type        int     `json:"type"`
			Label       string  `json:"label"`
			Description string  `json:"description"`
			Component   *Field  `json:"component"`
			Components  []Field `json:"components"`
		} `json:"components"`
	}
	if err := json.Unmarshal(raw, &sent); err != nil {
		return nil, fmt.Errorf("a form that cannot be read: %w", err)
	}
	if n := units(sent.Title); n < 1 || n > 45 || units(sent.CustomID) > 100 || len(sent.Components) < 1 || len(sent.Components) > 5 {
		return nil, fmt.Errorf("a form with a title of %d characters and %d parts", n, len(sent.Components))
	}
	f := &Form{CustomID: sent.CustomID, Title: sent.Title}
	for _, part := range sent.Components {
		var in Field
		switch {
		case part.Type == formLabel && noLabels:
			return nil, errNoLabels
		case part.Type == formLabel && part.Component != nil && part.Component.Label == "" && units(part.Description) <= 100:
			in = *part.Component
			in.Label, in.Description = part.Label, part.Description
		case part.Type == formRow && len(part.Components) == 1 && part.Components[0].Type == formText:
			in, f.rows = part.Components[0], true
		default:
			return nil, fmt.Errorf("a part of a form of the type %d", part.Type)
		}
		if err := in.check(); err != nil {
			return nil, err
		}
		f.Fields = append(f.Fields, in)
	}
	return f, nil
}

// errNoLabels is the refusal of a server that knows no labels.
var errNoLabels = errors.New("no labels here")

func (in Field) check() error {
	n := units(in.Label)
	ok := n >= 1 && n <= 45 && units(in.Placeholder) <= 150 && in.CustomID != ""
	switch in.Type {
	case formText:
		ok = ok && in.Style >= 1 && in.Style <= 2 && units(in.Placeholder) <= 100 && len(in.Options) == 0
	case formMenu:
		chosen := 0
		for _, o := range in.Options {
			if o.Default {
				chosen++
			}
			ok = ok && units(o.Label) >= 1 && units(o.Label) <= 100 && units(o.Value) >= 1 && units(o.Value) <= 100
		}
		ok = ok && len(in.Options) >= 1 && len(in.Options) <= 25 && chosen <= 1 && in.Style == 0 && in.Value == ""
	default:
		ok = false
	}
	if !ok {
		return fmt.Errorf("the field %q of a form, with a label of %d characters", in.CustomID, n)
	}
	return nil
}

// Entered returns what a field holds before anybody enters anything.
func (in Field) Entered() string {
	for _, o := range in.Options {
		if o.Default {
			return o.Value
		}
	}
	return in.Value
}

// Field returns a field of a form by its custom ID.
func (f Form) Field(id string) Field {
	for _, in := range f.Fields {
		if in.CustomID == id {
			return in
		}
	}
	return Field{}
}
