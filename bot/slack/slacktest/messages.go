package slacktest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// String returns the message in short.
func (m Message) String() string {
	return fmt.Sprintf("[%s %s in %q for %q by %s, %d edits, deleted %v: %q]", m.Channel, m.TS, m.Thread, m.For, m.User, m.Edits, m.Deleted, m.Text[:min(60, len(m.Text))])
}

// Messages returns all messages of a channel as they now stand, deleted ones apart;
// of all channels where channel is "".
func (s *world) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if !m.Deleted && (channel == "" || m.Channel == channel) {
			out = append(out, *m)
		}
	}
	return out
}

// Answers returns the bot's messages of a channel, deleted ones apart.
func (s *world) Answers(channel string) []Message {
	var out []Message
	for _, m := range s.Messages(channel) {
		if m.User == BotUser {
			out = append(out, m)
		}
	}
	return out
}

// find returns the message of that channel and timestamp, nil if there is none.
// The caller holds s.mu.
func (s *world) find(channel, ts string) *Message {
	for _, m := range s.messages {
		if m.Channel == channel && m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// Button is a button of a message.
type Button struct {
	Label, ActionID, BlockID, Value, URL string
	Type                                 string // of its element: button, overflow, feedback_buttons, icon_button
}

type feedbackButton struct {
	Text  struct{ Text string } `json:"text"`
	Value string                `json:"value"`
}

// Buttons returns the buttons of a message, in order.
func (m Message) Buttons() []Button { return buttonsOf(m.Blocks) }

func buttonsOf(raw json.RawMessage) []Button {
	var blocks []struct {
		Type     string `json:"type"`
		BlockID  string `json:"block_id"`
		Elements []struct {
			Type     string `json:"type"`
			ActionID string `json:"action_id"`
			Value    string `json:"value"`
			URL      string `json:"url"`
			Text     any    `json:"text"`
			Options  []struct {
				Text  struct{ Text string } `json:"text"`
				Value string                `json:"value"`
				URL   string                `json:"url"`
			} `json:"options"`
			Groups []struct {
				Label   struct{ Text string } `json:"label"`
				Options []struct {
					Text  struct{ Text string } `json:"text"`
					Value string                `json:"value"`
				} `json:"options"`
			} `json:"option_groups"`
			Positive feedbackButton `json:"positive_button"`
			Negative feedbackButton `json:"negative_button"`
		} `json:"elements"`
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return nil
	}
	var out []Button
	for _, b := range blocks {
		for _, e := range b.Elements {
			for _, o := range e.Options {
				out = append(out, Button{Label: o.Text.Text, ActionID: e.ActionID, BlockID: b.BlockID, Value: o.Value, URL: o.URL, Type: e.Type})
			}
			for _, g := range e.Groups {
				for _, o := range g.Options {
					out = append(out, Button{Label: g.Label.Text + ": " + o.Text.Text, ActionID: e.ActionID, BlockID: b.BlockID, Value: o.Value, Type: e.Type})
				}
			}
			for _, f := range []feedbackButton{e.Positive, e.Negative} {
				if f.Value != "" {
					out = append(out, Button{Label: f.Text.Text, ActionID: e.ActionID, BlockID: b.BlockID, Value: f.Value, Type: e.Type})
				}
			}
			if text, ok := e.Text.(map[string]any); ok && (e.Type == "button" || e.Type == "icon_button") {
				label, _ := text["text"].(string)
				out = append(out, Button{Label: label, ActionID: e.ActionID, BlockID: b.BlockID, Value: e.Value, URL: e.URL, Type: e.Type})
			}
		}
	}
	return out
}

// Words returns all the words that a reader of the message sees, buttons apart.
func (m Message) Words() string {
	if len(m.Blocks) == 0 {
		return m.Text
	}
	var blocks []any
	if json.Unmarshal(m.Blocks, &blocks) != nil {
		return ""
	}
	var b strings.Builder
	words(&b, blocks)
	return b.String()
}

func words(b *strings.Builder, value any) {
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			words(b, e)
		}
	case map[string]any:
		if kind, _ := v["type"].(string); kind == "button" || kind == "icon_button" {
			return
		}
		if text, ok := v["text"].(string); ok {
			b.WriteString(text)
		}
		if text, ok := v["fallback"].(string); ok {
			b.WriteString(text)
		}
		words(b, v["text"])
		words(b, v["elements"])
		words(b, v["rows"])
		if kind, _ := v["type"].(string); strings.HasPrefix(kind, "rich_text_") || kind == "header" || kind == "context" || kind == "section" || strings.HasPrefix(kind, "raw_") {
			b.WriteString("\n")
		}
	}
}

// check refuses content as Slack does.
func (s *world) check(text string, blocks json.RawMessage) error {
	if text == "" && len(blocks) == 0 {
		return refusal{"no_text", "neither text nor blocks"}
	}
	if units(text) > MaxText {
		return refusal{"msg_too_long", fmt.Sprintf("%d characters", units(text))}
	}
	if len(blocks) == 0 {
		return nil
	}
	if err := CheckBlocks(blocks); err != nil {
		return err
	}
	if modern := regexp.MustCompile(`"type":"(data_visualization|data_table|context_actions)"`); s.options.Classic && modern.Match(blocks) {
		return refusal{"invalid_blocks", "unsupported type"}
	}
	if s.options.NoTables && strings.Contains(string(blocks), `"data_table"`) {
		return refusal{"invalid_blocks", "unsupported type: data_table"}
	}
	for _, f := range s.files {
		if strings.Contains(string(blocks), `"slack_file":{"id":"`+f.ID+`"`) && time.Since(f.completed) < s.options.FilesAfter {
			return refusal{"invalid_blocks", "invalid slack file"}
		}
	}
	return nil
}
