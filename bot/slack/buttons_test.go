package slack_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// asked returns a fixture with one private and one public answer to who-said truce.
func asked(t *testing.T) (f *fixture, private, public slacktest.Message) {
	t.Helper()
	f = start(t)
	f.Command(anna, "/who-said truce")
	private = f.answer("C1", 1)
	f.Say(anna, "<@"+slacktest.BotUser+"> who-said truce")
	return f, private, f.answer("C1", 2)
}

// edited waits for the nth change of a message and returns it.
func (f *fixture) edited(m slacktest.Message, n int) slacktest.Message {
	f.t.Helper()
	var now slacktest.Message
	f.Await("a change of "+m.TS, func() bool {
		for _, other := range f.Messages(m.Channel) {
			if other.TS == m.TS && other.Edits >= n {
				now = other
				return true
			}
		}
		return false
	})
	return now
}

func TestAButtonOfARowAnswersBeside(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, _, public := asked(t)
		f.Press(boris, public, "Context")
		m := f.answer("C1", 3)
		if m.For != "U2" || m.Thread != public.Thread || !strings.HasPrefix(m.Words(), "Context of ") {
			t.Errorf("context: %v %q", m, m.Words())
		}
		f.clean()
	})
}

func TestExportUploadsTheWholeAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, private, public := asked(t)
		f.Press(anna, private, "Export")
		f.Await("the file", func() bool { return len(f.Files()) == 1 })
		got := f.Files()[0]
		if got.Channel != alone.Channel || !strings.HasSuffix(got.Name, ".csv") || strings.Count(string(got.Data), "a lasting truce, and soon") != 3 {
			t.Errorf("a private answer's export: %s in %s, %d bytes", got.Name, got.Channel, len(got.Data))
		}
		f.Press(anna, f.answer("C1", 3), "Markdown")
		f.Await("the other format", func() bool { return len(f.Files()) == 2 })
		if got := f.Files()[1]; !strings.HasSuffix(got.Name, ".md") {
			t.Errorf("the other format is %s", got.Name)
		}
		f.Press(anna, public, "Export")
		f.Await("the third file", func() bool { return len(f.Files()) == 3 })
		if got := f.Files()[2]; got.Channel != "C1" || got.Thread != public.Thread {
			t.Errorf("a public answer's export is in %s, thread %s", got.Channel, got.Thread)
		}
		f.clean()
	})
}

func TestShortcutsOnMessages(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, _, public := asked(t)
		theirs := slacktest.Message{Channel: "C1", TS: "1899999999.000001", User: "U2", Text: "He said &amp; \"meant\" it"}
		quoting := slacktest.Message{Channel: "C1", TS: "1899999999.000002", User: "U2", Text: "&gt; *Thirst* does _not_ negotiate\n— Tarrouche <https://x.example/a>"}
		rows := []struct {
			callback string
			on       slacktest.Message
			by       slacktest.Place
			want     string
		}{
			{"check_quote", theirs, anna, `text He said & "meant" it`},
			{"check_quote", quoting, anna, `text “Thirst does not negotiate” — Tarrouche`},
			{"who_else", quoting, anna, "about Thirst does not negotiate"},
			{"check_quote", public, anna, `text "If the pilots return to the harbour, then there could be a truce on the strait"`},
			{"who_else", theirs, anna, "about meant"},
			{"show_context", public, anna, "Context of "},
			{"show_context", theirs, anna, "Check this quote"},
			{"delete_answer", theirs, anna, "my own answers alone"},
			{"delete_answer", public, boris, "Only who asked"},
		}
		for i, r := range rows {
			f.Shortcut(r.by, r.callback, &r.on)
			if m := f.answer("C1", i+3); m.For != r.by.User || !strings.Contains(m.Words(), r.want) {
				t.Errorf("%s: %v %q, want %q", r.callback, m, m.Words(), r.want)
			}
		}
		f.Shortcut(anna, "delete_answer", &public)
		f.Await("the deletion", func() bool { return len(f.Answers("C1")) == len(rows)+1 })
		f.clean()
	})
}

func TestTheModalAsks(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Shortcut(anna, "ask_briefing", nil)
		f.Await("the modal", func() bool { return len(f.Views()) == 1 })
		v := f.Views()[0]
		values := map[string]map[string]string{"question": {"line": "who-said truce"}}
		f.Submit(anna, v, values, "C1")
		if m := f.answer("C1", 1); m.For != "U1" || !strings.Contains(m.Words(), "about truce") {
			t.Errorf("in the channel: %v", m)
		}
		f.Submit(anna, v, values, "")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "about truce") {
			t.Errorf("without a channel: %v", m)
		}
		f.clean()
	})
}

func TestTheAppHomeShowsStatusAndHelp(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "channel": alone.Channel, "tab": "home", "event_ts": "1.1"})
		f.Await("the App Home", func() bool { return len(f.Views()) == 1 })
		home := f.Views()[0]
		if home.User != "U1" || !strings.Contains(home.Words(), "3 articles") || !strings.Contains(home.Words(), "statements about the topic") {
			t.Errorf("the App Home for %s: %q", home.User, home.Words())
		}
		f.PressInView(anna, home, "/who-said truce")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "about truce") {
			t.Errorf("a button of the App Home: %v", m)
		}
		f.clean()
	})
}

func TestAnAssistantThread(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		f.config.Mux.Commands[0].Examples = []string{"/who-said {topic}"}
		f.config.Mux.Words = func(bot.Request, string) string { return "truce" }
		f.run()
		f.Event("", map[string]any{"type": "assistant_thread_started", "event_ts": "1.1",
			"assistant_thread": map[string]any{"user_id": "U1", "channel_id": alone.Channel, "thread_ts": "1900000000.000100"}})
		f.Await("the suggestions", func() bool { return len(f.Calls("assistant.threads.setSuggestedPrompts")) == 1 })
		if got := f.Calls("assistant.threads.setSuggestedPrompts")[0].Args["prompts"]; !strings.Contains(got, "who-said truce") {
			t.Errorf("suggested %s", got)
		}
		within := alone
		within.Thread = "1900000000.000100"
		f.Say(within, "who-said truce")
		if m := f.answer(alone.Channel, 1); m.Thread != within.Thread {
			t.Errorf("answered %v", m)
		}
		if len(f.Calls("assistant.threads.setStatus")) != 1 {
			t.Error("no status was shown")
		}
		f.clean()
	})
}

func TestAServerThatLacksThingsIsServedAllTheSame(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Without: []string{"files.", "assistant.", "views.", "users.", "conversations.info"}, Quiet: true},
			func(c *slack.Config) { c.PingInterval = -1 })
		f.run()
		f.Command(anna, "/who-said truce")
		f.Press(anna, f.answer("C1", 1), "Export")
		if m := f.answer("C1", 2); !strings.Contains(m.Words(), "takes no files") {
			t.Errorf("the export: %q", m.Words())
		}
		f.Command(anna, "/who-said truce")
		for _, b := range f.answer("C1", 3).Buttons() {
			if b.Label == "Export" {
				t.Error("the export is still offered")
			}
		}
		for range 2 {
			f.Event("", map[string]any{"type": "assistant_thread_started", "event_ts": "1.1", "assistant_thread": map[string]any{"channel_id": "D1", "thread_ts": "1.2"}})
			f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "1.1"})
		}
		f.Await("the note on views", func() bool { return strings.Contains(f.log.Text(), "method=views.publish") })
		if n := strings.Count(f.log.Text(), "method=users.info"); n != 1 {
			t.Errorf("a method that is lacking is named %d times in the log, want once", n)
		}
	})
}

func TestMoreByASpeakerAnswersBesideTheAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Say(anna, mention+"who-said truce")
		m := f.answer("C1", 1)
		f.Press(boris, m, "More by Ilse Varga")
		if more := f.answer("C1", 2); more.For != boris.User || !strings.Contains(more.Words(), "Ilse Varga") {
			t.Errorf("answered %q for %q", more.Words(), more.For)
		}
		f.clean()
	})
}

// TestAPostThatNobodyAskedForIsNobodysToDelete: turning its page makes nobody its owner.
func TestAPostThatNobodyAskedForIsNobodysToDelete(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
		card := f.config.Mux.Do(t.Context(), bot.Request{Call: call})
		at := bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C1"}
		if err := f.bot.Post(t.Context(), bot.Posting{Place: at, Card: card, Call: call, Key: "k"}); err != nil {
			t.Fatal(err)
		}
		f.Press(boris, f.answer("C1", 1), "▶")
		f.edited(f.answer("C1", 1), 1)
		if m := f.Answers("C1")[0]; slices.ContainsFunc(m.Buttons(), func(b slacktest.Button) bool { return b.Label == "Delete" }) {
			t.Error("who turned the page may delete the post")
		}
	})
}

// TestADigestToSomebodyStaysWhatItWas: a post in direct messages has the outlets of
// the channel that it was set up in, on its next pages too.
func TestADigestToSomebodyStaysWhatItWas(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) {
			c.Access = slack.Access{Channels: []string{"C1"}, Sources: map[string][]string{"C1": {"Gazette"}, slacktest.Team: {"Herald"}}}
		})
		f.run()
		call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
		at := bot.Place{Platform: "slack", Workspace: slacktest.Team, User: "U1", Under: "C1"}
		if r, err := f.bot.Asker(t.Context(), at); err != nil || !slices.Equal(r.Sources, []string{"Gazette"}) {
			t.Errorf("made from %v, %v", r.Sources, err)
		}
		card := f.config.Mux.Do(t.Context(), bot.Request{Call: call})
		if err := f.bot.Post(t.Context(), bot.Posting{Place: at, Card: card, Call: call, Key: "k"}); err != nil {
			t.Fatal(err)
		}
		for page := range 2 {
			f.Press(alone, f.answer(alone.Channel, 1), "▶")
			f.Await("the next page", func() bool { return f.Answers(alone.Channel)[0].Edits == page+1 })
			if m := f.Answers(alone.Channel)[0]; !strings.Contains(m.Words(), "in [Gazette]") {
				t.Errorf("page %d: %q", page+2, m.Words())
			}
		}
		f.clean()
	})
}

// TestShareInAThread: a private answer in a thread is shared there, or with the whole channel.
func TestShareInAThread(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, _, public := asked(t)
		f.Press(boris, public, "More by Ilse Varga")
		private := f.answer("C1", 3)
		if private.For != boris.User || private.Thread != public.Thread {
			t.Fatalf("answered %v", private)
		}
		for n, row := range []struct{ button, thread string }{{"Share", public.Thread}, {"Share in the channel", ""}} {
			f.Press(boris, private, row.button)
			if m := f.answer("C1", 4+n); m.For != "" || m.Thread != row.thread || !strings.Contains(m.Words(), "Shared by") {
				t.Errorf("%s: %v %q", row.button, m, m.Words())
			}
		}
		f.Press(boris, private, "Share")
		if m := f.answer("C1", 6); m.For != boris.User || !strings.Contains(m.Words(), "shared already") {
			t.Errorf("a second time: %v %q", m, m.Words())
		}
		f.clean()
	})
}

// TestShareFromDirectMessages: a form asks for the channel, and what is shared there is made
// for it: only outlets that may be seen there, by the response URL where the bot is not.
func TestShareFromDirectMessages(t *testing.T) {
	for name, scopes := range map[string]string{"an agent, which answers in threads": scopesOf(true), "no agent": scopesOf(false)} {
		runInBubble(t, name, func(t *testing.T) {
			f := prepare(t, slacktest.Options{Scopes: scopes}, func(c *slack.Config) {
				c.Access = slack.Access{Channels: []string{"C1", "C2"}, Sources: map[string][]string{"C1": {"Gazette"}}}
			})
			f.run()
			f.Say(alone, "who-said truce")
			m := f.answer(alone.Channel, 1)
			f.Press(alone, m, "Share in a channel")
			f.Await("the form", func() bool { return len(f.Views()) == 1 })
			form := f.Views()[0]
			f.Submit(alone, form, nil, "C1")
			if m := f.answer("C1", 1); m.For != "" || !strings.Contains(m.Words(), "Shared by") || !strings.Contains(m.Words(), "in [Gazette]") {
				t.Errorf("shared %v %q", m, m.Words())
			}
			f.Fail("chat.postMessage", slacktest.Fault{Error: "not_in_channel"})
			f.Submit(alone, form, nil, "C2")
			if m := f.answer("C2", 1); m.For != "" || !strings.Contains(m.Words(), "Shared by") {
				t.Errorf("where the bot is not: %v %q", m, m.Words())
			}
			f.Submit(alone, form, nil, "C9")
			if m := f.answer("C9", 1); m.For != alone.User || !strings.Contains(m.Words(), "not on this bot's list") {
				t.Errorf("where nobody may ask: %v %q", m, m.Words())
			}
			f.Submit(alone, form, map[string]map[string]string{"where": {"channel": "C1"}}, "")
			f.answer("C1", 2)
			f.Fail("views.open", slacktest.Fault{Error: "expired_trigger_id"})
			f.Press(alone, m, "Share in a channel")
			if m := f.answer(alone.Channel, 2); !strings.Contains(m.Words(), "Ask me in the channel") {
				t.Errorf("told %q", m.Words())
			}
			f.clean()
		})
	}
}
