package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestAHomeWithMoreThanItHasRoomFor: it is shown, with the beginning of each list
// and a line that says how many more there are and which command lists them.
func TestAHomeWithMoreThanItHasRoomFor(t *testing.T) {
	rows := []struct {
		why                     string
		commands, subscriptions int
		buttons                 bool // below each command
		blocks                  int  // at most
		wants, wantNot          []string
	}{
		{"what fits", 40, 0, false, 45, []string{"/command-40", "ask a plain question"}, []string{"more:"}},
		{"many digests and watches", 40, 60, false, 45, []string{"/command-40", "digest 30: daily", "And 22 more: /status lists them."}, []string{"watch 30"}},
		{"many commands with buttons", 40, 60, true, 85, []string{"/command-40", "/status lists"}, []string{"/help lists"}},
		{"as many as there is room for", 48, 60, true, 100, []string{"/command-48", "ask a plain question"}, []string{"/help lists"}},
		{"one more", 49, 60, true, 100, []string{"/command-47", "And 2 more: /help lists them.", "ask a plain question"}, []string{"/command-48"}},
		{"far more", 300, 0, false, 100, []string{"/command-95", "more: /help lists them.", "ask a plain question"}, []string{"/command-98"}},
	}
	for _, r := range rows {
		runInBubble(t, r.why, func(t *testing.T) {
			f := prepare(t, slacktest.Options{}, nil)
			for i, c := range f.config.Mux.Commands {
				switch c.Name {
				case "status":
					f.config.Mux.Commands[i].Handle = subscribed(r.subscriptions)
				case "help":
					f.config.Mux.Commands[i].Handle = helped(r.commands, r.buttons)
				}
			}
			f.run()
			f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "1.1"})
			f.Await("the App Home", func() bool { return len(f.Views()) == 1 })
			home := f.Views()[0]
			var blocks []json.RawMessage
			if err := json.Unmarshal(home.Blocks, &blocks); err != nil || len(blocks) > r.blocks {
				t.Errorf("%d blocks, want at most %d; %v", len(blocks), r.blocks, err)
			}
			for _, want := range r.wants {
				if !strings.Contains(home.Words(), want) {
					t.Errorf("%q is not in %q", want, home.Words())
				}
			}
			for _, no := range r.wantNot {
				if strings.Contains(home.Words(), no) {
					t.Errorf("%q is in %q", no, home.Words())
				}
			}
			f.clean()
		})
	}
}

// subscribed returns a status with n digests and watches, a line each.
func subscribed(n int) bot.Handler {
	return func(context.Context, bot.Request) (bot.Card, error) {
		card := bot.Card{Notice: "All is well.", Text: []string{"3 articles."}}
		for i := range n / 2 {
			card.Text = append(card.Text, fmt.Sprintf("digest %d: daily at 08:00.", i+1))
		}
		for i := range n / 2 {
			card.Text = append(card.Text, fmt.Sprintf("watch %d: about truce.", i+1))
		}
		return card, nil
	}
}

// helped returns a help with a row a command.
func helped(n int, buttons bool) bot.Handler {
	return func(context.Context, bot.Request) (bot.Card, error) {
		card := bot.Card{Text: []string{"Or ask a plain question."}}
		for i := range n {
			row := bot.Item{Label: fmt.Sprintf("/command-%d", i+1), Facts: []string{"what it answers"}}
			if buttons {
				row.Actions = []bot.Action{{Kind: bot.Run, Label: "Run", Call: bot.Call{Command: "status"}}}
			}
			card.Items = append(card.Items, row)
		}
		return card, nil
	}
}
