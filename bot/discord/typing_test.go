package discord

import (
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// answering answers every call with a status, and notes when.
type answering struct {
	status int
	began  time.Time
	calls  []time.Duration
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	a.calls = append(a.calls, time.Since(a.began))
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// TestAnAnswerThatWaitsIsTypedAllTheTime: each indicator lasts for ten seconds; a
// Discord that is down is asked again, one that refuses is not.
func TestAnAnswerThatWaitsIsTypedAllTheTime(t *testing.T) {
	for status, want := range map[int][]time.Duration{
		http.StatusNoContent:          {2 * time.Second, 10 * time.Second, 18 * time.Second, 26 * time.Second},
		http.StatusServiceUnavailable: {2 * time.Second, 10 * time.Second, 18 * time.Second, 26 * time.Second},
		http.StatusForbidden:          {2 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			fake := &answering{status: status, began: time.Now()}
			log := slog.New(slog.DiscardHandler)
			w := worker{newAPI(rest.New("http://discord.example", "t", &http.Client{Transport: fake}, log), "http://discord.example", log)}
			sent := w.typing(t.Context(), "1")
			time.Sleep(30 * time.Second)
			sent()
			time.Sleep(time.Minute)
			synctest.Wait()
			if !slices.Equal(fake.calls, want) {
				t.Errorf("answered %d: typed after %v, want %v", status, fake.calls, want)
			}
		})
	}
}
