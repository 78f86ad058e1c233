//go:build unix

package archive

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
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
		start := processorTime()
		b.StartTimer()
		if err := a.Compact(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((processorTime() - start).Seconds(), "s-processor")
		logBuckets(b, a)
	}
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

func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
