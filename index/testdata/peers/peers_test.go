package peers

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// engine is one of the three.
type engine interface {
	// add takes in all passages, durably.
	add(ctx context.Context, records []article.Record, passages []passage) error
	// ask returns how many of the ten best passages it found.
	ask(ctx context.Context, q question) (int, error)
	close() error
}

// BenchmarkPeers builds an index of BENCH_ARTICLES articles with each engine and asks each
// the same questions. Each answers as it is made: ours looks for inflections and other
// spellings too, reads at most 10,000 postings of a question, shows each wording once and
// two passages of an article; the others rank by their own BM25.
func BenchmarkPeers(b *testing.B) {
	articles := records(b)
	passages := passagesOf(articles)
	asked := questions(passages)
	bytes := 0
	for _, r := range articles {
		bytes += len(r.Text)
	}
	b.Logf("%d articles, %d passages, %.1f MB of text", len(articles), len(passages), float64(bytes)/1e6)
	for _, peer := range []struct {
		name string
		open func(dir string) (engine, error)
	}{{"ours", openOurs}, {"SQLite FTS5", openSQLite}, {"Bleve", openBleve}} {
		dir := filepath.Join(b.TempDir(), "index")
		e, err := peer.open(dir)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := e.add(b.Context(), articles, passages); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		b.Run(peer.name+"/build", func(b *testing.B) { // once, whatever -benchtime says
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(len(passages))/took.Seconds(), "passages/s")
			b.ReportMetric(float64(size(b, dir))/float64(bytes), "B/B-text")
		})
		for _, kind := range slices.Sorted(maps.Keys(asked)) {
			b.Run(peer.name+"/"+kind, func(b *testing.B) { measure(b, e, asked[kind]) })
		}
		if err := e.close(); err != nil {
			b.Fatal(err)
		}
	}
}

// measure asks questions in turn and reports the median and the 99th percentile.
func measure(b *testing.B, e engine, asked []question) {
	var took []time.Duration
	found := 0
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		n, err := e.ask(b.Context(), asked[i%len(asked)])
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		found += n
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(float64(found)/float64(len(took)), "hits")
}

// size returns the bytes of all files of a folder.
func size(b *testing.B, dir string) (n int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := os.Stat(path)
		if err == nil {
			n += info.Size()
		}
		return nil // a file that is merged away meanwhile
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}
