package index_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
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

// TestTopicsAfterCompacting removes the articles that came first, so that statements are
// numbered anew: topics are those of what stays.
func TestTopicsAfterCompacting(t *testing.T) {
	var text string
	for i, said := range []string{"the storm in the harbour closed the ferry terminal", "a new road reaches the ferry terminal", "the captain repaired the ferry terminal",
		"the apple orchard is old", "an apple orchard grows slowly", "the apple orchard was sold"} {
		text += fmt.Sprintf("= %d | Outlet | 2025-05-0%d\nTalks\n“We know that %s” said Ole Brandt.\n", i, i+1, said)
	}
	records := corpus(text)
	x := openWith(t, records, index.Options{})
	about := func() string {
		found, err := x.Topics(t.Context(), index.Query{Scope: index.Everything()})
		must(t, err)
		return fmt.Sprint(found)
	}
	if got := about(); !strings.Contains(got, "ferry terminal") || !strings.Contains(got, "apple orchard") {
		t.Fatalf("topics %s", got)
	}
	must(t, x.Remove(t.Context(), []string{"0", "1", "2"}))
	must(t, x.Compact(t.Context()))
	if got := about(); strings.Contains(got, "ferry") || !strings.Contains(got, "apple orchard") {
		t.Errorf("topics of what stays: %s", got)
	}
}

// TestTopicsAfterWithdrawnQuestion asks for topics after a question that was withdrawn.
func TestTopicsAfterWithdrawnQuestion(t *testing.T) {
	x := openWith(t, corpus(talks(20)), index.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Topics(ctx, index.Query{Scope: index.Everything()}); err == nil {
		t.Error("a question that was withdrawn is answered")
	}
	found, err := x.Topics(t.Context(), index.Query{Scope: index.Everything()})
	if err != nil || len(found) == 0 {
		t.Errorf("the next one finds %v, %v", found, err)
	}
}
