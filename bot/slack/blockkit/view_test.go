package blockkit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// rows returns a card with n rows, each with a button.
func rows(n int) bot.Card {
	card := bot.Card{Command: "help", Title: "The briefing", Text: []string{"Or ask a plain question."}}
	for i := range n {
		card.Items = append(card.Items, bot.Item{Label: fmt.Sprintf("/command-%d", i+1), Facts: []string{"what it answers"},
			Actions: []bot.Action{{Kind: bot.Run, Label: "Run", Call: bot.Call{Command: "status"}}}})
	}
	return card
}

// TestView: a view has one page; what it has no room for is counted.
func TestView(t *testing.T) {
	for _, row := range []struct {
		why         string
		rows        int
		has, hasNot string
	}{
		{"a few rows", 3, "/command-3", "more: /help"},
		{"as many as fit", 48, "/command-48", "more: /help"},
		{"one more", 49, "And 1 more: /help lists them.", "/command-49"},
		{"far more", 300, "more: /help lists them.", "/command-99"},
	} {
		m := Answer{Card: rows(row.rows), Call: bot.Call{Command: "help"}, Scope: "slack/T1", Bare: true}.View()
		raw, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if len(m.Blocks) > maxViewBlocks || !strings.Contains(text, row.has) || strings.Contains(text, row.hasNot) || !strings.Contains(text, "plain question") {
			t.Errorf("%s: %d blocks, %q shown: %v, %q shown: %v", row.why, len(m.Blocks), row.has, strings.Contains(text, row.has), row.hasNot, strings.Contains(text, row.hasNot))
		}
		if plain := WithoutButtons(slices.Clone(m.Blocks)); slices.ContainsFunc(plain, func(b slack.Block) bool { return b.BlockType() == slack.MBTAction }) {
			t.Errorf("%s: buttons are left", row.why)
		}
	}
}

// TestReadBack: what Slack sends back of a message says who asked and what it quotes.
func TestReadBack(t *testing.T) {
	card := bot.Card{Command: "who-said", Title: "Who said", Items: []bot.Item{{Quote: bot.Excerpt{Text: "a lasting truce"}, Marks: []bot.Span{{Start: 2, End: 9}}, Speaker: "Ada"},
		{Quote: bot.Excerpt{Text: "never"}, Speaker: "Bo"}}}
	m, _ := Answer{Card: card, Call: bot.Call{Command: "who-said"}, Scope: "slack/T1", Asker: "U1"}.Message(chat.LastPart)
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if asker := Asker(raw); asker != "U1" {
		t.Errorf("the asker is %q", asker)
	}
	if quote, ok := QuoteIn(raw); quote != "a lasting truce" || !ok {
		t.Errorf("the first quote is %q, %v", quote, ok)
	}
	if n := len(ButtonValues(raw)); n != 3 { // 👍, 👎, Delete
		t.Errorf("%d buttons have values", n)
	}
	for _, none := range []string{"", "null", "{}", `[{"elements":[{"type":"button","value":"key"}]}]`} {
		quote, ok := QuoteIn(json.RawMessage(none))
		if asker := Asker(json.RawMessage(none)); asker != "" || quote != "" || ok {
			t.Errorf("%q: asker %q, quote %q, %v", none, asker, quote, ok)
		}
	}
}

// TestQuestionForm: the names of its fields are those under which Slack sends the answer.
func TestQuestionForm(t *testing.T) {
	raw, err := json.Marshal(QuestionForm("ask"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"callback_id":"ask"`, `"block_id":"` + LineBlock + `"`, `"action_id":"` + LineInput + `"`, `"response_url_enabled":true`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}

// TestAMessageWithoutBlocksHasNoMarkup: its text is sent as it is.
func TestAMessageWithoutBlocksHasNoMarkup(t *testing.T) {
	_, form, err := slack.UnsafeApplyMsgOptions("", "C1", "", Message{Text: "2 < 3"}.Options()...)
	if err != nil || form.Get("mrkdwn") != "false" || form.Get("text") != "2 < 3" {
		t.Errorf("sent %v, %v", form, err)
	}
}
