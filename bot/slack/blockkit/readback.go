package blockkit

import (
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"
)

// Asker returns who may delete the message with those blocks, "" if it has no
// button for that, as posts that nobody asked for.
func Asker(blocks json.RawMessage) string {
	for _, value := range ButtonValues(blocks) {
		if asker, ok := strings.CutPrefix(value, DeletePrefix); ok {
			return asker
		}
	}
	return ""
}

// ButtonValues returns the values of a message's buttons, in order. Slack sends no
// blocks of an ephemeral message back.
func ButtonValues(blocks json.RawMessage) []string {
	var read []struct {
		Elements []struct {
			Value string `json:"value"`
		} `json:"elements"`
	}
	if json.Unmarshal(blocks, &read) != nil {
		return nil
	}
	var out []string
	for _, block := range read {
		for _, e := range block.Elements {
			if e.Value != "" {
				out = append(out, e.Value)
			}
		}
	}
	return out
}

// QuoteIn returns the first quotation in a message's blocks, and whether there is one.
func QuoteIn(blocks json.RawMessage) (string, bool) {
	var read []struct {
		Elements []struct {
			Type     string `json:"type"`
			Elements []struct {
				Text string `json:"text"`
			} `json:"elements"`
		} `json:"elements"`
	}
	if json.Unmarshal(blocks, &read) != nil {
		return "", false
	}
	for _, block := range read {
		for _, e := range block.Elements {
			if e.Type != string(slack.RTEQuote) {
				continue
			}
			var quote strings.Builder
			for _, r := range e.Elements {
				quote.WriteString(r.Text)
			}
			return quote.String(), true
		}
	}
	return "", false
}
