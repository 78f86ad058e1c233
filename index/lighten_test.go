package index_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// manyTalks returns short articles with IDs from first on.
func manyTalks(first, many int) []article.Record {
	var text strings.Builder
	for i := first; i < first+many; i++ {
		fmt.Fprintf(&text, "= %d | Outlet %d | 2025-05-%02d\nTalks of %d\n“The ferry number %d sails to the harbour,” said %s Brandt. It was built on %d May 2025.\n", i, i%7, i%28+1, i%50, i%400, []string{"Ole", "Maria", "Jun"}[i%3], i%28+1)
	}
	return corpus(text.String())
}

// TestColumnsAreMappedWhileTheIndexIsOpen adds, removes and asks while the columns move from the heap
// to a file, again and again: the answers are those of an index that was opened anew.
func TestColumnsAreMappedWhileTheIndexIsOpen(t *testing.T) {
	raced.Sequential(t)
	dir := filepath.Join(t.TempDir(), "index")
	first, more := manyTalks(0, 2500), manyTalks(2500, 2500)
	all := shelve(append(slices.Clip(first), more...))
	x, err := index.Open(t.Context(), dir, index.Options{Record: all.record})
	must(t, err)
	t.Cleanup(func() { x.Close() })
	lines := []string{"statements ferry limit:20", `statements "ferry number 17" limit:20`, "passages harbour talks", "speakers", "topics", "events ferry", "statements ferry by:maria_brandt limit:5"}
	said := func() (out []string) {
		for _, line := range lines {
			out = append(out, answer(t, x, all, line))
		}
		return out
	}
	must(t, x.Add(t.Context(), first))
	said() // which fills what snapshots share
	must(t, x.Compact(t.Context()))
	for round := range 3 {
		var before []string
		switch round {
		case 0:
			before = said()
		case 1:
			must(t, x.Add(t.Context(), more))
			before = said()
		case 2:
			must(t, x.Remove(t.Context(), []string{"1", "2", "2501", "2502", "4000"}))
			before = said()
		}
		must(t, x.Compact(t.Context()))
		compacted := said()
		must(t, x.Close())
		x, err = index.Open(t.Context(), dir, index.Options{Record: all.record})
		must(t, err)
		for i, reopened := range said() {
			if before[i] == "" || compacted[i] != before[i] || reopened != before[i] {
				t.Errorf("round %d, %s\nbefore:\n%s\ncompacted:\n%s\nopened again:\n%s", round, lines[i], before[i], compacted[i], reopened)
			}
		}
	}
}

// TestManyArticlesDoNotFillTheHeap adds so many that a checkpoint is written and mapped between them, while
// others ask.
func TestManyArticlesDoNotFillTheHeap(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	const part = 6000
	records := manyTalks(0, 4*part)
	all := shelve(records)
	x, err := index.Open(t.Context(), dir, index.Options{Record: all.record})
	must(t, err)
	t.Cleanup(func() { x.Close() })
	done, asked := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-done:
				asked <- n
				return
			default:
				answer(t, x, all, []string{"statements ferry by:maria_brandt limit:5", "topics", "passages harbour talks", "speakers", "events ferry"}[n%5])
			}
		}
	}()
	written := 0
	for first := 0; first < len(records); first += part {
		must(t, x.Add(t.Context(), records[first:first+part]))
		found, err := filepath.Glob(filepath.Join(dir, "columns-*"))
		must(t, err)
		written = max(written, len(found))
		if n := x.Stats().Articles; n != first+part {
			t.Errorf("%d articles, want %d", n, first+part)
		}
	}
	close(done)
	if n := <-asked; n == 0 {
		t.Error("nobody asked")
	}
	if written == 0 {
		t.Error("no checkpoint was written while articles came in")
	}
	before := answer(t, x, all, "statements ferry by:maria_brandt limit:5") + answer(t, x, all, "topics") + answer(t, x, all, "passages harbour talks")
	must(t, x.Close())
	x, err = index.Open(t.Context(), dir, index.Options{Record: all.record})
	must(t, err)
	if got := answer(t, x, all, "statements ferry by:maria_brandt limit:5") + answer(t, x, all, "topics") + answer(t, x, all, "passages harbour talks"); got != before {
		t.Errorf("before:\n%s\nopened again:\n%s", before, got)
	}
}
