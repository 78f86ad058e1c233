package blockkit

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestOnAPhone compares answers with golden files of how a phone shows them, for people to
// read.
func TestOnAPhone(t *testing.T) {
	cards := slices.DeleteFunc(bottest.Cards(), func(c bottest.NamedCard) bool { return c.Name == "long" || c.Name == "hostile" })
	cards = append(cards, bottest.NamedCard{Name: "outlets", Card: outlets(3)}, bottest.NamedCard{Name: "speakers", Card: speakers()}, bottest.NamedCard{Name: "one-sentence", Card: oneSentence()})
	for _, c := range cards {
		t.Run(c.Name, func(t *testing.T) {
			a := tabled(c.Card)
			a.Private = true
			var b strings.Builder
			for _, raw := range sent(t, a) {
				b.WriteString(slacktest.Phone(json.RawMessage(raw)))
			}
			path := filepath.Join("testdata", "phone", c.Name+".txt")
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != b.String() {
				t.Errorf("a phone shows\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

// oneSentence returns a timeline of which two dates and a statement are in one sentence.
func oneSentence() bot.Card {
	const sentence = "The envoy said on Monday that talks would open on Thursday."
	at := bot.Excerpt{Text: sentence, Article: "talks", Spans: []bot.Span{{Start: 0, End: len(sentence)}}}
	context := bot.Ask("Context", "context", "receipt", "5f2a")
	row := func(label, words string) bot.Item {
		return bot.Item{Label: label, Quote: at, Said: bot.When{Text: label, Words: bot.Excerpt{Text: words}}, Source: "Harbour Gazette", Headline: "Talks on the strait resume",
			Published: bot.When{Text: "Wed 5 Mar 2031"}, URL: "https://gazette.example/talks", Receipt: "5f2a", Actions: []bot.Action{context}}
	}
	said := row("", "Monday")
	said.Sentence, said.Kind, said.Speaker = at, "indirect", "The envoy"
	second := row("Thu 6 Mar 2031", "Thursday")
	second.Possible, second.Actions = true, append(second.Actions, bot.Ask("All of this date", "timeline", "on", "2031-03-06"))
	return bot.Card{Command: "timeline", Title: "Timeline of talks", Items: []bot.Item{said, row("Mon 3 Mar 2031", "Monday"), second}, Total: 3}
}

// TestEveryCardInTheNewestBlocks keeps every quotation there, too.
func TestEveryCardInTheNewestBlocks(t *testing.T) {
	bottest.Check(t, func(c bot.Card) []string {
		a := tabled(c)
		a.Private = true
		return sent(t, a)
	}, quotesOf)
}
