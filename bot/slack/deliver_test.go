package slack

import (
	"context"
	"fmt"
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

func TestAChannelGetsItsMessagesInOrderASecondApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l lanes
		var sent []string
		var at []time.Time
		done := make(chan error)
		for i := range 5 {
			go func() {
				done <- l.join(t.Context(), "C1", func(ctx context.Context, q *queue) error {
					if err := q.pace(ctx); err != nil {
						return err
					}
					if i == 1 {
						time.Sleep(10 * time.Second) // Slack is slow with this one
					}
					sent, at = append(sent, fmt.Sprint(i)), append(at, time.Now())
					return nil
				})
			}()
			synctest.Wait() // they join in this order
		}
		other := time.Now()
		if err := l.join(t.Context(), "C2", func(ctx context.Context, q *queue) error { return q.pace(ctx) }); err != nil || time.Since(other) > 0 {
			t.Errorf("another channel waited %v, %v", time.Since(other), err)
		}
		for range 5 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := fmt.Sprint(sent); got != "[0 1 2 3 4]" {
			t.Errorf("sent %s", got)
		}
		for i := 1; i < len(at); i++ {
			if gap := at[i].Sub(at[i-1]); gap < time.Second && i != 2 {
				t.Errorf("messages %d and %d are %v apart", i-1, i, gap)
			}
		}
		time.Sleep(2 * channelInterval)
		synctest.Wait()
		if len(l.queues) != 0 {
			t.Errorf("%d queues are kept for nothing", len(l.queues))
		}
	})
}
