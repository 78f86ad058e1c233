package column

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"testing"
)

// BenchmarkSections logs what each section of the file that BENCH_COLUMNS names takes, largest first.
func BenchmarkSections(b *testing.B) {
	path := os.Getenv("BENCH_COLUMNS")
	if path == "" {
		b.Skip("BENCH_COLUMNS names no file")
	}
	for b.Loop() {
		f, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		for _, s := range slices.SortedFunc(maps.Values(f.sections), func(x, y section) int { return cmp.Compare(y.bytes, x.bytes) }) {
			b.Logf("%12d bytes, %9d values: %s", s.bytes, s.values, s.name)
		}
		if err := f.Release(); err != nil {
			b.Fatal(err)
		}
	}
}
