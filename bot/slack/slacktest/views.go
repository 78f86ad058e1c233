package slacktest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Buttons returns the buttons of a view.
func (v View) Buttons() []Button { return buttonsOf(v.Blocks) }

// Words returns all the words that a reader of the view sees.
func (v View) Words() string { return Message{Blocks: v.Blocks}.Words() }

// Views returns the views shown, in order.
func (s *world) Views() []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.views)
}

// viewFields are those of https://docs.slack.dev/reference/views.
var viewFields = []string{"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
	"notify_on_close", "external_id", "submit_disabled"}

func (s *webAPI) show(args map[string]string) (View, error) {
	var fields map[string]json.RawMessage
	v := View{raw: json.RawMessage(args["view"]), User: args["user_id"], Trigger: args["trigger_id"]}
	if err := json.Unmarshal(v.raw, &fields); err != nil {
		return v, refusal{"invalid_arguments", "view"}
	}
	for name := range fields {
		if !slices.Contains(viewFields, name) {
			return v, refusal{"invalid_arguments", "unknown field of a view: " + name}
		}
	}
	if err := json.Unmarshal(v.raw, &v); err != nil {
		return v, refusal{"invalid_arguments", "view"}
	}
	if err := checkBlocks(v.Blocks, MaxViewBlocks); err != nil {
		return v, refusal{"invalid_arguments", err.Error()}
	}
	var title struct{ Title struct{ Text string } }
	if err := json.Unmarshal(v.raw, &title); err != nil || v.Type == "modal" && (title.Title.Text == "" || units(title.Title.Text) > 24) {
		return v, refusal{"invalid_arguments", "a modal's title has 1 to 24 characters"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v.ID = fmt.Sprintf("V%04d", len(s.views)+1)
	s.views = append(s.views, v)
	s.happened()
	return v, nil
}

func (s *webAPI) openView(_ string, args map[string]string) (map[string]any, error) {
	if args["trigger_id"] == "" && args["view_id"] == "" {
		return nil, refusal{"invalid_arguments", "neither trigger_id nor view_id"}
	}
	v, err := s.show(args)
	return map[string]any{"view": map[string]any{"id": v.ID, "type": v.Type}}, err
}

func (s *webAPI) publishView(_ string, args map[string]string) (map[string]any, error) {
	v, err := s.show(args)
	if err == nil && v.Type != "home" {
		err = refusal{"invalid_arguments", "only a home view can be published"}
	}
	return map[string]any{"view": map[string]any{"id": v.ID, "type": v.Type}}, err
}
