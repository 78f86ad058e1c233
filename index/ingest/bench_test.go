package ingest

import (
	"os"
	"runtime/metrics"
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
				w.Extract = func(article.Article) (article.Annotation, []article.Event) { return article.Annotation{}, nil }
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

// memoryMiB is what the Go runtime has from the system and not given back.
func memoryMiB() float64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return float64(s[0].Value.Uint64()-s[1].Value.Uint64()) / (1 << 20)
}
