package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// richText is a block, as far as quotations are concerned.
type richText struct {
	ID       string `json:"block_id"`
	Elements []struct {
		Type     string
		Elements []struct{ Type, Text string }
	}
}

// Quotes returns the quotations of messages, given as their blocks. A row that
// goes on in the next message has the same block_id up to its last hyphen.
func Quotes(messages []json.RawMessage) []string {
	var out []string
	last := ""
	for _, raw := range messages {
		var blocks []richText
		if err := json.Unmarshal(raw, &blocks); err != nil {
			return []string{err.Error()}
		}
		for _, b := range blocks {
			for _, e := range b.Elements {
				if e.Type != "rich_text_quote" {
					continue
				}
				var text strings.Builder
				for _, r := range e.Elements {
					text.WriteString(r.Text)
				}
				row := b.ID[:strings.LastIndexByte(b.ID, '-')]
				if row == last {
					out[len(out)-1] += text.String()
				} else {
					out = append(out, text.String())
				}
				last = row
			}
		}
	}
	return out
}

// Live returns what in a message could notify or link by what it quotes: elements
// of quotations that are no text, text objects that Slack reads markup in, and
// markup in the text that notifications show.
func Live(m Message) (out []string) {
	var blocks []richText
	if json.Unmarshal(m.Blocks, &blocks) != nil {
		return nil
	}
	for _, b := range blocks {
		for _, e := range b.Elements {
			for _, r := range e.Elements {
				if e.Type == "rich_text_quote" && r.Type != "text" {
					out = append(out, fmt.Sprintf("%s %q", r.Type, r.Text))
				}
			}
		}
	}
	if strings.Contains(string(m.Blocks), `"mrkdwn"`) {
		out = append(out, "mrkdwn")
	}
	for _, live := range []string{"<!", "<@", "<#", "<http"} {
		if strings.Contains(m.Text, live) {
			out = append(out, live)
		}
	}
	return out
}
