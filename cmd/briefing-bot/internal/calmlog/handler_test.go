package calmlog

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

func TestALineIsWrittenOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		log := slog.New(New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}})))
		lines := func() []string {
			defer out.Reset()
			return strings.Split(strings.TrimSpace(out.String()), "\n")
		}
		for i := range 20 {
			log.Error("storing failed", slog.String("source", "quay"), slog.Any("error", fmt.Errorf("try %d", i)))
			log.Error("storing failed", slog.String("source", "coast"), slog.Duration("in", time.Duration(i)))
			log.With(slog.String("service", "slack")).Warn("waiting")
			log.WithGroup("part").Warn("waiting")
			log.Info("articles added", slog.Int("added", 1))
			time.Sleep(2 * time.Second)
		}
		if got := lines(); len(got) != 24 {
			t.Errorf("%d lines: %q", len(got), got)
		}
		time.Sleep(time.Minute)
		log.Error("storing failed", slog.String("source", "quay"), slog.Any("error", errors.New("again")))
		if got := lines(); len(got) != 1 || !strings.HasSuffix(got[0], "error=again repeated=19") {
			t.Errorf("after a minute: %q", got)
		}
		time.Sleep(time.Minute)
		for i := range 50 {
			full := fmt.Errorf("storing %d articles: %w", i, boltfile.ErrFull)
			log.Error("storing failed", slog.String("source", fmt.Sprint(i)), slog.Any("error", full))
		}
		if got := lines(); len(got) != 1 {
			t.Errorf("of a full disk: %q", got)
		}
		for range 3 {
			log.ErrorContext(Reply(t.Context()), "not reloaded", slog.Any("error", errors.New("line 3")))
		}
		if got := lines(); len(got) != 3 {
			t.Errorf("of three replies: %q", got)
		}
		for i := range 5000 { // what is remembered is bounded
			log.Error("no such thing", slog.String("id", fmt.Sprint(i)))
		}
		if got := lines(); len(got) != 5000 {
			t.Errorf("%d lines of 5000 things", len(got))
		}
	})
}
