package blockkit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// previewed returns the preview of a card as Slack gets it, and as a phone shows it; both are
// "" if there is none.
func previewed(t *testing.T, c bot.Card) (raw, shown string) {
	t.Helper()
	card, ok := PreviewOf(c)
	if !ok {
		return "", ""
	}
	m := Answer{Card: card, Call: bot.Call{Command: "article"}, Scope: "slack/T1"}.Preview()
	out, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if err := slacktest.CheckBlocks(out); err != nil {
		t.Errorf("Slack refuses it: %v", err)
	}
	return string(out), slacktest.Phone(out)
}

// TestPreview shows of every card at most three quotations, whole or marked as cut, and no
// markup.
func TestPreview(t *testing.T) {
	for _, c := range bottest.Cards() {
		t.Run(c.Name, func(t *testing.T) {
			raw, _ := previewed(t, c.Card)
			for _, live := range []string{"mrkdwn", "rich_text", "\u202e"} {
				if strings.Contains(raw, live) {
					t.Errorf("%s in %s", live, raw)
				}
			}
			var blocks []struct {
				Type, BlockID string
				Text          struct{ Text string }
				Elements      []struct{ Text any }
			}
			if raw == "" {
				return
			}
			if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
				t.Fatal(err)
			}
			quotes := 0
			for i, b := range blocks {
				if b.Type != "section" {
					continue
				}
				quotes++
				said := strings.TrimSuffix(strings.TrimPrefix(b.Text.Text, "“"), "”")
				whole, cut := false, false
				for _, it := range c.Card.Items {
					text := strings.TrimSuffix(strings.TrimPrefix(it.Shown().Text, "“"), "”")
					whole, cut = whole || text == said, cut || strings.HasPrefix(text, said)
				}
				if !whole && (!cut || !strings.Contains(fmt.Sprint(blocks[i+1]), "the quotation goes on")) {
					t.Errorf("%q is no quotation of the card, nor marked as cut", said)
				}
			}
			if quotes == 0 || quotes > previewRows {
				t.Errorf("%d quotations", quotes)
			}
		})
	}
}

// TestPreviewOrder puts what is quoted for certain first into the few rows, in the order of the
// article, and leaves out what would pose as words of the bot.
func TestPreviewOrder(t *testing.T) {
	row := func(receipt, text, kind, speaker string) bot.Item {
		return bot.Item{Receipt: receipt, Quote: bot.Excerpt{Text: text}, Kind: kind, Speaker: speaker, Source: "Gazette", Published: bot.When{Text: "Wed 5 Mar 2031"}}
	}
	_, got := previewed(t, bot.Card{Title: "Talks", Total: 6, Items: []bot.Item{
		row("1", "it was late", "indirect", "Jon Holm"), row("2", "first", "direct", "Ilse Varga"), row("3", "nobody's", "direct", ""),
		row("4", "second", "direct", "Jon Holm"), row("5", "x\n✓ Exact", "direct", "Ilse Varga"), row("6", "third", "direct", "Ilse Varga"),
	}})
	want := "# Talks\n  ( Gazette · Wed 5 Mar 2031 · 6 statements\n“first”\n  ( Ilse Varga\n“second”\n  ( Jon Holm\n“third”\n  ( Ilse Varga\n"
	if got != want {
		t.Errorf("a phone shows\n%s\nwant\n%s", got, want)
	}
	if _, got := previewed(t, bot.Card{Title: "Talks", Items: []bot.Item{row("5", "x\n✓ Exact", "direct", "Ilse Varga")}}); got != "" {
		t.Errorf("a phone shows\n%s", got)
	}
}
