package slack_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// overHTTP returns a fixture that Slack delivers to by HTTP.
func overHTTP(t *testing.T, o slacktest.Options, change func(*slack.Config)) (f *fixture, base string) {
	t.Helper()
	f = prepare(t, o, nil)
	base = f.deliverTo(f.network.Listen("bot.test:80"))
	if change != nil {
		change(&f.config)
	}
	f.run()
	f.Await("the bot to be ready", f.bot.Connected)
	return f, base
}

// deliverTo lets Slack deliver to a listener of the bot's, and returns its address.
func (f *fixture) deliverTo(l net.Listener) (base string) {
	f.config.AppToken, f.config.SigningSecret, f.config.Listener = "", slacktest.SigningSecret, l
	base = "http://" + l.Addr().String()
	f.SetRequestURL(base + "/slack/events")
	return base
}

func TestHTTPAnswersWhatSlackSignedAndNothingElse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := overHTTP(t, slacktest.Options{}, nil)
		if d := f.Command(anna, "/who-said truce"); !d.Acked || d.Took > time.Second || d.Reply != "" {
			t.Errorf("acknowledged %v after %v with %q", d.Acked, d.Took, d.Reply)
		}
		f.Press(anna, f.answer("C1", 1), "▶")
		f.edited(f.answer("C1", 1), 1)
		_, d := f.Say(alone, "who-said truce")
		f.answer(alone.Channel, 1)
		f.Again(d)
		f.clean()
		body := []byte(`{"type":"event_callback","team_id":"T0001","event_id":"EvX","event":{"type":"message","channel":"D9","channel_type":"im","user":"U9","text":"status","ts":"1.9"}}`)
		rows := []struct {
			why, secret string
			at          time.Time
			want        int
		}{
			{"another secret", "a stranger's", time.Now(), http.StatusUnauthorized},
			{"an old signature", slacktest.SigningSecret, time.Now().Add(-6 * time.Minute), http.StatusUnauthorized},
			{"Slack's own", slacktest.SigningSecret, time.Now(), http.StatusOK},
		}
		for _, r := range rows {
			resp, err := f.PostSigned(base+"/slack/events", "application/json", body, r.secret, r.at, 0)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != r.want {
				t.Errorf("%s: %s, want %d", r.why, resp.Status, r.want)
			}
		}
		resp, err := f.browser.Post(base+"/slack/events", "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("without a signature: %s", resp.Status)
		}
		if got := f.settled("D9"); len(got) != 1 || len(f.Answers(alone.Channel)) != 1 {
			t.Errorf("answers %v", got)
		}
	})
}

func TestSlackVerifiesTheAddress(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := overHTTP(t, slacktest.Options{}, nil)
		resp, err := f.PostSigned(base+"/slack/events", "application/json", []byte(`{"type":"url_verification","challenge":"3eZb"}`), slacktest.SigningSecret, time.Now(), 0)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got, _ := io.ReadAll(resp.Body); string(got) != "3eZb" {
			t.Errorf("answered %q", got)
		}
	})
}

func TestWorkspacesInstallTheBotAndStayApart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		tokens := map[string]string{"xoxb-second": "T0002", "xoxb-third": "T0003"}
		f, base := overHTTP(t, slacktest.Options{Tokens: tokens}, func(c *slack.Config) {
			c.OAuth = slack.OAuth{ClientID: "1.2", ClientSecret: "invented-client-secret", PublicURL: "http://" + c.Listener.Addr().String()}
			c.Access.Workspaces = []string{slacktest.Team, "T0002"}
		})
		there := slacktest.Place{Team: "T0002", Channel: "C2", User: "U5"}
		f.Command(there, "/who-said truce")
		if got := f.settled("C2"); len(got) != 0 {
			t.Errorf("answered a workspace that did not install the bot: %v", got)
		}
		if said := f.install(base, "code-T0003", true); !strings.Contains(said, "not on this bot's list") {
			t.Errorf("a workspace that is not on the list: %q", said)
		}
		if said := f.install(base, "code-T0002", false); !strings.Contains(said, "spent") {
			t.Errorf("another browser's link: %q", said)
		}
		if said := f.install(base, "code-T0002", true); !strings.Contains(said, "Workspace T0002") {
			t.Errorf("installed: %q", said)
		}
		f.Command(there, "/who-said truce")
		m := f.answer("C2", 1)
		f.Command(anna, "/who-said truce")
		f.answer("C1", 1)
		stranger := there
		stranger.Team = slacktest.Team
		f.Press(stranger, m, "Context") // a key of the other workspace's button
		if got := f.answer("C2", 2); !strings.Contains(got.Words(), "too old") {
			t.Errorf("another workspace's button works: %q", got.Words())
		}
		f.Event("T0002", map[string]any{"type": "app_uninstalled"})
		f.Await("the removal", func() bool { return strings.Contains(f.log.Text(), "removed the bot") })
		f.Command(there, "/who-said truce")
		if got := f.settled("C2"); len(got) != 2 {
			t.Errorf("answered after the removal: %v", got)
		}
		if log := f.log.Text(); strings.Contains(log, "xoxb-") || strings.Contains(log, "invented-client-secret") {
			t.Error("a secret stands in the log")
		}
	})
}

// install goes through the OAuth flow as a browser does, and returns the last page.
func (f *fixture) install(base, code string, sameBrowser bool) string {
	t := f.t
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Transport: f.browser.Transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.Get(base + "/slack/install")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.StatusCode != http.StatusFound || to.Query().Get("client_id") != "1.2" || !strings.Contains(to.Query().Get("scope"), "chat:write") {
		t.Fatalf("sent to %v with %s", to, resp.Status)
	}
	if !sameBrowser {
		browser = f.browser
	}
	resp, err = browser.Get(fmt.Sprintf("%s/slack/oauth?code=%s&state=%s", base, code, to.Query().Get("state")))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, _ := io.ReadAll(resp.Body)
	return string(page)
}

func TestListsSayWhoMayAsk(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) {
			c.Access = slack.Access{Channels: []string{"C1", "CSHARED", "COPEN"}, Users: []string{"U1", "U2", "UGUEST"}, Admins: []string{"U2"},
				Sources: map[string][]string{slacktest.Team: {"Harbour Gazette"}, "COPEN": {"Coastal Wire"}}}
		})
		f.run()
		rows := []struct {
			who, where, line, want string
		}{
			{"U1", "C1", "/sources", "Outlets [Harbour Gazette] for T0001"},
			{"U1", "COPEN", "/sources", "Outlets [Coastal Wire]"},
			{"U1", "C9", "/sources", "channel is not on this bot's list"},
			{"U9", "C1", "/sources", "You are not on this bot's list"},
			{"UGUEST", "C1", "/sources", "Guests and shared channels"},
			{"UGUEST", "COPEN", "/sources", "Outlets [Coastal Wire]"},
			{"U1", "CSHARED", "/sources", "Guests and shared channels"},
			{"U1", "C1", "/admin", "for administrators"},
			{"U2", "C1", "/admin", "You are one"},
			{"U1", "D1", "/sources", "Outlets [Harbour Gazette]"},
		}
		for _, r := range rows {
			before := len(f.Answers(r.where))
			f.Command(slacktest.Place{Channel: r.where, User: r.who}, r.line)
			if m := f.answer(r.where, before+1); m.For != r.who || !strings.Contains(m.Words(), r.want) {
				t.Errorf("%s in %s by %s: %v %q, want %q", r.line, r.where, r.who, m, m.Words(), r.want)
			}
		}
		f.clean()
	})
}

func TestAChannelThatSlackSaysIsSharedIsKeptOut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Without: []string{"conversations.info"}}, nil)
		f.run()
		f.Say(slacktest.Place{Channel: "CSHARED", User: "U1"}, mention+"who-said truce")
		if m := f.answer("CSHARED", 1); !strings.Contains(m.Words(), "Guests and shared channels") {
			t.Errorf("answered %q", m.Words())
		}
	})
}

// TestALookUpIsWaitedFor: while Slack limits calls or is down, nobody is called a
// guest: the question waits. Where Slack refuses to tell, all count as guests; a
// server that names an error of its own has none.
func TestALookUpIsWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		const refused = "Guests and shared channels"
		f.Fail("users.info", slacktest.Fault{Status: 500}, slacktest.Fault{Status: 429, RetryAfter: time.Second}, slacktest.Fault{Error: "user_not_found"})
		f.Command(anna, "/who-said truce")
		if m := f.answer("C1", 1); strings.Contains(m.Words(), refused) {
			t.Errorf("answered %q", m.Words())
		}
		f.Fail("users.info", slacktest.Fault{Error: "missing_scope"})
		f.Command(boris, "/who-said truce")
		if m := f.answer("C1", 2); !strings.Contains(m.Words(), refused) {
			t.Errorf("answered %q", m.Words())
		}
	})
}

// TestARefusalLeavesTheAnswerOfOthers: who may not ask changes nothing that others read.
func TestARefusalLeavesTheAnswerOfOthers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.Access.Users = []string{anna.User} })
		f.run()
		f.Say(anna, mention+"who-said truce")
		m := f.answer("C1", 1)
		f.Press(boris, m, "▶")
		told := f.answer("C1", 2)
		if told.For != boris.User || !strings.Contains(told.Words(), "not on this bot's list") {
			t.Errorf("told %q for %q", told.Words(), told.For)
		}
		if now := f.Answers("C1")[0]; now.Edits != 0 || now.Words() != m.Words() {
			t.Errorf("the answer is %q now", now.Words())
		}
	})
}

// TestAPassingFaultPausesNothing: a place of which Slack does not tell now who may
// see what is no place where nothing may be seen.
func TestAPassingFaultPausesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for _, fault := range []slacktest.Fault{{Status: 503}, {Status: 429, RetryAfter: time.Second}} {
			f.Fail("conversations.info", fault)
			_, err := f.bot.Asker(t.Context(), bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C7"})
			var refused *bot.PostError
			if err == nil || errors.As(err, &refused) {
				t.Errorf("%+v gave %v", fault, err)
			}
		}
	})
}

// TestDeliveriesWhileTheBotStarts: until the workspaces are known each is refused
// at once, so that Slack sends it again; the address can be verified.
func TestDeliveriesWhileTheBotStarts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Retries: []time.Duration{0, time.Second, 2 * time.Second}}, nil)
		base := f.deliverTo(f.network.Listen("bot.test:80"))
		f.Fail("auth.test", slacktest.Fault{Status: 503}) // tried again after a second
		f.run()
		c := f.Command(anna, "/who-said truce")
		if c.Acked || c.Took > 200*time.Millisecond || f.bot.Connected() {
			t.Errorf("acknowledged %v after %v, connected %v", c.Acked, c.Took, f.bot.Connected())
		}
		resp, err := f.PostSigned(base+"/slack/events", "application/json", []byte(`{"type":"url_verification","challenge":"3eZb"}`), slacktest.SigningSecret, time.Now(), 0)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got, _ := io.ReadAll(resp.Body); string(got) != "3eZb" {
			t.Errorf("the verification was answered with %q", got)
		}
		_, d := f.Say(alone, "who-said truce")
		if !d.Acked || d.Attempt == 0 || !f.bot.Connected() {
			t.Errorf("the event: %v with attempt %d", d.Acked, d.Attempt)
		}
		f.answer(alone.Channel, 1)
		if n := len(f.settled(alone.Channel)); n != 1 {
			t.Errorf("%d answers", n)
		}
		want := "the request URL answered 503 Service Unavailable"
		if problems := f.Problems(); len(problems) < 2 || problems[0] != want {
			t.Errorf("Slack saw %q", problems)
		}
	})
}

// TestARefusedTokenClosesTheListener: a bot that cannot start leaves no address behind.
func TestARefusedTokenClosesTheListener(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.BotToken = "xoxb-wrong" })
		f.deliverTo(f.network.Listen("bot.test:80"))
		var refused *slack.TokenError
		if err := f.refused(); !errors.As(err, &refused) {
			t.Errorf("ended with %v", err)
		}
		if conn, err := f.network.Link().Dial(t.Context(), "tcp", "bot.test:80"); err == nil {
			conn.Close()
			t.Error("the address is still listened at")
		}
	})
}

// TestAPostToSomebodyWhoIsGone is refused for good, so that what they subscribed to is paused.
func TestAPostToSomebodyWhoIsGone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for _, code := range []string{"user_disabled", "user_not_found", "cannot_dm_bot"} {
			f.Fail("conversations.open", slacktest.Fault{Error: code})
			err := f.bot.Post(t.Context(), bot.Posting{Place: bot.Place{Platform: "slack", Workspace: slacktest.Team, User: "U7"}, Card: bot.Card{Title: "News"}, Key: "k"})
			if refused, ok := errors.AsType[*bot.PostError](err); !ok || !strings.Contains(refused.Mend, "deactivated") {
				t.Errorf("%s: %v", code, err)
			}
		}
	})
}
