package rest

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

// answers plays Discord: each call gets the next answer, the last one for ever.
type answers struct {
	t     *testing.T
	all   []*http.Response // nil for a connection that is refused
	calls []call
}

type call struct {
	authorization, content, body string
	at                           time.Time
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		a.t.Error(err)
	}
	a.calls = append(a.calls, call{r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(raw), time.Now()})
	if resp := a.all[min(len(a.calls), len(a.all))-1]; resp != nil {
		return resp, nil
	}
	return nil, errors.New("connection refused")
}

func answer(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func (a *answers) client() *Client {
	return New("https://chat.example.com/api", "secret", &http.Client{Transport: a}, slog.New(slog.DiscardHandler))
}

// TestCall: the bot's token goes with every call but those that an interaction's token
// opens, and a 429 is waited for.
func TestCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &answers{t: t, all: []*http.Response{answer(429, `{"retry_after":2.5}`), answer(200, `{"id":"7"}`), answer(204, "")}}
		c := a.client()
		var out struct {
			ID string `json:"id"`
		}
		file := &discordgo.File{Name: "timeline.png", ContentType: "image/png", Reader: strings.NewReader("pixels")}
		if err := c.Call(t.Context(), "POST", "/channels/1/messages", map[string]string{"content": "truce"}, &out, file); err != nil || out.ID != "7" {
			t.Errorf("%v, ID %q", err, out.ID)
		}
		if waited := a.calls[1].at.Sub(a.calls[0].at); waited != 2500*time.Millisecond {
			t.Errorf("tried again after %v", waited)
		}
		for i, got := range a.calls {
			if got.authorization != "Bot secret" || !strings.HasPrefix(got.content, "multipart/") || !strings.Contains(got.body, "pixels") || !strings.Contains(got.body, "truce") {
				t.Errorf("try %d: %+v", i+1, got)
			}
		}
		if err := c.Call(t.Context(), "PATCH", "/webhooks/1/token/messages/@original", map[string]string{}, nil); err != nil {
			t.Error(err)
		}
		if got := a.calls[2]; got.authorization != "" || got.content != "application/json" || got.body != "{}" {
			t.Errorf("for an interaction: %+v", got)
		}
	})
}

// TestErrors: what may pass, what the token is to blame for, and no address in any.
func TestErrors(t *testing.T) {
	rows := []struct {
		why             string
		answer          *http.Response
		status, code    int
		transient, auth bool
	}{
		{"refused", answer(403, `{"code":50001,"message":"Missing Access"}`), 403, 50001, false, false},
		{"down", answer(503, "down"), 503, 0, true, false},
		{"overloaded", answer(400, `{"code":130000}`), 400, 130000, true, false},
		{"the token is wrong", answer(401, `{"message":"401: Unauthorized"}`), 401, 0, false, true},
		{"a page of a proxy", answer(200, "<html>"), 0, 0, true, false},
		{"a redirect", answer(302, ""), 0, 0, true, false},
		{"nobody listens", nil, 0, 0, true, false},
	}
	for _, r := range rows {
		synctest.Test(t, func(t *testing.T) {
			a := &answers{t: t, all: []*http.Response{r.answer}}
			err := a.client().Call(t.Context(), "GET", "/webhooks/1/interaction-token", nil, nil)
			if err == nil || StatusOf(err) != r.status || CodeOf(err) != r.code || Transient(err) != r.transient || (AsTokenError(err) != nil) != r.auth {
				t.Errorf("%s: %v: status %d, code %d, passes: %v, token: %v", r.why, err, StatusOf(err), CodeOf(err), Transient(err), AsTokenError(err))
			}
			if err != nil && strings.Contains(err.Error(), "interaction-token") {
				t.Errorf("%s: the error holds the address: %v", r.why, err)
			}
		})
	}
}
