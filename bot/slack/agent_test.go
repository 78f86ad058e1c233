package slack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// scopesOf returns the scopes of an app's token.
func scopesOf(agent bool) string {
	var all []string
	for _, s := range slack.Scopes(slack.Uses{Agent: agent}) {
		all = append(all, s.Scope)
	}
	return strings.Join(all, ",")
}

// TestAnAgentAnswersInThreads: who opens it is shown questions, outside any thread, and
// each message has its answer, and its status, in the thread that it begins.
func TestAnAgentAnswersInThreads(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{App: "agent", Scopes: scopesOf(true)}, nil)
		f.exemplify()
		f.run()
		f.opens("messages")
		f.Await("the questions", func() bool { return len(f.Prompted()) == 1 })
		if p := f.Prompted()[0]; p.Channel != alone.Channel || p.Thread != "" || p.Prompts == 0 {
			t.Errorf("shown %+v", p)
		}
		ts, _ := f.Say(alone, "who-said truce")
		m := f.answer(alone.Channel, 1)
		if m.Thread != ts {
			t.Errorf("answered in thread %q, want %q", m.Thread, ts)
		}
		within := alone
		within.Thread = ts
		f.Say(within, "who-said ferry")
		if m := f.answer(alone.Channel, 2); m.Thread != ts {
			t.Errorf("a message within the thread was answered in %q", m.Thread)
		}
		for _, c := range f.Calls("assistant.threads.setStatus") {
			if c.Args["thread_ts"] != ts || c.Args["channel_id"] != alone.Channel {
				t.Errorf("the status is at %v", c.Args)
			}
		}
		if n := len(f.Calls("assistant.threads.setStatus")); n != 2 {
			t.Errorf("%d statuses", n)
		}
		f.Edit(alone, ts, "who-said harbour")
		f.edited(m, 1)
		f.Press(alone, f.Answers(alone.Channel)[0], "Context")
		if m := f.answer(alone.Channel, 3); m.Thread != ts {
			t.Errorf("a button was answered in thread %q", m.Thread)
		}
		f.Event("", map[string]any{"type": "app_context_changed", "user": "U1", "context": map[string]any{"entities": []any{}}})
		f.Remove(alone, ts)
		f.Await("the answer to go", func() bool { return len(f.Answers(alone.Channel)) == 2 })
		f.clean()
	})
}

// TestAnAssistantIsServedAsBefore: its threads get their questions, and its messages
// their answers there. Opening its tab is refused once, and not tried again.
func TestAnAssistantIsServedAsBefore(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{App: "assistant", Scopes: scopesOf(true)}, nil)
		f.exemplify()
		f.run()
		f.Event("", map[string]any{"type": "assistant_thread_started", "assistant_thread": map[string]any{"user_id": "U1", "channel_id": alone.Channel, "thread_ts": "7.7"}})
		f.Await("the questions", func() bool { return len(f.Prompted()) == 1 })
		if p := f.Prompted()[0]; p.Thread != "7.7" {
			t.Errorf("shown %+v", p)
		}
		f.opens("messages")
		f.Await("the refusal", func() bool { return len(f.Calls("assistant.threads.setSuggestedPrompts")) == 2 })
		time.Sleep(100 * time.Millisecond) // it is noted
		f.opens("messages")
		within := alone
		within.Thread = "7.7"
		f.Say(within, "who-said truce")
		if m := f.answer(alone.Channel, 1); m.Thread != "7.7" {
			t.Errorf("answered in thread %q", m.Thread)
		}
		if n := len(f.Calls("assistant.threads.setSuggestedPrompts")); n != 2 {
			t.Errorf("%d times questions were suggested", n)
		}
		if text := f.log.Text(); strings.Contains(text, "level=WARN") || strings.Contains(text, "level=ERROR") {
			t.Errorf("the log: %s", text)
		}
	})
}

// TestAnAppThatIsNoAgent: direct messages are answered in place, and nothing in the log
// complains of what was left out.
func TestAnAppThatIsNoAgent(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		for _, set := range []bool{true, false} {
			f := build(t, slacktest.Options{App: "none", Scopes: scopesOf(false)}, func(c *slack.Config) { c.NoAgent = set })
			f.exemplify()
			f.run()
			f.opens("messages")
			f.Say(alone, "who-said truce")
			if m := f.answer(alone.Channel, 1); m.Thread != "" {
				t.Errorf("answered in thread %q", m.Thread)
			}
			if text := f.log.Text(); strings.Contains(text, "level=WARN") || strings.Contains(text, "level=ERROR") {
				t.Errorf("the log: %s", text)
			}
		}
	})
}

// TestAServerThatListsNoScopes: that its app is an agent is seen when it shows
// questions.
func TestAServerThatListsNoScopes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{App: "agent"}, nil)
		f.exemplify()
		f.run()
		f.opens("messages")
		f.Await("the questions", func() bool { return len(f.Prompted()) == 1 })
		time.Sleep(100 * time.Millisecond) // it is noted
		ts, _ := f.Say(alone, "who-said truce")
		if m := f.answer(alone.Channel, 1); m.Thread != ts {
			t.Errorf("answered in thread %q", m.Thread)
		}
	})
}

// exemplify gives each command an example.
func (f *fixture) exemplify() {
	for i := range f.config.Mux.Commands {
		c := &f.config.Mux.Commands[i]
		c.Examples = []string{"/" + c.Name}
	}
}

// opens is what Slack sends when somebody opens a tab of the app.
func (f *fixture) opens(tab string) {
	f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "channel": alone.Channel, "tab": tab, "event_ts": "1.1"})
}
