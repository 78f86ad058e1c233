package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
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

// TestTheHomeListsWhatIsOnesOwn: digests and watches of the person, wherever they are posted,
// with the channel's name and buttons; an administrator sees no others there.
func TestTheHomeListsWhatIsOnesOwn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.Access.Admins = []string{"U1"} })
		var asked []bot.Request
		list := func(kind string) bot.Command {
			return bot.Command{Name: kind + " list", Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
				asked = append(asked, r)
				row := bot.Item{Label: kind[:1] + "1: topic truce", Facts: []string{"weekdays at 08:00 (Europe/Stockholm)", "in " + r.ChannelMention("C7")},
					Actions: []bot.Action{bot.Ask("Pause", kind+" pause", "id", kind[:1]+"1"), bot.Ask("End", kind+" end", "id", kind[:1]+"1")}}
				return bot.Card{Items: []bot.Item{row}, Total: 1}, nil
			}}
		}
		pause := bot.Command{Name: "watch pause", Params: []bot.Param{{Name: "id", Kind: bot.Text, Words: true}}, Changes: true,
			Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
				return bot.Card{Notice: r.Args["id"] + " is paused."}, nil
			}}
		f.config.Mux.Commands = append(f.config.Mux.Commands, list("digest"), list("watch"), pause)
		f.run()
		f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "1.1"})
		f.Await("the App Home", func() bool { return len(f.Views()) == 1 })
		home := f.Views()[0]
		for _, want := range []string{"Your digests\n", "d1: topic truce", "Your watches\n", "w1: topic truce"} {
			if !strings.Contains(home.Words(), want) {
				t.Errorf("no %q in %q", want, home.Words())
			}
		}
		if n := strings.Count(string(home.Blocks), `"channel_id":"C7"`); n != 2 {
			t.Errorf("%d channels by name in %s", n, home.Blocks)
		}
		if len(asked) != 2 || asked[0].Admin || asked[0].User != "U1" || asked[0].Channel != "" {
			t.Errorf("asked %+v", asked)
		}
		i := slices.IndexFunc(home.Buttons(), func(b slacktest.Button) bool { return b.Label == "Pause" && b.BlockID == "row-1-buttons-0" })
		if i < 0 {
			t.Fatalf("buttons %v", home.Buttons())
		}
		f.PressIn(anna, home, home.Buttons()[i])
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "w1 is paused.") {
			t.Errorf("answered %q", m.Words())
		}
		f.clean()
	})
}
