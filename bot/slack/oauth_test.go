package slack_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// installing returns a fixture that workspaces can install.
func installing(t *testing.T) (*fixture, string) {
	t.Helper()
	return overHTTP(t, slacktest.Options{Tokens: map[string]string{"xoxb-second": "T0002", "xoxb-third": "T0003"}}, func(c *slack.Config) {
		c.OAuth = slack.OAuth{ClientID: "1.2", ClientSecret: "invented-client-secret", PublicURL: "http://" + c.Listener.Addr().String()}
	})
}

// begin opens the installation's page, and returns the cookie and the state.
func (f *fixture) begin(base string) (*http.Cookie, string) {
	t := f.t
	t.Helper()
	client := &http.Client{Transport: f.browser.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(base + "/slack/install")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || len(resp.Cookies()) != 1 {
		t.Fatalf("%v, cookies %v", err, resp.Cookies())
	}
	return resp.Cookies()[0], to.Query().Get("state")
}

// complete comes back from Slack with a code, and returns the status.
func (f *fixture) complete(base string, cookie *http.Cookie, state, code string) int {
	t := f.t
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, base+"/slack/oauth?"+url.Values{"state": {state}, "code": {code}}.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if cookie != nil {
		req.AddCookie(cookie)
	}
	resp, err := f.browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// TestBeginningAnInstallationKeepsNothing: whoever asks for links, or comes with codes
// that Slack does not know, changes no byte of the store.
func TestBeginningAnInstallationKeepsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := installing(t)
		file := filepath.Join(f.dir, "state.db")
		var before []byte
		f.Await("the bot to have written what it writes at its start", func() bool {
			earlier := before
			var err error
			if before, err = os.ReadFile(file); err != nil {
				t.Fatal(err)
			}
			return bytes.Equal(earlier, before)
		})
		f.Fail("oauth.v2.access", slacktest.Fault{Error: "invalid_code"}, slacktest.Fault{Body: "<html>"}, slacktest.Fault{Status: 502})
		for range 3 {
			cookie, state := f.begin(base)
			if status := f.complete(base, cookie, state, "junk"); status != http.StatusBadGateway {
				t.Errorf("a code that is none: %d", status)
			}
		}
		for range 500 {
			f.begin(base)
		}
		if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the store changed from %d to %d bytes, %v", len(before), len(after), err)
		}
	})
}

// TestALinkIsGoodOnceInItsBrowser: and not forged, changed, late, or after a restart
// again. A try that failed does not spend it.
func TestALinkIsGoodOnceInItsBrowser(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := installing(t)
		cookie, state := f.begin(base)
		other, foreign := f.begin(base)
		until, mac, _ := strings.Cut(state, ".")
		seconds, err := strconv.ParseInt(until, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		changed := *cookie
		changed.Value += "A"
		rows := []struct {
			why    string
			cookie *http.Cookie
			state  string
		}{
			{"no cookie", nil, state},
			{"another browser's cookie", other, state},
			{"another browser's state", cookie, foreign},
			{"a changed cookie", &changed, state},
			{"an empty cookie", &http.Cookie{Name: cookie.Name}, state},
			{"a longer life", cookie, fmt.Sprint(seconds+1) + "." + mac},
			{"another way to write it", cookie, "+" + state},
			{"a zero before it", cookie, "0" + state},
			{"no signature", cookie, until + "."},
			{"half a signature", cookie, state[:len(state)-1]},
			{"nothing", cookie, ""},
			{"an old state", cookie, "1." + mac},
		}
		for _, r := range rows {
			if status := f.complete(base, r.cookie, r.state, "code-T0002"); status != http.StatusBadRequest {
				t.Errorf("%s: %d", r.why, status)
			}
		}
		if left := time.Until(time.Unix(seconds, 0)); left > 10*time.Minute || left < 9*time.Minute {
			t.Errorf("the link lives %v", left)
		}
		f.Fail("oauth.v2.access", slacktest.Fault{Status: 502})
		if status := f.complete(base, cookie, state, "code-T0002"); status != http.StatusBadGateway {
			t.Errorf("while Slack is down: %d", status)
		}
		if status := f.complete(base, cookie, state, "code-T0002"); status != http.StatusOK {
			t.Errorf("the installation: %d", status)
		}
		for _, when := range []string{"at once", "after a restart"} {
			if status := f.complete(base, cookie, state, "code-T0003"); status != http.StatusForbidden {
				t.Errorf("a spent link %s: %d", when, status)
			}
			f.end()
			f.config.Listener = f.network.Listen(strings.TrimPrefix(base, "http://"))
			f.run()
			f.Await("the bot to be ready", f.bot.Connected)
		}
	})
}
