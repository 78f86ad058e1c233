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

// loadRate is the number of interactions a second that the bot has to bear.
const loadRate = 200

// TestLoad plays two seconds of the load in a bubble: nothing is lost, nothing comes twice.
func TestLoad(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.load(2)
	})
}

// TestLongLoad plays the load in real time, for as many seconds as
// BRIEFING_BOT_LOAD_SECONDS says: no first response after more than a second, nothing lost,
// nothing twice, memory flat.
func TestLongLoad(t *testing.T) {
	seconds, err := strconv.Atoi(os.Getenv("BRIEFING_BOT_LOAD_SECONDS"))
	if err != nil {
		t.Skip("BRIEFING_BOT_LOAD_SECONDS=60 plays it")
	}
	f := prepare(t, discordtest.Options{Heartbeat: 10 * time.Second}, nil)
	f.run()
	slowest, heaps := f.load(seconds)
	t.Logf("%d interactions in %d s, the slowest first response after %v, a heap of %.1f MB after each quarter", loadRate*seconds, seconds, slowest, heaps)
	if slowest > time.Second {
		t.Errorf("a first response came after %v", slowest)
	}
	if early, late := heaps[1], heaps[len(heaps)-1]; late > 1.5*early+8 {
		t.Errorf("the heap grows from %.1f MB to %.1f MB", early, late)
	}
}

// load asks as many questions as the load has in so many seconds, wants one answer to each,
// and returns how long the slowest first response took, and the heap in MB after each
// quarter.
func (f *fixture) load(seconds int) (slowest time.Duration, heaps []float64) {
	f.t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	lost, questions := 0, loadRate*seconds
	tick := time.NewTicker(time.Second / loadRate)
	defer tick.Stop()
	for i := range questions {
		<-tick.C
		if i%(questions/4) == 0 {
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
	f.Await("every answer", func() bool { return f.Count() >= questions })
	time.Sleep(2 * time.Second) // for what would come twice
	if n := f.Count(); lost > 0 || n != questions {
		f.t.Errorf("%d were not acknowledged, %d answers to %d questions", lost, n, questions)
	}
	f.Count()
	return slowest, append(heaps, heap())
}

// heap returns the size of the heap in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
