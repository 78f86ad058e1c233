package chat_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// TestStoreFaults: each cost is said once in ten minutes, and a write is done when it
// can be.
func TestStoreFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		f := chat.StoreFaults{Log: slog.New(slog.NewTextHandler(&log, nil))}
		for range 100 {
			f.Failed("no buttons", errors.New("full"))
			f.Failed("no edits", errors.New("full"))
		}
		if n := strings.Count(log.String(), "\n"); n != 2 {
			t.Errorf("%d lines: %s", n, log.String())
		}
		time.Sleep(11 * time.Minute)
		f.Failed("no buttons", errors.New("full"))
		if n := strings.Count(log.String(), "\n"); n != 3 {
			t.Errorf("%d lines after ten minutes", n)
		}
		tries, full := 0, time.Now().Add(time.Hour)
		f.Eventually(t.Context(), "not finished", func() error {
			tries++
			if time.Now().Before(full) {
				return errors.New("full")
			}
			return nil
		})
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if tries < 60 || tries > 80 {
			t.Errorf("%d tries", tries)
		}
	})
}
