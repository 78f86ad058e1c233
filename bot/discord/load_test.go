package discord_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// BenchmarkTwoHundredInteractionsASecond is the load that the bot has to bear: no
// first response after more than a second, nothing lost, nothing twice, memory
// flat. It lasts 60 s, or as many as BRIEFING_BOT_LOAD_SECONDS says. Run it with
// -benchtime 1x.
func BenchmarkTwoHundredInteractionsASecond(b *testing.B) {
	length := 60
	if n, err := strconv.Atoi(os.Getenv("BRIEFING_BOT_LOAD_SECONDS")); err == nil {
		length = n
	}
	f := prepare(b, discordtest.Options{Heartbeat: 10 * time.Second}, nil)
	f.run()
	for range b.N {
		f.load(b, length)
	}
}

func (f *fixture) load(b *testing.B, length int) {
	const rate = 200
	var mu sync.Mutex
	var all sync.WaitGroup
	var slowest time.Duration
	lost, heaps := 0, []uint64{}
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	for i := range rate * length {
		<-tick.C
		if i%(rate*max(1, length/4)) == 0 {
			f.Count()
			heaps = append(heaps, heap())
		}
		all.Go(func() {
			place := discordtest.Place{Guild: discordtest.Guild, Channel: fmt.Sprint(7_000 + i), User: anna.User}
			d := f.Command(place, "who-said", options("topic", "truce"))
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, d.Took)
			if !d.Acked {
				lost++
			}
		})
	}
	all.Wait()
	f.Await("every answer", func() bool { return f.Count() >= rate*length })
	if n := f.Count(); lost > 0 || n != rate*length || slowest > time.Second {
		b.Errorf("%d lost, %d answers to %d questions, the slowest first response after %v", lost, n, rate*length, slowest)
	}
	b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
	b.ReportMetric(float64(heaps[1])/float64(1<<20), "MB-early")
	b.ReportMetric(float64(heaps[len(heaps)-1])/float64(1<<20), "MB-late")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
