//go:build unix

package archive

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
)

// BenchmarkCompact compacts a copy of the archive in the folder BENCH_DATA, and prints what
// each bucket takes before and after it.
func BenchmarkCompact(b *testing.B) {
	from := os.Getenv("BENCH_DATA")
	if from == "" {
		b.Skip("BENCH_DATA names no folder")
	}
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		for _, name := range []string{FileName, IdentityFile} {
			if raw, err := os.ReadFile(filepath.Join(from, name)); err != nil {
				b.Fatal(err)
			} else if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
				b.Fatal(err)
			}
		}
		a := open(b, dir)
		logBuckets(b, a)
		b.ReportMetric(timeReads(b, a), "µs/read-before")
		start := processorTime()
		b.StartTimer()
		if err := a.Compact(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((processorTime() - start).Seconds(), "s-processor")
		logBuckets(b, a)
		b.ReportMetric(timeReads(b, a), "µs/read-after")
	}
}

// timeReads returns the processor time of reading an article from all over the archive, in
// microseconds.
func timeReads(b *testing.B, a *Archive) float64 {
	b.Helper()
	last, err := a.Last(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	const reads = 5000
	start := processorTime()
	for i := range uint32(reads) {
		if _, err := a.ByNumber(b.Context(), 1+i*7919%last); err != nil {
			b.Fatal(err)
		}
	}
	return float64((processorTime() - start).Microseconds()) / reads
}

// logBuckets logs the records, the bytes of their keys and values, and the bytes of the pages
// of each bucket.
func logBuckets(b *testing.B, a *Archive) {
	b.Helper()
	err := a.viewRaw(func(tx *bolt.Tx) error {
		text := 0
		err := tx.ForEach(func(name []byte, bucket *bolt.Bucket) error {
			s, keys, values, records := bucket.Stats(), 0, 0, 0
			err := bucket.ForEach(func(key, value []byte) error {
				keys, values, records = keys+len(key), values+len(value), records+1
				var t stored
				if string(name) == string(textsBucket) && a.unpack(key, value, &t) == nil {
					text += len(t.Text)
				}
				return nil
			})
			b.Logf("%-16s %9d records, %10d bytes of keys, %10d of values, %10d of pages", name, records, keys, values, s.LeafAlloc+s.BranchAlloc)
			return err
		})
		used := tx.Size() - int64(a.db.Stats().FreePageN*4096)
		b.Logf("in all %d bytes, %d in use: %.2f for a byte of text", tx.Size(), used, float64(used)/float64(text))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkForms compresses articles from all over the archive in the folder BENCH_DATA, and
// what was found in them: each alone, several in a block, and each with a dictionary of
// others.
func BenchmarkForms(b *testing.B) {
	from := os.Getenv("BENCH_DATA")
	if from == "" {
		b.Skip("BENCH_DATA names no folder")
	}
	a := open(b, from)
	none, err := dictionary.NewSet(nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		texts, found := payloads(b, a, 3*dictionary.Samples)
		for kind, all := range map[dictionary.Kind][][]byte{dictionary.Texts: texts, dictionary.Findings: found} {
			d, err := dictionary.Train(kind, 1, all[:dictionary.Samples])
			if err != nil {
				b.Fatal(err)
			}
			with, err := dictionary.NewSet(map[uint32]dictionary.Dictionary{1: d})
			if err != nil {
				b.Fatal(err)
			}
			others := all[dictionary.Samples:]
			for name, form := range map[string]struct {
				set   *dictionary.Set
				block int
			}{"alone": {none, 1}, "blocks of 8": {none, 8}, "blocks of 32": {none, 32}, "dictionary": {with, 1}} {
				before, after, start := 0, 0, processorTime()
				for block := range slices.Chunk(others, form.block) {
					whole := slices.Concat(block...)
					before += len(whole)
					after += len(form.set.Compress(kind, whole, nil))
				}
				b.Logf("kind %d, %-12s: %.3f bytes for a byte, %.0f µs a record", kind, name, float64(after)/float64(before),
					float64((processorTime()-start).Microseconds())/float64(len(others)))
			}
		}
	}
}

// payloads returns the records of n articles as they are before they are compressed.
func payloads(b *testing.B, a *Archive, n int) (texts, found [][]byte) {
	b.Helper()
	last, err := a.Last(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for i := range uint32(n) {
		r, err := a.ByNumber(b.Context(), 1+i*7919%last)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, (&stored{Article: r.Article, Added: r.Added}).Append(nil))
		found = append(found, (&findings{Extraction: r.Extraction, Annotation: r.Annotation, Events: r.Events}).Append(nil))
	}
	return texts, found
}

func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
