package slack_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

var mention = "<@" + slacktest.BotUser + "> "

// settled waits until nothing has happened in the channel for a while.
func (f *fixture) settled(channel string) []slacktest.Message {
	f.t.Helper()
	time.Sleep(700 * time.Millisecond)
	return f.Answers(channel)
}

func TestARefreshLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Refresh()
		for i := range 10 {
			d := f.Command(anna, fmt.Sprintf("/who-said truce-%d", i))
			f.Await("an acknowledgement", func() bool {
				if !d.Acked { // what Slack does for an envelope without one
					d = f.Again(d)
				}
				return d.Acked
			})
		}
		f.Await("all answers", func() bool { return len(f.Answers("C1")) >= 10 })
		if got := f.settled("C1"); len(got) != 10 {
			t.Errorf("%d answers to 10 commands", len(got))
		}
		f.Await("both connections", func() bool { return f.Connections() == 2 })
	})
}

func TestAResponseURLThatIsSpentGivesWayToAMessage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Command(anna, "/slow")
		f.Expire()
		close(f.slow)
		if m := f.answer("C1", 1); m.For != "U1" || !strings.Contains(m.Words(), "Slow but there") {
			t.Errorf("answered %v", m)
		}
		if len(f.Calls("chat.postEphemeral")) != 1 {
			t.Error("not by chat.postEphemeral")
		}
	})
}

func TestAResponseURLThatCannotBeReachedGivesWayToAMessage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		down := slacktest.Fault{Status: http.StatusBadGateway}
		f.Fail("response", down, down, down, down, down, down)
		f.Command(anna, "/who-said truce")
		if m := f.answer("C1", 1); m.For != "U1" || !strings.Contains(m.Words(), "about truce") {
			t.Errorf("answered %v", m)
		}
	})
}

func TestAServerWithoutPrivateMessagesAnswersDirectly(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Without: []string{"chat.postEphemeral", "conversations.open"}}, nil)
		f.run()
		f.Command(anna, "/slow")
		f.Expire()
		close(f.slow)
		if m := f.answer("U1", 1); !strings.Contains(m.Words(), "Slow but there") {
			t.Errorf("answered %v", m)
		}
	})
}

func TestRefusedBlocksGoOutAsPlainText(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for i, code := range []string{"invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format"} {
			user := fmt.Sprintf("U1%d", i) // each in a channel of its own, so that none waits
			direct := slacktest.Place{Channel: slacktest.DirectChannel(user), User: user}
			f.Fail("chat.postMessage", slacktest.Fault{Error: code}, slacktest.Fault{Error: code})
			f.Say(direct, "who-said truce")
			m := f.answer(direct.Channel, 1)
			if len(m.Blocks) != 0 || !strings.Contains(m.Text, "a lasting truce, and soon") || !strings.Contains(m.Text, "https://gazette.example/talks") {
				t.Errorf("%s: plain text %q", code, m.Text)
			}
		}
		ts, _ := f.Say(boris, mention+"who-said truce")
		answered := f.answer("C1", 1)
		f.Fail("chat.update", refusedBlocks, refusedBlocks)
		f.Edit(boris, ts, mention+"who-said ferry")
		if m := f.edited(answered, 1); string(m.Blocks) != "[]" || !strings.Contains(m.Text, "about ferry") {
			t.Errorf("the old blocks stay: %s", m.Blocks)
		}
		f.Fail("chat.postMessage", refusedBlocks, refusedBlocks, slacktest.Fault{Error: "msg_too_long"})
		f.Say(alone, "who-said truce")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Text, "refuses to show") {
			t.Errorf("the reason: %q", m.Text)
		}
	})
}

func TestWhoAskedIsToldWhyTheBotCannotPost(t *testing.T) {
	rows := []struct{ code, want string }{
		{"not_in_channel", "Invite me"}, {"is_archived", "archived"}, {"restricted_action", "administrator"}, {"channel_not_found", "Invite me"},
	}
	for _, r := range rows {
		runInBubble(t, r.code, func(t *testing.T) {
			f := start(t)
			f.Fail("chat.postMessage", slacktest.Fault{Error: r.code})
			f.Say(anna, mention+"who-said truce")
			if m := f.answer(alone.Channel, 1); !strings.Contains(m.Text, r.want) || !strings.Contains(m.Text, "<#C1>") {
				t.Errorf("told %q", m.Text)
			}
		})
	}
}

func TestBotsAreIgnored(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for _, event := range []map[string]any{
			{"type": "message", "channel": alone.Channel, "channel_type": "im", "user": slacktest.BotUser, "text": "who-said truce", "ts": "1.1"},
			{"type": "message", "channel": alone.Channel, "channel_type": "im", "bot_id": "B9", "text": "who-said truce", "ts": "1.2"},
			{"type": "message", "subtype": "bot_message", "channel": alone.Channel, "channel_type": "im", "bot_id": "B9", "text": "who-said truce", "ts": "1.3"},
			{"type": "app_mention", "channel": "C1", "bot_id": "B9", "user": "U9", "text": mention + "who-said truce", "ts": "1.4"},
			{"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "text": "who-said truce", "ts": "1.5"},
			{"type": "message", "subtype": "channel_join", "channel": alone.Channel, "channel_type": "im", "user": "U1", "text": "joined", "ts": "1.6"},
			{"type": "an_event_of_next_year", "channel": map[string]any{"id": "C1"}, "user": "U1"},
		} {
			if d := f.Event("", event); !d.Acked || d.Took > 10*time.Millisecond {
				t.Errorf("acknowledged %v after %v: %v", d.Acked, d.Took, event)
			}
		}
		if got := append(f.settled("C1"), f.Answers(alone.Channel)...); len(got) != 0 {
			t.Errorf("answered %v", got)
		}
	})
}

func TestEditsAndDeletionsOfTheQuestionAreFollowed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		ts, _ := f.Say(anna, mention+"who-said truce")
		first := f.answer("C1", 1)
		f.Edit(anna, ts, mention+"who-said ferry")
		if m := f.edited(first, 1); !strings.Contains(m.Words(), "about ferry") {
			t.Errorf("after the edit: %q", m.Words())
		}
		f.Edit(anna, ts, mention+"who-said ferry") // a link's preview came
		f.Remove(anna, ts)
		f.Await("the answer to go", func() bool { return len(f.Answers("C1")) == 0 })
		other, _ := f.Say(boris, mention+"who-said truce")
		f.answer("C1", 1)
		f.Edit(boris, other, "never mind")
		f.Await("the answer to what is no question any more to go", func() bool { return len(f.Answers("C1")) == 0 })
		f.clean()
	})
}

// TestDeletingAndExportingWaitForSlack: what is no message is tried again, too.
func TestDeletingAndExportingWaitForSlack(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Say(anna, mention+"who-said truce")
		m := f.answer("C1", 1)
		limited := slacktest.Fault{Status: 429, RetryAfter: time.Second}
		f.Fail("files.getUploadURLExternal", limited)
		f.Press(anna, m, "Export")
		f.Await("the export", func() bool { return len(f.Files()) == 1 })
		f.Fail("chat.delete", limited, slacktest.Fault{Status: 503})
		f.Press(anna, m, "Delete")
		f.Await("the answer to go", func() bool {
			return !slices.ContainsFunc(f.Answers("C1"), func(a slacktest.Message) bool { return a.TS == m.TS })
		})
	})
}

// TestAStormOfLimitsLosesNothing: many questions in many channels of a Slack that
// takes one message a second in each, and refuses more besides, are each answered
// once.
func TestAStormOfLimitsLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Limit: true}, nil)
		f.run()
		for range 2 { // more may meet one message, whose pauses then add up to more than Await waits
			f.Fail("chat.postMessage", slacktest.Fault{Status: 429, RetryAfter: time.Second}, slacktest.Fault{}, slacktest.Fault{Status: 503})
		}
		asked := map[string]string{} // by the question, its channel
		for n := range 12 {
			at := slacktest.Place{Channel: fmt.Sprintf("C%d", 1+n%4), User: "U1"}
			ts, _ := f.Say(at, mention+"who-said truce")
			asked[ts] = at.Channel
		}
		answers := func(ts string) (n int) {
			for _, m := range f.Answers(asked[ts]) {
				if m.Thread == ts && m.For == "" {
					n++
				}
			}
			return n
		}
		for ts := range asked {
			f.Await("the answer to "+ts, func() bool { return answers(ts) > 0 })
		}
		f.settled("C1")
		for ts, channel := range asked {
			if n := answers(ts); n != 1 {
				t.Errorf("%s in %s was answered %d times", ts, channel, n)
			}
		}
	})
}

func TestAFormThatDoesNotOpenGivesWayToADirectMessage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Fail("views.open", slacktest.Fault{Error: "expired_trigger_id"})
		f.Shortcut(anna, "ask_briefing", nil)
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Write me your question here") {
			t.Errorf("told %q", m.Words())
		}
	})
}

// TestSlackDownForAWhile: what was asked before or while Slack takes nothing is
// answered once, when it is back.
func TestSlackDownForAWhile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, _ := overHTTP(t, slacktest.Options{}, nil)
		f.Say(slacktest.Place{Channel: "D9", User: "U9"}, "status")
		f.answer("D9", 1)
		f.Down(true)
		f.Say(alone, "who-said truce")
		f.Command(anna, "/who-said truce")
		time.Sleep(3 * time.Second)
		f.Down(false)
		for _, channel := range []string{"C1", alone.Channel} {
			if m := f.answer(channel, 1); !strings.Contains(m.Words(), "about truce") {
				t.Errorf("answered %q in %s", m.Words(), channel)
			}
			if n := len(f.settled(channel)); n != 1 {
				t.Errorf("%d answers in %s", n, channel)
			}
		}
	})
}

// refused returns the error of a bot that cannot start.
func (f *fixture) refused() error {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{Key: storeKey})
	if err != nil {
		f.t.Fatal(err)
	}
	defer store.Close()
	f.config.State = store
	return slack.New(f.config).Run(f.t.Context())
}

func TestWrongTokensStopWithTheMend(t *testing.T) {
	rows := []struct {
		name   string
		change func(*slack.Config)
		want   string
	}{
		{"an unknown bot token", func(c *slack.Config) { c.BotToken = "xoxb-wrong" }, "SLACK_BOT_TOKEN"},
		{"an unknown app token", func(c *slack.Config) { c.AppToken = "xapp-wrong" }, "SLACK_APP_TOKEN"},
		{"the tokens swapped", func(c *slack.Config) { c.BotToken, c.AppToken = c.AppToken, c.BotToken }, "xoxb-"},
		{"no bot token", func(c *slack.Config) { c.BotToken = "" }, "SLACK_BOT_TOKEN"},
	}
	for _, r := range rows {
		runInBubble(t, r.name, func(t *testing.T) {
			f := prepare(t, slacktest.Options{}, r.change)
			err := f.refused()
			if err == nil || !strings.Contains(err.Error(), r.want) || strings.Contains(err.Error(), "wrong\"") {
				t.Errorf("error %v, want one that names %s", err, r.want)
			}
		})
	}
	runInBubble(t, "too few scopes", func(t *testing.T) {
		f := prepare(t, slacktest.Options{Scopes: "commands,chat:write"}, nil)
		if err := f.refused(); err == nil || !strings.Contains(err.Error(), "app_mentions:read, im:history, users:read") {
			t.Errorf("error %v", err)
		}
	})
	runInBubble(t, "revoked while it runs", func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		f.run()
		f.Fail("apps.connections.open", slacktest.Fault{Error: "token_revoked"}, slacktest.Fault{Error: "token_revoked"})
		f.Drop()
		f.stop = nil
		select {
		case err := <-f.ended:
			if err == nil || !strings.Contains(err.Error(), "revoked") {
				t.Errorf("ended with %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Error("went on without a token")
		}
	})
}
