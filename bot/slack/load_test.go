package slack_test

import (
	"flag"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// loadTime is how long BenchmarkLoad goes on.
var loadTime = flag.Duration("load", 60*time.Second, "how long BenchmarkLoad sends commands")

// TestLoad is a short BenchmarkLoad at a rate that a busy machine bears with
// the race detector on.
func TestLoad(t *testing.T) {
	load(t, 50, time.Second)
}

// BenchmarkLoad sends 200 commands a second for 60 s:
//
//	go test ./bot/slack -run '^$' -bench Load -benchtime 1x
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b, 200, *loadTime)
	}
}

// load fails where an acknowledgement takes over a second, an answer is lost
// or comes twice, or memory grows.
func load(t testing.TB, rate int, long time.Duration) {
	t.Helper()
	f := build(t, slacktest.Options{Forget: true}, func(c *slack.Config) { c.Log = slog.New(slog.DiscardHandler) })
	f.run()
	users := rate * int(long.Seconds())
	acks := make([]time.Duration, users)
	ticker := time.NewTicker(time.Second / time.Duration(rate))
	defer ticker.Stop()
	var sent sync.WaitGroup
	var early, late uint64
	for i := range users {
		<-ticker.C
		switch i {
		case users / 4:
			early = heap()
		case users - 1:
			late = heap()
		}
		sent.Go(func() {
			place := slacktest.Place{Channel: fmt.Sprintf("C%d", i%40), User: fmt.Sprintf("U%d", i)}
			d := f.Command(place, fmt.Sprintf("/who-said truce-%d", i%500))
			if acks[i] = d.Took; !d.Acked {
				t.Errorf("command %d was not acknowledged", i)
			}
		})
	}
	sent.Wait()
	f.Await("all answers", func() bool { return len(f.Taken()) == users })
	for user, n := range f.Taken() {
		if n != 1 {
			t.Errorf("%s got %d answers", user, n)
		}
	}
	slices.Sort(acks)
	if slowest := acks[users-1]; slowest > time.Second {
		t.Errorf("an acknowledgement took %v", slowest)
	}
	if b, ok := t.(*testing.B); ok {
		b.ReportMetric(float64(acks[users/2].Microseconds())/1000, "ms-ack-median")
		b.ReportMetric(float64(acks[users*99/100].Microseconds())/1000, "ms-ack-p99")
		b.ReportMetric(float64(acks[users-1].Microseconds())/1000, "ms-ack-max")
		b.ReportMetric(float64(early)/1e6, "MB-early")
		b.ReportMetric(float64(late)/1e6, "MB-late")
	}
	if grown := int64(late) - int64(early); long > 10*time.Second && grown > 30e6 {
		t.Errorf("the heap grew by %d MB", grown/1e6)
	}
}

// heap returns what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
