package slack_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestAServerThatTakesOneConnection: whether it refuses the second or ends the first
// for it, one stays, and the log does not fill.
func TestAServerThatTakesOneConnection(t *testing.T) {
	for _, how := range []string{"refuse", "replace"} {
		runInBubble(t, how, func(t *testing.T) {
			f := prepare(t, slacktest.Options{One: how}, nil)
			f.runWith(1)
			time.Sleep(3 * time.Second)
			for range 3 {
				f.Await("a connection", func() bool { return f.Connections() == 1 })
				f.Command(anna, "/who-said truce")
			}
			f.answer("C1", 3)
			if n := strings.Count(f.log.Text(), "level=WARN"); n > 1 {
				t.Errorf("%d warnings: %s", n, f.log.Text())
			}
		})
	}
}

// TestAServerThatLeavesOutWhoTheBotIs: auth.test names neither the workspace nor
// the bot's user; its own messages are ignored all the same.
func TestAServerThatLeavesOutWhoTheBotIs(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Bare: true}, nil)
		f.run()
		f.Command(anna, "/who-said truce")
		f.Press(anna, f.answer("C1", 1), "▶")
		f.edited(f.answer("C1", 1), 1)
		f.Say(anna, mention+"who-said truce")
		if m := f.answer("C1", 2); !strings.HasPrefix(m.Words(), "Who said what about truce\n") {
			t.Errorf("answered %q", m.Words())
		}
		f.Event("", map[string]any{"type": "message", "channel": alone.Channel, "channel_type": "im", "user": slacktest.BotUser, "text": "who-said truce", "ts": "1.1"})
		if got := f.settled(alone.Channel); len(got) != 0 {
			t.Errorf("answered itself: %v", got)
		}
		f.clean()
	})
}

// TestAServerThatAnswers404: what it lacks is left out, said once, and costs nothing else.
func TestAServerThatAnswers404(t *testing.T) {
	for _, notFound := range []bool{true, false} {
		name := "unknown_method"
		if notFound {
			name = "404"
		}
		runInBubble(t, name, func(t *testing.T) {
			f := prepare(t, slacktest.Options{NotFound: notFound, Quiet: true, Without: []string{"files.", "assistant.", "views.", "users.", "conversations.",
				"chat.postEphemeral", "chat.update", "chat.delete"}}, func(c *slack.Config) { c.PingInterval = -1 })
			f.run()
			ts, _ := f.Say(anna, mention+"slow")
			notice := f.answer("C1", 1)
			close(f.slow)
			if m := f.answer("C1", 2); m.TS == notice.TS || m.Thread != ts || !strings.Contains(m.Words(), "Slow but there") {
				t.Errorf("answered %v", m)
			}
			f.Edit(anna, ts, mention+"who-said truce")
			if m := f.answer("C1", 3); !strings.Contains(m.Words(), "about truce") {
				t.Errorf("the edit was answered with %q", m.Words())
			}
			f.Command(anna, "/timeline truce")
			f.answer("C1", 4)
			f.Remove(anna, ts)
			f.Press(anna, f.answer("C1", 3), "Delete")
			f.Shortcut(anna, "ask_briefing", nil)
			if m := f.answer("U1", 1); !strings.Contains(m.Words(), "Write me your question here") {
				t.Errorf("told %q", m.Words())
			}
			before := len(f.settled("C1"))
			var refused *bot.PostError
			posted := bot.Posted{Place: bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C1"}, Message: notice.TS, Card: bot.Card{Title: "Corrected"}}
			if err := f.bot.Edit(t.Context(), posted); err == nil || errors.As(err, &refused) || len(f.Answers("C1")) != before {
				t.Errorf("an edit gave %v and %d messages, want %d", err, len(f.Answers("C1")), before)
			}
			said := map[string]bool{}
			for line := range strings.Lines(f.log.Text()) {
				_, what, _ := strings.Cut(line, "level=")
				if strings.HasPrefix(what, "ERROR") || strings.HasPrefix(what, "WARN") && said[what] {
					t.Errorf("the log: %s", line)
				}
				said[what] = true
			}
		})
	}
}

// TestAnswersThatAreNotSlacks: a proxy's page, or a limit without a time, passes.
func TestAnswersThatAreNotSlacks(t *testing.T) {
	faults := []slacktest.Fault{{Body: "<html>"}, {Status: 429, RetryAfter: -1}, {Body: `{"ok":`}, {Status: 404, Body: "<html>"}}
	for _, fault := range faults {
		runInBubble(t, fault.Body, func(t *testing.T) {
			f := start(t)
			f.Fail("chat.postMessage", fault)
			f.Say(alone, "who-said truce")
			if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "about truce") {
				t.Errorf("answered %q", m.Words())
			}
		})
	}
}
