package discord

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// transport answers calls in this process, so that time can be the test's.
type transport func(*http.Request) *http.Response

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if resp := t(r); resp != nil {
		return resp, nil
	}
	return nil, errors.New("connection refused")
}

// TestDiscordDownForAnHour: what is under way arrives then, once and in order.
func TestDiscordDownForAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := time.Now().Add(time.Hour)
		var arrived []string
		calls := 0
		b := build(Config{APIURL: DefaultAPIURL, Token: "t", Log: slog.New(slog.DiscardHandler)}, &http.Client{Transport: transport(func(r *http.Request) *http.Response {
			calls++
			switch {
			case time.Now().Before(up) && calls%2 == 0:
				return nil
			case time.Now().Before(up):
				return &http.Response{StatusCode: http.StatusServiceUnavailable, Body: io.NopCloser(strings.NewReader("down")), Header: http.Header{}}
			}
			said, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			for _, words := range []string{"first", "second"} {
				if strings.Contains(string(said), words) {
					arrived = append(arrived, words)
				}
			}
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`{"id":"1"}`)), Header: http.Header{}}
		})})
		var ended sync.WaitGroup
		for _, words := range []string{"first", "second"} {
			ended.Go(func() {
				b.chat.Say(t.Context(), &converse.Target{Workspace: "1", Channel: "2", User: "3"}, words)
			})
			synctest.Wait()
		}
		ended.Wait()
		if late := time.Since(up); strings.Join(arrived, ", ") != "first, second" || late > 2*converse.LongPause {
			t.Errorf("arrived %q, %v after Discord was back", arrived, late)
		}
		if calls > 200 {
			t.Errorf("%d calls in an hour", calls)
		}
	})
}
