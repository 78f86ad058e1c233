package index_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAFullDiskLeavesTheIndexUsable fills a small disk while articles are added: what
// was added is found, and with room again everything is, once.
func TestAFullDiskLeavesTheIndexUsable(t *testing.T) {
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("needs a file system of its own: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
	ballast := filepath.Join(disk, "ballast")
	x, err := index.Open(t.Context(), filepath.Join(disk, "index"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	batch := func(n int) []article.Record {
		var out []article.Record
		for i := range 20 {
			id := fmt.Sprintf("%d-%d", n, i)
			out = append(out, article.Record{Article: article.Article{ID: id, Text: fmt.Sprintf("The ferry of quay %s sails in spring. Nobody knew more of %s.", id, id)}, Version: 1, Extraction: 1})
		}
		return out
	}
	for n := range 3 {
		if err := x.Add(t.Context(), batch(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(ballast, make([]byte, 64<<20), 0o600); !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	failed := 0
	for n := 3; n < 6; n++ {
		if err := x.Add(t.Context(), batch(n)); err != nil {
			failed++
		}
		if got := found(t, x); got < 60 {
			t.Errorf("%d articles are found of the 60 before", got)
		}
	}
	if failed == 0 {
		t.Error("no write failed")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for range 2 { // again, as after a stop between the index and the archive
		for n := 3; n < 6; n++ {
			if err := x.Add(t.Context(), batch(n)); err != nil {
				t.Fatal(err)
			}
		}
		if got := found(t, x); got != 120 {
			t.Errorf("%d articles are found with room again, of 120", got)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x, err = index.Open(t.Context(), filepath.Join(disk, "index"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := found(t, x); got != 120 {
		t.Errorf("%d articles are found after a restart", got)
	}
}

// found returns how many passages say ferry, each article's once.
func found(t *testing.T, x *index.Index) int {
	t.Helper()
	page, err := x.Passages(context.WithoutCancel(t.Context()), index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"ferry"}}, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, h := range page.Hits {
		if seen[h.Article]++; seen[h.Article] > 1 {
			t.Errorf("%s is found %d times", h.Article, seen[h.Article])
		}
	}
	return len(seen)
}
