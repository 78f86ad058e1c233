package archive

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// BenchmarkOpen opens an archive of BENCH_ARTICLES generated articles of 850
// bytes, which it makes in the folder BENCH_DATA unless that holds one already.
func BenchmarkOpen(b *testing.B) {
	dir := generated(b)
	for b.Loop() {
		a, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(anonymous())/1e6, "MB-anonymous")
}

// BenchmarkProve reads and checks all of such an archive.
func BenchmarkProve(b *testing.B) {
	dir := generated(b)
	for b.Loop() {
		a, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(a.Prove(b.Context()), a.Close()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(anonymous())/1e6, "MB-anonymous")
}

// generated returns a folder with an archive of many articles.
func generated(b *testing.B) string {
	b.Helper()
	dir := cmp.Or(os.Getenv("BENCH_DATA"), b.TempDir())
	if _, err := os.Stat(filepath.Join(dir, FileName)); !errors.Is(err, fs.ErrNotExist) {
		return dir
	}
	articles, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_ARTICLES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	a, err := Open(dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	for i := 0; i < articles; i += 1000 {
		var records []article.Record
		for j := i; j < min(articles, i+1000); j++ {
			records = append(records, shortRecord(j))
		}
		if _, err := a.Put(b.Context(), records); err != nil {
			b.Fatal(err)
		}
		_, marks, err := a.Unindexed(b.Context(), len(records))
		if err := errors.Join(err, a.Indexed(b.Context(), marks)); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// shortRecord is a benchRecord of 850 bytes.
func shortRecord(i int) article.Record {
	r := benchRecord(i)
	rng := rand.New(rand.NewPCG(6, uint64(i)))
	var text strings.Builder
	for text.Len() < 850 {
		fmt.Fprintf(&text, "word%d ", rng.IntN(20000))
	}
	r.Text = text.String()
	r.Annotation.Statements, r.Annotation.Dates, r.Annotation.People = r.Annotation.Statements[:2], r.Annotation.Dates[:2], r.Annotation.People[:2]
	r.Events = r.Events[:1]
	return r
}

// anonymous returns the anonymous memory of this process in bytes, 0 where the
// system does not tell.
func anonymous() int64 {
	raw, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
