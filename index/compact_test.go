package index

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestUpdatesDoNotGrowMemory updates the same articles again and again: their old
// rows leave the columns, and the answers are those of a new index.
func TestUpdatesDoNotGrowMemory(t *testing.T) {
	const articles, rounds = 300, 60
	x, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	round := func(n int) []article.Record {
		var out []article.Record
		for i := range articles {
			text := fmt.Sprintf("The harbour of quay%d is open in round%d. Ships and word%d come in with the tide.\n\nAll was quiet on pier%d.", i, n, n*articles+i, i)
			out = append(out, article.Record{Article: article.Article{ID: fmt.Sprint(i), Title: "Harbour", Text: text}, Number: uint32(i + 1), Version: n + 1, Extraction: 1})
		}
		return out
	}
	var early uint64
	for n := range rounds {
		if err := x.Add(t.Context(), round(n)); err != nil {
			t.Fatal(err)
		}
		if n == 9 {
			early = heap()
		}
	}
	if late := heap(); late > early+early/4+4<<20 {
		t.Errorf("the heap grew from %d to %d bytes", early, late)
	}
	fresh, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if err := fresh.Add(t.Context(), round(rounds-1)); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"harbour", "quay7", "round59", "round58", "tide"} {
		q := Query{Scope: Everything(), Words: Words{Terms: []string{word}}, Limit: 1000}
		want, err := fresh.Passages(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Passages(t.Context(), q)
		if err != nil || got.Total != want.Total || fmt.Sprint(hitPlaces(got)) != fmt.Sprint(hitPlaces(want)) {
			t.Errorf("%s: %d passages, a new index has %d, %v", word, got.Total, want.Total, err)
		}
	}
	if x.Stats().Generation != fresh.Stats().Generation {
		t.Error("the generation is not that of a new index")
	}
}

func hitPlaces(r Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, fmt.Sprint(h.Article, h.Passage))
	}
	return out
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
