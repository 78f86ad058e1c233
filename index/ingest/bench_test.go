package ingest

import (
	"os"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// load is the set of load articles, where it is there.
const load = "../../../shared/eval/data/load/reuters1987.jsonl.gz"

// BenchmarkIngest brings in the load articles with an extraction that does nothing.
func BenchmarkIngest(b *testing.B) {
	if _, err := os.Stat(load); err != nil {
		b.Skip("the load articles are not here: ", err)
	}
	for b.Loop() {
		w := newWorld(b, b.TempDir())
		w.Index, w.Extract = nil, func(article.Article) (article.Annotation, []article.Event) { return article.Annotation{}, nil }
		report := w.run(b, load)
		if report.Added != 19043 {
			b.Fatal(summary(report))
		}
		stats, _ := w.Archive.Stats(b.Context())
		b.ReportMetric(float64(report.Added*b.N)/b.Elapsed().Seconds(), "articles/s")
		b.ReportMetric(float64(stats.Bytes)/float64(report.Added), "B/article")
		b.ReportMetric(float64(report.Duplicates), "duplicates")
	}
}
