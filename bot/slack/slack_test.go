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
