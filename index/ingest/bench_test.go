//go:build unix

package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// load is the set of load articles, where it is there.
const load = "../../../shared/eval/data/load/reuters1987.jsonl.gz"

// BenchmarkIngest brings in the load articles, with an extraction that does
// nothing and no index; then again, when all are known.
func BenchmarkIngest(b *testing.B) {
	if _, err := os.Stat(load); err != nil {
		b.Skip("the load articles are not here: ", err)
	}
	for _, again := range []bool{false, true} {
		name := map[bool]string{false: "new", true: "known"}[again]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b, b.TempDir())
				w.Index = nil
				w.Extract = func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
					return article.Annotation{}, nil, nil
				}
				if again {
					w.run(b, load)
				}
				begin := time.Now()
				b.StartTimer()
				report := w.run(b, load)
				b.ReportMetric(float64(report.Added+report.Unchanged)/time.Since(begin).Seconds(), "articles/s")
				b.ReportMetric(float64(report.Duplicates), "copies")
				stats, _ := w.Archive.Stats(b.Context())
				b.ReportMetric(float64(stats.Bytes)/float64(stats.Articles), "B/article")
				b.ReportMetric(memoryMiB(), "MiB")
			}
		})
	}
}

// BenchmarkWatch reads a watched folder of 20,000 files, then each of them again
// after a change, then one.
func BenchmarkWatch(b *testing.B) {
	const files = 20_000
	for b.Loop() {
		dir := b.TempDir()
		for i := range files {
			save(b, dir, fmt.Sprintf("%05d.txt", i), textOf(i))
		}
		old := time.Now().Add(-time.Minute)
		for i := range files {
			_ = os.Chtimes(filepath.Join(dir, fmt.Sprintf("%05d.txt", i)), old, old)
		}
		w := newWorld(b, b.TempDir())
		w.Index = nil
		var done atomic.Int64
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		begin := time.Now()
		go func() {
			ended <- w.Watch(ctx, []string{dir}, WatchOptions{Done: func(r Report, _ error) { done.Add(int64(r.Added + r.Updated)) }})
		}()
		wait := func(name string, articles int64) {
			for done.Load() < articles {
				time.Sleep(time.Millisecond)
			}
			b.ReportMetric(time.Since(begin).Seconds(), name)
		}
		wait("s/first", files)
		begin = time.Now()
		for i := range files {
			appendTo(b, filepath.Join(dir, fmt.Sprintf("%05d.txt", i)))
		}
		wait("s/all", 2*files)
		begin = time.Now()
		cpu := cpuTime()
		appendTo(b, filepath.Join(dir, "00007.txt"))
		wait("s/one", 2*files+1)
		b.ReportMetric((cpuTime() - cpu).Seconds(), "cpu-s/one")
		cancel()
		<-ended
	}
}

func appendTo(b *testing.B, path string) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(" And more."); err != nil {
		b.Fatal(err)
	}
}

// cpuTime returns how long the program used the processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// memoryMiB is what the Go runtime has from the system and not given back.
func memoryMiB() float64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return float64(s[0].Value.Uint64()-s[1].Value.Uint64()) / (1 << 20)
}
