package topics_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// TestKeptGrams finds the same topics with grams that a checkpoint kept, with more
// statements added and articles replaced and removed after it, as with grams that are
// numbered for the first time.
func TestKeptGrams(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	places := []string{"ferry", "Ferry", "harbour", "Harbour", "terminal", "choir", "bridge", "Baltic", "Union", "pilot", "lantern", "orchard"}
	place := func() string { return places[int(random.ExpFloat64()*3)%len(places)] }
	made := func(id, statements int) article.Record {
		r := article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint(id), Source: "Quay Post"}}
		for range statements {
			from := len(r.Text)
			r.Text += fmt.Sprintf("%s %s is dear, we repair the %s %s of the %s. ", place(), place(), place(), place(), place())
			r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Content: []article.Span{{Start: from, End: len(r.Text) - 1}},
				Speaker: article.Nobody, Kind: article.Direct, Confidence: 1})
		}
		return r
	}
	store, before, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { before.Release(); store.Close() })
	write := func(records ...article.Record) *segment.Snapshot {
		if err := store.Write(t.Context(), records); err != nil {
			t.Fatal(err)
		}
		v, _, err := store.Snapshot(before)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { v.Release() })
		return v
	}
	var all []article.Record
	for id := range 100 {
		all = append(all, made(id, 4))
	}
	kept := keepGrams(t, write(all...))
	find := func(v *segment.Snapshot, numbers *topics.GramTable, from, to uint32) []topics.Topic {
		var window topics.Counts
		var units []uint32
		for unit := from; unit < to; unit++ {
			if !v.IsDead(v.Statements.At(unit).Article) {
				units = append(units, unit)
			}
		}
		return topics.New(v, func(string) bool { return false }).Find(&window, numbers.Update(v), units, false, 0, 50)
	}
	for step, change := range [][]article.Record{{made(200, 3)}, {made(3, 5), made(4, 1), made(201, 30)}, {{Article: article.Article{ID: "7"}, Removed: true}}, {made(202, 90), made(9, 2)}} {
		v := write(change...)
		end := uint32(v.Statements.Len())
		for _, window := range [][2]uint32{{0, end}, {0, 60}, {end - 40, end}, {end / 2, end}} {
			got, want := find(v, kept, window[0], window[1]), find(v, &topics.GramTable{}, window[0], window[1])
			if !slices.Equal(got, want) || len(got) == 0 {
				t.Errorf("step %d, statements %v: topics\n%v\nwant\n%v", step, window, got, want)
			}
		}
	}
}

// keepGrams returns the grams of a snapshot, written and mapped.
func keepGrams(t *testing.T, v *segment.Snapshot) *topics.GramTable {
	t.Helper()
	path := filepath.Join(t.TempDir(), "grams")
	w, err := column.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	(&topics.GramTable{}).Save(w, v)
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	f, err := column.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Release() })
	if !f.Has("grams") {
		t.Fatal("no grams were kept")
	}
	return topics.LoadGrams(f)
}
