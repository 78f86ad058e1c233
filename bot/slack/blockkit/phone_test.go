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
	cards = append(cards, bottest.NamedCard{Name: "outlets", Card: outlets(3)}, bottest.NamedCard{Name: "speakers", Card: speakers()})
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

// TestEveryCardInTheNewestBlocks keeps every quotation there, too.
func TestEveryCardInTheNewestBlocks(t *testing.T) {
	bottest.Check(t, func(c bot.Card) []string {
		a := tabled(c)
		a.Private = true
		return sent(t, a)
	}, quotesOf)
}
