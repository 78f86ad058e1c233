package archive

import (
	"os"
	"testing"
)

// BenchmarkOpen opens the archive in the folder that BENCH_DATA names.
func BenchmarkOpen(b *testing.B) {
	dir := os.Getenv("BENCH_DATA")
	if dir == "" {
		b.Skip("BENCH_DATA names no data folder")
	}
	for b.Loop() {
		a, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
