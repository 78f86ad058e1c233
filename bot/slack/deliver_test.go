package slack

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
)

// quiet is a bot without a Slack.
func quiet() *Bot { return New(Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}) }

func TestAnAnswerOutlivesAnHourWithoutSlack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := time.Now().Add(time.Hour)
		tries := 0
		send := func(context.Context, *venue, message) error {
			if tries++; time.Now().Before(back) {
				return slack.StatusCodeError{Code: 503, Status: "down"}
			}
			return nil
		}
		v := &venue{channel: "D1"}
		if err := quiet().persist(t.Context(), v, nil, message{Text: "x"}, send); err != nil {
			t.Errorf("given up: %v", err)
		}
		if late := time.Since(back); late > longPause || tries > 90 {
			t.Errorf("delivered %v after Slack came back, with %d tries", late, tries)
		}
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, tries := time.Now(), 0
		send := func(context.Context, *venue, message) error {
			if tries++; tries == 1 {
				return &slack.RateLimitedError{RetryAfter: 37 * time.Second}
			}
			return nil
		}
		if err := quiet().persist(t.Context(), &venue{channel: "D1"}, nil, message{Text: "x"}, send); err != nil || tries != 2 {
			t.Errorf("%d tries, %v", tries, err)
		}
		if waited := time.Since(start); waited < 37*time.Second || waited > 38*time.Second {
			t.Errorf("waited %v, want 37 s", waited)
		}
	})
}
