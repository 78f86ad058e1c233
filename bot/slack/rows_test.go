package slack_test

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// labels returns the buttons of a message by the type of their element.
func labels(m slacktest.Message) map[string][]string {
	out := map[string][]string{}
	for _, b := range m.Buttons() {
		out[b.Type] = append(out[b.Type], b.Label)
	}
	return out
}

// TestARowOnAPhone has one menu a row, small print below the words, feedback as icons, and
// Share only where one person alone sees the answer.
func TestARowOnAPhone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Command(anna, "/who-said truce")
		private := f.answer("C1", 1)
		f.Say(alone, "who-said truce")
		direct := f.answer(alone.Channel, 1)
		for name, m := range map[string]slacktest.Message{"for one": private, "for all": direct} {
			got := labels(m)
			if !slices.Equal(got["overflow"], []string{"Context", "More by Ilse Varga"}) || !slices.Equal(got["feedback_buttons"], []string{"👍", "👎"}) || !slices.Equal(got["icon_button"], []string{"Delete"}) {
				t.Errorf("%s: %q", name, got)
			}
			if slices.Contains(got["button"], "Share") != (m.For != "") {
				t.Errorf("%s: %q", name, got["button"])
			}
			small := `{"type":"plain_text","text":"said · Tue 4 Mar 2031 · published Wed 5 Mar 2031 · Talks on the strait resume · also in 2 · e6d3"`
			if !strings.Contains(string(m.Blocks), small) {
				t.Errorf("%s: the small print: %s", name, m.Blocks)
			}
		}
		f.Press(alone, direct, "More by Ilse Varga")
		if m := f.answer(alone.Channel, 2); !strings.Contains(m.Words(), "Ilse Varga") {
			t.Errorf("the menu answers %q", m.Words())
		}
		for label, helpful := range map[string]bool{"👎": false, "👍": true} {
			f.Press(alone, direct, label)
			f.Await("the verdict", func() bool {
				kept, err := f.config.State.Feedback(t.Context(), "slack", slacktest.Team)
				return err == nil && len(kept) == 1 && kept[0].Helpful == helpful
			})
		}
		if got := f.settled(alone.Channel); len(got) != 2 {
			t.Errorf("%d messages: feedback is told in words", len(got))
		}
		f.clean()
	})
}

// TestTheAskersZone reads and shows dates in the asker's own time zone.
func TestTheAskersZone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		for i, c := range f.config.Mux.Commands {
			if c.Name == "status" {
				f.config.Mux.Commands[i].Handle = func(_ context.Context, r bot.Request) (bot.Card, error) {
					return bot.Card{Text: []string{r.In().String()}}, nil
				}
			}
		}
		f.run()
		f.Say(alone, "status")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Europe/Stockholm") {
			t.Errorf("answered in %q", m.Words())
		}
	})
}

// TestWhereTheBotIsNot tells at once that nothing can be posted in a channel.
func TestWhereTheBotIsNot(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for channel, want := range map[string]string{"C1": "", "COUTSIDE": "Invite me", "CARCHIVED": "is archived"} {
			err := f.bot.CanPost(t.Context(), bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: channel})
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", channel, err, want)
			}
		}
	})
}

// TestPostsAreOfNobody: a list of users does not keep digests out of channels, and keeps
// those out of the direct messages of who is not on it.
func TestPostsAreOfNobody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.Access = slack.Access{Users: []string{"U2"}} })
		f.run()
		for at, want := range map[bot.Place]string{
			{Channel: "C1"}:             "",
			{User: "U2"}:                "",
			{User: "U1", Channel: ""}:   "not on this bot's list",
			{Channel: "C1", User: "U1"}: "not on this bot's list",
		} {
			at.Platform, at.Workspace = "slack", slacktest.Team
			if _, err := f.bot.Asker(t.Context(), at); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v, want %q", at, err, want)
			}
		}
		f.Say(slacktest.Place{Channel: "C1", User: "U1"}, mention+"who-said truce")
		if m := f.answer("C1", 1); !strings.Contains(m.Words(), "not on this bot's list") {
			t.Errorf("answered %q", m.Words())
		}
	})
}

// TestARefusalInASharedChannelIsPrivate: partners do not read what guests may not see.
func TestARefusalInASharedChannelIsPrivate(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Say(slacktest.Place{Channel: "CSHARED", User: "U1"}, mention+"who-said truce")
		if m := f.answer("CSHARED", 1); m.For != "U1" || m.Thread != "" || !strings.Contains(m.Words(), "shared channels") {
			t.Errorf("for %q in thread %q: %q", m.For, m.Thread, m.Words())
		}
	})
}

// TestAnEditThatMentionsTheBot is answered once, though Slack reports it as a change and as
// a mention.
func TestAnEditThatMentionsTheBot(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		ts, _ := f.Say(anna, "who-said truce")
		edited := map[string]any{"user": "U1", "ts": "1900000009.000000"}
		line := mention + "who-said truce"
		f.Event("", map[string]any{"type": "message", "subtype": "message_changed", "channel": "C1", "channel_type": "channel", "ts": "1900000009.000100",
			"message":          map[string]any{"type": "message", "user": "U1", "text": line, "ts": ts, "edited": edited},
			"previous_message": map[string]any{"type": "message", "user": "U1", "text": "who-said truce", "ts": ts}})
		f.Event("", map[string]any{"type": "app_mention", "channel": "C1", "user": "U1", "text": line, "ts": ts, "edited": edited})
		if m := f.answer("C1", 1); m.Thread != ts || !strings.Contains(m.Words(), "about truce") {
			t.Errorf("in thread %q: %q", m.Thread, m.Words())
		}
		if got := f.settled("C1"); len(got) != 1 {
			t.Errorf("%d answers", len(got))
		}
	})
}

// TestTheHomeAsks has a button that opens the form.
func TestTheHomeAsks(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "1.1"})
		f.Await("the App Home", func() bool { return len(f.Views()) == 1 })
		f.PressInView(anna, f.Views()[0], "Ask a question")
		f.Await("the form", func() bool { return len(f.Views()) == 2 })
		if !strings.Contains(string(f.Views()[1].Blocks), "Your question") {
			t.Errorf("opened %s", f.Views()[1].Blocks)
		}
	})
}

// TestEveryCallHasABearer: some servers read the token nowhere else. Uploads have none, and
// are the file's bytes alone.
func TestEveryCallHasABearer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		var mu sync.Mutex
		var bare []string
		target, err := url.Parse(strings.TrimSuffix(f.APIURL(), "/api/"))
		if err != nil {
			t.Fatal(err)
		}
		slacks := httputil.NewSingleHostReverseProxy(target)
		slacks.Transport = f.browser.Transport
		proxy := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer x") {
				mu.Lock()
				bare = append(bare, r.URL.Path)
				mu.Unlock()
			}
			slacks.ServeHTTP(w, r)
		})}
		go proxy.Serve(f.network.Listen("proxy.test:80"))
		defer proxy.Close()
		f.config.APIURL = "http://proxy.test:80/api/"
		f.run()
		f.Say(alone, "who-said truce")
		f.Press(alone, f.answer(alone.Channel, 1), "Export")
		f.Await("the file", func() bool { return len(f.Files()) == 1 })
		f.end()
		if len(bare) > 0 {
			t.Errorf("without a token in the header: %q", bare)
		}
		if file := f.Files()[0]; !strings.HasPrefix(string(file.Data), "\ufeff") && !strings.Contains(string(file.Data), "truce") || strings.Contains(string(file.Data), "form-data") {
			t.Errorf("uploaded %q", file.Data)
		}
	})
}

// TestSlackLooksAtTheCertificate: its check is a signed form without a command.
func TestSlackLooksAtTheCertificate(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := overHTTP(t, slacktest.Options{}, nil)
		body := "ssl_check=1&token=t"
		if status := f.send(base+"/slack/commands", strings.NewReader(body), signedBy([]byte(body), time.Now())); status != http.StatusOK {
			t.Errorf("answered %d", status)
		}
	})
}

// TestATokenThatIsRevokedWhileItRuns is told once to the people who run the bot, with what to
// do, and so is its return.
func TestATokenThatIsRevokedWhileItRuns(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		told := make(chan string, 9)
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.Trouble = func(text string) { told <- text } })
		f.run()
		revoked := slacktest.Fault{Error: "token_revoked"}
		f.Fail("chat.postMessage", revoked, revoked)
		f.Say(alone, "who-said truce")
		text := <-told
		for text == "" { // of a connection
			text = <-told
		}
		if !strings.Contains(text, "it was revoked. Install the app again") {
			t.Errorf("told %q", text)
		}
		f.Say(alone, "who-said truce")
		f.Await("the second refusal", func() bool { return f.Faults() == 0 })
		f.Say(alone, "who-said truce")
		if text := <-told; text != "" {
			t.Errorf("then told %q", text)
		}
	})
}
