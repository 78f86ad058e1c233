package slack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

func TestACommandIsAcknowledgedAtOnceAndAnsweredPrivately(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for _, line := range []string{"/who-said truce", "/briefing who-said truce", "/briefing /who-said truce"} {
			before := len(f.Answers("C1"))
			d := f.Command(anna, line)
			if !d.Acked || d.Took > 200*time.Millisecond {
				t.Errorf("%s: acknowledged %v after %v", line, d.Acked, d.Took)
			}
			m := f.answer("C1", before+1)
			if m.For != "U1" || !strings.Contains(m.Words(), "Who said what about truce") || !strings.Contains(m.Words(), "a lasting truce, and soon") {
				t.Errorf("%s: answered %v with %q", line, m, m.Words())
			}
		}
		f.clean()
	})
}

// TestWhatIsSaidToOthersIsAcknowledgedAtOnce: there is nothing to remember of it first.
func TestWhatIsSaidToOthersIsAcknowledgedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for range 3 {
			_, d := f.Say(anna, "lunch?")
			other := f.Event("", map[string]any{"type": "reaction_added", "user": "U1", "reaction": "eyes"})
			if !d.Acked || d.Took > 20*time.Millisecond || !other.Acked || other.Took > 20*time.Millisecond {
				t.Errorf("acknowledged after %v and %v", d.Took, other.Took)
			}
		}
		if said := f.Answers(""); len(said) > 0 {
			t.Errorf("answered %v", said)
		}
	})
}

func TestAMentionIsAnsweredInItsThread(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		ts, d := f.Say(anna, "<@"+slacktest.BotUser+"> who-said truce")
		if !d.Acked {
			t.Error("not acknowledged")
		}
		if m := f.answer("C1", 1); m.Thread != ts || m.For != "" || !strings.Contains(m.Words(), "about truce") {
			t.Errorf("answered %v", m)
		}
		within := anna
		within.Thread = ts
		f.Say(within, "what about the <https://ferry.example|ferry> &amp; <@"+slacktest.BotUser+">?")
		if m := f.answer("C1", 2); m.Thread != ts || !strings.Contains(m.Words(), "about what about the https://ferry.example & ?") {
			t.Errorf("a plain question in a thread: %v %q", m, m.Words())
		}
		f.clean()
	})
}

// TestAMentionThatIsSentToTheChannelToo comes twice, once as a message of the channel, and is
// answered once, in its thread.
func TestAMentionThatIsSentToTheChannelToo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		within := anna
		within.Thread = "1900000000.000009"
		ts, _ := f.Say(within, mention+"who-said truce")
		f.Event("", map[string]any{"type": "message", "subtype": "thread_broadcast", "channel": "C1", "channel_type": "channel", "user": "U1",
			"text": mention + "who-said truce", "ts": ts, "thread_ts": within.Thread, "root": map[string]any{"type": "message", "ts": within.Thread}, "event_ts": ts})
		if m := f.answer("C1", 1); m.Thread != within.Thread {
			t.Errorf("answered in %q", m.Thread)
		}
		time.Sleep(time.Minute)
		if n := len(f.Answers("C1")); n != 1 {
			t.Errorf("%d answers", n)
		}
		f.clean()
	})
}

// TestTwoFormsAtOnce are both answered, whichever is sent off first.
func TestTwoFormsAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for range 2 {
			f.Shortcut(anna, "ask_briefing", nil)
		}
		f.Await("two forms", func() bool { return len(f.Views()) == 2 })
		for i, line := range []string{"who-said ferry", "who-said truce"} {
			f.Submit(anna, f.Views()[1-i], map[string]map[string]string{"question": {"line": line}}, "C1")
		}
		f.Await("two answers", func() bool { return len(f.Answers("C1")) == 2 })
		for _, topic := range []string{"ferry", "truce"} {
			if n := len(withWords(f, "about "+topic)); n != 1 {
				t.Errorf("%d answers about %s", n, topic)
			}
		}
		f.clean()
	})
}
