package blockkit

import (
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
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
			Value   string `json:"value"`
			Options []struct {
				Value string `json:"value"`
			} `json:"options"`
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
			for _, o := range e.Options {
				_, key := Chosen(menuID, o.Value)
				out = append(out, key)
			}
		}
	}
	return out
}

// richTextElement is a part of a rich text block, with its runs.
type richTextElement struct {
	Type     string `json:"type"`
	Elements []struct {
		Text  string `json:"text"`
		Style struct {
			Bold bool `json:"bold"`
		} `json:"style"`
	} `json:"elements"`
}

// text returns the text of the element; if bold, that of its bold runs alone.
func (e richTextElement) text(bold bool) string {
	var parts []string
	for _, r := range e.Elements {
		if !bold || r.Style.Bold {
			parts = append(parts, r.Text)
		}
	}
	if bold {
		return strings.Join(parts, bot.Gap)
	}
	return strings.Join(parts, "")
}

// block is a block of a message, as far as it is read.
type block struct {
	Type     string          `json:"type"`
	Elements json.RawMessage `json:"elements"`
}

// richText returns the elements of a rich text block.
func (b block) richText() (out []richTextElement) {
	if b.Type != string(slack.MBTRichText) || json.Unmarshal(b.Elements, &out) != nil {
		return nil
	}
	return out
}

// small returns the words of a context block.
func (b block) small() string {
	var texts []struct {
		Text string `json:"text"`
	}
	if b.Type != string(slack.MBTContext) || json.Unmarshal(b.Elements, &texts) != nil {
		return ""
	}
	var out []string
	for _, t := range texts {
		out = append(out, t.Text)
	}
	return strings.Join(out, " · ")
}

// QuoteIn returns what the first row in a message's blocks quotes, and whether there
// is one: the words of direct speech without our quotation marks, and of reported
// speech those that are marked in its sentence.
func QuoteIn(blocks json.RawMessage) (string, bool) {
	var read []block
	if json.Unmarshal(blocks, &read) != nil {
		return "", false
	}
	for at, b := range read {
		elements := b.richText()
		for i, e := range elements {
			if e.Type != string(slack.RTEQuote) {
				continue
			}
			byline := ""
			if i+1 < len(elements) {
				byline = elements[i+1].text(false)
			}
			if at+1 < len(read) {
				byline += " · " + read[at+1].small()
			}
			if marked := e.text(true); marked != "" && strings.Contains(" · "+byline+" · ", " · reported · ") {
				return marked, true
			}
			return bot.Unquoted(e.text(false)), true
		}
	}
	return "", false
}
