package durable

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestNumberedFilesComeByNumber(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"rows-10", "rows-9", "rows-", "rows-x", "rows-7.new", "rows--1", "columns-8", "rows-0"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, path := range Numbered(dir, "rows-") {
		got = append(got, filepath.Base(path))
	}
	if want := []string{"rows-0", "rows-9", "rows-10"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if n := Number(filepath.Join(dir, "rows-12"), "rows-"); n != 12 {
		t.Errorf("the number of rows-12 is %d", n)
	}
}
