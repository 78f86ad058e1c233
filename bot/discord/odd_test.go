package discord

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// TestOnlyDiscordAnswers: a proxy's page passes, whatever its status.
func TestOnlyDiscordAnswers(t *testing.T) {
	const page = "<!DOCTYPE html><title>Sign in to the guest network</title>"
	const other = "https://chat.example.com/api/v10"
	rows := []struct {
		why, base string
		status    int
		body      string
		want      remedy
	}{
		{"a page with 200", DefaultAPIURL, 200, page, retryLater},
		{"half an answer", DefaultAPIURL, 200, `{"id":"1`, retryLater},
		{"a redirect", DefaultAPIURL, 302, "", retryLater},
		{"401 of a proxy", DefaultAPIURL, 401, page, retryLater},
		{"403 of a proxy", DefaultAPIURL, 403, page, retryLater},
		{"404 of a proxy", DefaultAPIURL, 404, "", retryLater},
		{"405 of a proxy", DefaultAPIURL, 405, page, retryLater},
		{"502", DefaultAPIURL, 502, page, retryLater},
		{"Discord's own 403", DefaultAPIURL, 403, `{"code":50013,"message":"Missing Permissions"}`, tellAsker},
		{"Discord's own 404", DefaultAPIURL, 404, `{"code":10008,"message":"Unknown Message"}`, postAnew},
		{"403 of another server", other, 403, "no", tellAsker},
		{"404 of another server", other, 404, "", otherRoute},
		{"a page with 200 elsewhere", other, 200, page, retryLater},
	}
	for _, r := range rows {
		client := &http.Client{Transport: transport(func(*http.Request) *http.Response {
			return &http.Response{StatusCode: r.status, Body: io.NopCloser(strings.NewReader(r.body)), Header: http.Header{}}
		})}
		err := rest.New(r.base, "t", client, slog.New(slog.DiscardHandler)).Call(context.Background(), "PATCH", "/channels/1/messages/2", map[string]string{}, nil)
		if got := remedyFor(err, false); err == nil || got != r.want {
			t.Errorf("%s: remedy %v for %v, want %v", r.why, got, err, r.want)
		}
		if rest.AsTokenError(err) != nil {
			t.Errorf("%s: the token is blamed", r.why)
		}
	}
}

// TestAWithdrawalThatIsRefusedIsDueAgain: only a message or a channel that is gone ends
// the edit of a post.
func TestAWithdrawalThatIsRefusedIsDueAgain(t *testing.T) {
	rows := []struct {
		status int
		body   string
		final  bool
	}{
		{403, `{"code":50001}`, false}, {403, `{"code":50013}`, false}, {400, `{"code":50083}`, false}, {403, `{"code":50005}`, false},
		{403, "no", false}, {404, "", false}, {404, `{"code":10008}`, true}, {404, `{"code":10003}`, true},
	}
	for _, r := range rows {
		synctest.Test(t, func(t *testing.T) {
			f := opened(t)
			c := Config{APIURL: "https://chat.example.com/api/v10", Token: "t", Log: slog.New(slog.DiscardHandler), State: f}
			b := build(c, &http.Client{Transport: transport(func(*http.Request) *http.Response {
				return &http.Response{StatusCode: r.status, Body: io.NopCloser(strings.NewReader(r.body)), Header: http.Header{}}
			})})
			close(b.api.joined)
			err := b.Edit(t.Context(), bot.Posted{Place: bot.Place{Platform: platform, Workspace: "1", Channel: "2"}, Message: "3", Card: bot.Card{Title: "Withdrawn"}})
			var refused *bot.PostError
			if err == nil || errors.As(err, &refused) != r.final {
				t.Errorf("%d %s: %v, final: %v", r.status, r.body, err, !r.final)
			}
		})
	}
}

// opened returns a store that ends with the test.
func opened(t *testing.T) *state.Store {
	t.Helper()
	s, err := state.Open(t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
