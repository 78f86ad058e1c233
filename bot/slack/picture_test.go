package slack_test

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/picture"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestATimelineIsAChart: Slack draws it, and nothing is uploaded.
func TestATimelineIsAChart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Say(alone, "timeline ferry")
		m := f.answer(alone.Channel, 1)
		if !strings.Contains(string(m.Blocks), `"data_visualization"`) || strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") || len(f.Files()) != 0 {
			t.Errorf("%d files, %s", len(f.Files()), m.Blocks)
		}
		f.clean()
	})
}

// TestAServerWithoutCharts has the picture uploaded, and shown as soon as it can be; the
// first answer goes without.
func TestAServerWithoutCharts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Classic: true, FilesAfter: time.Second}, nil)
		f.run()
		f.Say(alone, "timeline ferry")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") {
			t.Errorf("answered %s", m.Blocks)
		}
		f.Say(alone, "timeline ferry")
		if m := f.answer(alone.Channel, 2); !strings.Contains(string(m.Blocks), `"slack_file":{"id":"F0001"}`) {
			t.Errorf("answered %s", m.Blocks)
		}
	})
}

func TestATimelineHasAPictureWithItsNumbersInWords(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Classic: true}, nil)
		f.run()
		f.Say(alone, "who-said truce") // its feedback buttons are refused, and left out from then on
		f.answer(alone.Channel, 1)
		for i := range 2 {
			f.Command(anna, "/timeline ferry")
			m := f.answer("C1", i+1)
			if !strings.Contains(string(m.Blocks), `"slack_file":{"id":"F0001"}`) || !strings.Contains(string(m.Blocks), "Harbour Gazette: 3, 0, 7, 12, 5, 1.") {
				t.Errorf("answer %d: %s", i+1, m.Blocks)
			}
		}
		if n := len(f.Files()); n != 1 {
			t.Fatalf("%d uploads of one picture", n)
		}
		got, err := png.Decode(bytes.NewReader(f.Files()[0].Data))
		if err != nil {
			t.Fatal(err)
		}
		if size := got.Bounds().Size(); size.X != picture.Width {
			t.Errorf("a picture of %v", size) // what is on it, the golden pictures of that room hold
		}
	})
}

func TestARefusedPictureCostsNothingElse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Fail("chat.postMessage", slacktest.Fault{Error: "invalid_blocks"})
		f.Say(alone, "timeline ferry")
		m := f.answer(alone.Channel, 1)
		if strings.Contains(string(m.Blocks), "slack_file") || !strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") || len(m.Buttons()) == 0 {
			t.Errorf("answered %s", m.Blocks)
		}
	})
}

// TestTables: a list is a table, whose menu asks; a server that refuses tables alone gets rows,
// and charts and feedback as before.
func TestTables(t *testing.T) {
	for name, o := range map[string]slacktest.Options{"tables": {}, "no tables": {NoTables: true}, "only old blocks": {Classic: true}} {
		runInBubble(t, name, func(t *testing.T) {
			f := prepare(t, o, nil)
			listed := bot.Card{Title: "Outlets"}
			for _, outlet := range []string{"Gazette", "Wire", "Post"} {
				listed.Items = append(listed.Items, bot.Item{Label: outlet, Facts: []string{"3 articles"}, Actions: []bot.Action{bot.Ask("Statements", "who-said", "topic", outlet), bot.Ask("Status", "status")}})
			}
			for i, c := range f.config.Mux.Commands {
				if c.Name == "sources" {
					f.config.Mux.Commands[i].Handle = func(context.Context, bot.Request) (bot.Card, error) { return listed, nil }
				}
			}
			f.run()
			for n := range 2 {
				f.Say(alone, "sources")
				blocks := string(f.answer(alone.Channel, n+1).Blocks)
				for part, want := range map[string]bool{`"data_table"`: name == "tables", `"feedback_buttons"`: name != "only old blocks", "Gazette": true, `"overflow"`: name != "tables"} {
					if strings.Contains(blocks, part) != want {
						t.Errorf("answer %d has %s: %v; %s", n+1, part, !want, blocks)
					}
				}
			}
			tries := map[string]int{"tables": 2, "no tables": 3, "only old blocks": 4}[name] // what was refused once is not tried again
			if got := len(f.Calls("chat.postMessage")); got != tries {
				t.Errorf("%d messages were tried, want %d", got, tries)
			}
			if name == "tables" {
				f.Press(alone, f.answer(alone.Channel, 1), "Statements: Wire")
				if m := f.answer(alone.Channel, 3); !strings.Contains(m.Words(), "about Wire") {
					t.Errorf("the menu answers %q", m.Words())
				}
			}
		})
	}
}
