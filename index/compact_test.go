package index_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
)

// TestCompact removes most of an index that is one file, and compacts it: the file
// that had the words goes, and answers stay as they were.
func TestCompact(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	records := corpus(talks(60))
	all := shelve(records)
	x, err := index.Open(t.Context(), dir, index.Options{Record: all.record})
	must(t, err)
	t.Cleanup(func() { x.Close() })
	must(t, x.Add(t.Context(), records))
	ids := make([]string, 0, 50)
	for _, r := range records[:50] { // so that all that stays is numbered anew
		ids = append(ids, r.ID)
	}
	must(t, x.Remove(t.Context(), ids))
	lines := []string{"statements talks limit:50", "passages river", "speakers", "topics"}
	var before []string
	for _, line := range lines {
		before = append(before, answer(t, x, all, line))
	}
	segments := func() []string {
		found, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
		must(t, err)
		return found
	}
	old := segments()
	must(t, x.Compact(t.Context()))
	for _, now := range segments() {
		if slices.Contains(old, now) {
			t.Errorf("%s is still there", now)
		}
	}
	for i, line := range lines {
		if got := answer(t, x, all, line); got != before[i] || got == "" {
			t.Errorf("%s\nbefore:\n%s\ncompacted:\n%s", line, before[i], got)
		}
	}
	must(t, x.Close())
	x = reopen(t, dir)
	if n := x.Stats().Articles; n != 10 {
		t.Errorf("opened again, it has %d articles", n)
	}
}
