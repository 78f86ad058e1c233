package blockkit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// outlets returns a card with n outlets, as the command lists them.
func outlets(n int) bot.Card {
	c := bot.Card{Command: "sources", Title: "Outlets", Total: n, Footer: fmt.Sprintf("%d of %d outlets · searched 1,284 articles", n, n)}
	for i := range n {
		name := []string{"Harbour Gazette", "Coastal Wire", "Strait <!here> Post"}[i%3]
		facts := []string{fmt.Sprintf("%d articles", 900-i), fmt.Sprintf("1,%03d statements", i), "first 20 Jan 2031", fmt.Sprintf("latest %d Mar 2031", 9-i%9)}
		if i == 2 {
			facts = append(facts[:2], "dates unknown")
		}
		c.Items = append(c.Items, bot.Item{Label: name, Facts: facts,
			Actions: []bot.Action{bot.Ask("Articles", "articles", "source", name), bot.Ask("Who is quoted", "people", "source", name)}})
	}
	return c
}

// speakers returns a card with people, as the command lists them.
func speakers() bot.Card {
	c := bot.Card{Command: "people", Title: "Who is quoted about truce", Total: 3, Footer: "3 of 3 people · searched 1,284 articles"}
	for i, name := range []string{"Ilse Varga", "Tomas Okello", "Ana-Lucía Brandão"} {
		it := bot.Item{Label: name, Facts: []string{[]string{"38 statements", "2 statements", "1 statement"}[i]},
			Actions: []bot.Action{bot.Ask("Statements", "who-said", "topic", "truce", "by", name), bot.Ask("Who is this?", "who-is", "name", name)}}
		if i < 2 {
			it.Role.Text = []string{"the foreign minister of Norland", "pilot"}[i]
		}
		c.Items = append(c.Items, it)
	}
	return c
}

// tabled returns a card in the newest blocks.
func tabled(c bot.Card) Answer {
	a := shown(c)
	a.Modern, a.Tables = true, true
	return a
}

// TestATable: a list is one block whose columns can be sorted, with a menu that asks what each
// row could be asked.
func TestATable(t *testing.T) {
	raw := sent(t, tabled(outlets(3)))[0]
	for _, want := range []string{`[{"type":"raw_text","text":"Outlet"},{"type":"raw_text","text":"Articles"},{"type":"raw_text","text":"Statements"},{"type":"raw_text","text":"First"},{"type":"raw_text","text":"Latest"},{"type":"raw_text","text":"Remark"}]`,
		`{"type":"raw_number","value":1001,"text":"1,001"}`, `{"type":"raw_number","value":22347,"text":"9 Mar 2031"}`, `"text":"dates unknown"`, `"page_size":3`} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
	var labels []string
	for _, b := range (slacktest.Message{Blocks: json.RawMessage(raw)}).Buttons() {
		if b.Type == "static_select" {
			labels = append(labels, b.Label)
			if kind, key := Chosen(b.ActionID, b.Value); kind != bot.Run || key == "" {
				t.Errorf("%q does %q with %q", b.Label, kind, key)
			}
		}
	}
	if want := "Articles: Harbour Gazette, Articles: Coastal Wire, Articles: Strait <!here> Post, Who is quoted: Harbour Gazette"; !strings.HasPrefix(strings.Join(labels, ", "), want) {
		t.Errorf("the menu has %q", labels)
	}
}

// TestNoTable: few rows, rows that quote something, lists that are too long, and answers of
// other commands are rows as before; so is everything where a server has no tables.
func TestNoTable(t *testing.T) {
	quoting := outlets(3)
	quoting.Items[1].Quote.Text = "a truce"
	other := outlets(3)
	other.Command = "digest list"
	plain := tabled(outlets(3))
	plain.Tables = false
	for why, a := range map[string]Answer{"two rows": tabled(outlets(2)), "a quote": tabled(quoting), "too many": tabled(outlets(101)), "too long": tabled(outlets(90)), "another command": tabled(other), "an older server": plain} {
		if raw := strings.Join(sent(t, a), ""); strings.Contains(raw, "data_table") || !strings.Contains(raw, "Harbour Gazette") {
			t.Errorf("%s: %s", why, raw)
		}
	}
}
