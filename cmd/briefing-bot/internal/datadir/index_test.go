package datadir

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestDamagedIndexesAreKept sets indexes aside, and removes none but old ones of
// ours.
func TestDamagedIndexesAreKept(t *testing.T) {
	dir := t.TempDir()
	if err := write(filepath.Join(dir, damagedPrefix+"2001", "thesis.txt"), "work"); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)
	var kept []string
	for i := range 4 {
		index := filepath.Join(dir, "index")
		if err := write(filepath.Join(index, "index_meta.json"), "damaged"); err != nil {
			t.Fatal(err)
		}
		aside, err := SetIndexAside(index, now.Add(time.Duration(i)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, aside)
	}
	for i, path := range kept {
		if _, err := os.Stat(path); (err == nil) != (i >= 2) {
			t.Errorf("index %d: %v", i, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, damagedPrefix+"2001", "thesis.txt")); err != nil {
		t.Error(err)
	}
}

// write makes a file and the folders that it lies in.
func write(path, text string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
}
