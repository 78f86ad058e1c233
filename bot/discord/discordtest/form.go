package discordtest

import (
	"encoding/json"
	"fmt"
)

// Form is a form that the bot opened
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal).
type Form struct {
	CustomID string `json:"custom_id"`
	Title    string `json:"title"`
	Rows     []struct {
		Type   int     `json:"type"`
		Fields []Field `json:"components"`
	} `json:"components"`
}

// Field is a text input of a Form.
type Field struct {
	Type        int    `json:"type"`
	CustomID    string `json:"custom_id"`
	Style       int    `json:"style"` // 1 a line, 2 several
	Label       string `json:"label"`
	Placeholder string `json:"placeholder"`
	Required    bool   `json:"required"`
	Value       string `json:"value"`
}

// checkForm says why Discord would refuse a form.
func checkForm(raw json.RawMessage) (*Form, error) {
	var f Form
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("a form that cannot be read: %w", err)
	}
	if n := units(f.Title); n < 1 || n > 45 || units(f.CustomID) > 100 || len(f.Rows) < 1 || len(f.Rows) > 5 {
		return nil, fmt.Errorf("a form with a title of %d characters and %d rows", n, len(f.Rows))
	}
	for _, row := range f.Rows {
		if row.Type != 1 || len(row.Fields) != 1 {
			return nil, fmt.Errorf("a row of a form with %d fields", len(row.Fields))
		}
		in := row.Fields[0]
		if n := units(in.Label); in.Type != 4 || in.Style < 1 || in.Style > 2 || n < 1 || n > 45 || units(in.Placeholder) > 100 || in.CustomID == "" {
			return nil, fmt.Errorf("the field %q of a form, with a label of %d characters", in.CustomID, n)
		}
	}
	return &f, nil
}

// Send fills in a form and sends it off.
func (s *Server) Send(p Place, f Form, values map[string]string) Done {
	s.t.Helper()
	rows := []any{}
	for _, row := range f.Rows {
		in := row.Fields[0]
		value := in.Value
		if v, ok := values[in.CustomID]; ok {
			value = v
		}
		if value == "" && in.Required {
			s.t.Fatalf("Discord does not send a form without its %s", in.CustomID)
		}
		rows = append(rows, map[string]any{"type": 1, "components": []any{map[string]any{"type": 4, "custom_id": in.CustomID, "value": value}}})
	}
	return s.interact(p, 5, map[string]any{"custom_id": f.CustomID, "components": rows})
}
