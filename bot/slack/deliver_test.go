package slack

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// quiet returns a bot without a Slack.
func quiet() *Bot { return New(Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}) }

func TestAnAnswerOutlivesAnHourWithoutSlack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := time.Now().Add(time.Hour)
		tries := 0
		send := func(context.Context, *target, blockkit.Message) error {
			if tries++; time.Now().Before(back) {
				return slack.StatusCodeError{Code: 503, Status: "down"}
			}
			return nil
		}
		v := &target{channel: "D1"}
		if err := quiet().persist(t.Context(), v, nil, blockkit.Message{Text: "x"}, send); err != nil {
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
		send := func(context.Context, *target, blockkit.Message) error {
			if tries++; tries == 1 {
				return &slack.RateLimitedError{RetryAfter: 37 * time.Second}
			}
			return nil
		}
		if err := quiet().persist(t.Context(), &target{channel: "D1"}, nil, blockkit.Message{Text: "x"}, send); err != nil || tries != 2 {
			t.Errorf("%d tries, %v", tries, err)
		}
		if waited := time.Since(start); waited < 37*time.Second || waited > 38*time.Second {
			t.Errorf("waited %v, want 37 s", waited)
		}
	})
}

// TestWhatTheStoreRefusesIsWrittenLater: a disk that was full for a while leaves no
// answered question under way; the log says so once in ten minutes.
func TestWhatTheStoreRefusesIsWrittenLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, log := quiet(), &bottest.Logbook{}
		b.Log = slog.New(slog.NewTextHandler(log, nil))
		b.faults.Log = b.Log
		room := time.Now().Add(time.Hour)
		var written atomic.Int32
		write := func() error {
			if time.Now().Before(room) {
				return errors.New("no space left on device")
			}
			written.Add(1)
			return nil
		}
		for range 5 {
			b.faults.Eventually(t.Context(), "an answer could not be marked as given", write)
		}
		time.Sleep(time.Hour + longPause)
		if written.Load() != 5 || strings.Count(log.Text(), "no space") != 1 {
			t.Errorf("written %d times of 5; the log: %s", written.Load(), log.Text())
		}
	})
}
