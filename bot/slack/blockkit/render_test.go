package blockkit

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// messages returns all messages of an answer, each made as it is sent.
func messages(a Answer) (out []Message) {
	_, last := a.Message(chat.LastPart)
	for part := range last + 1 {
		m, _ := a.Message(part)
		out = append(out, m)
	}
	return out
}

func shown(c bot.Card) Answer {
	return Answer{Card: c, Call: bot.Call{Command: c.Command, Offset: c.Offset}, Scope: "slack/T1", Asker: "U1", Files: true}
}

// sent returns the messages of a card as Slack gets them.
func sent(t *testing.T, a Answer) []string {
	t.Helper()
	var out []string
	for i, m := range messages(a) {
		raw, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		if err := slacktest.CheckBlocks(raw); err != nil {
			t.Fatalf("message %d: Slack refuses it: %v", i, err)
		}
		if m.Text == "" || chat.Length(m.Text) > maxPlainText {
			t.Errorf("message %d: its notification has %d characters", i, chat.Length(m.Text))
		}
		out = append(out, string(raw))
	}
	return out
}

// quotesOf reads the quotes back from what was sent.
func quotesOf(messages []string) []string {
	var blocks []json.RawMessage
	for _, m := range messages {
		blocks = append(blocks, json.RawMessage(m))
	}
	return slacktest.Quotes(blocks)
}

func TestEveryCardKeepsItsQuotes(t *testing.T) {
	bottest.Check(t, func(c bot.Card) []string { return sent(t, shown(c)) }, quotesOf)
}

func FuzzAQuoteIsRecoveredFromTheMessages(f *testing.F) {
	for i, text := range bottest.HostileTexts() {
		f.Add(text, i, i+9)
	}
	f.Add(strings.Repeat("霧が晴れれば船は出る。👩‍👩‍👧‍👦", 900), 5, 20_000)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		if !utf8.ValidString(text) || text == "" || len(text) > 100_000 {
			t.Skip() // articles are valid UTF-8
		}
		c := bot.Card{Command: "who-said", Title: text, Reading: text, Footer: text, Notice: text, Items: []bot.Item{{
			Label: text, Quote: bot.Excerpt{Text: text}, Marks: []bot.Span{{Start: from, End: to}}, Speaker: text,
			Role: bot.Excerpt{Text: text}, URL: text, Source: text,
			Actions: []bot.Action{{Kind: bot.Run, Label: text, Call: bot.Call{Command: "who-said", Args: bot.Args{"by": text}}}},
		}}}
		bottest.Same(t, quotesOf(sent(t, shown(c))), []string{text})
	})
}

func TestOurOwnWordsAreNeverMarkup(t *testing.T) {
	for _, c := range bottest.Cards() {
		for _, raw := range sent(t, shown(c.Card)) {
			if strings.Contains(raw, `"mrkdwn"`) {
				t.Errorf("%s: a text object reads markup: %s", c.Name, raw)
			}
		}
		for _, m := range messages(shown(c.Card)) {
			for _, live := range []string{"<!", "<@", "<#", "<http"} {
				if strings.Contains(m.Text, live) {
					t.Errorf("%s: the notification has a live %s", c.Name, live)
				}
			}
		}
	}
}

func TestALongAnswerPagesThroughItsMessages(t *testing.T) {
	var long bot.Card
	for _, c := range bottest.Cards() {
		if c.Name == "long" {
			long = c.Card
		}
	}
	messages := messages(shown(long))
	if len(messages) < 15 {
		t.Fatalf("%d messages for 200,000 characters", len(messages))
	}
	for i, m := range messages {
		var before, after bool
		for _, c := range m.Calls {
			before = before || c.Call.Command == "who-said" && len(c.Call.Args) == 0 && c.Part == i-1
			after = after || c.Call.Command == "who-said" && len(c.Call.Args) == 0 && c.Part == i+1
		}
		if before != (i > 0) || after != (i < len(messages)-1) {
			t.Errorf("message %d of %d: a page back %v, a page on %v", i+1, len(messages), before, after)
		}
	}
}

func TestQuoteIn(t *testing.T) {
	bottest.CheckReadBack(t, func(c bot.Card) (string, bool) { return QuoteIn(json.RawMessage(sent(t, shown(c))[0])) })
}
