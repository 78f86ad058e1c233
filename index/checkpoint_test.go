package index_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// people returns all persons as FindPeople describes them.
func people(t *testing.T, x *index.Index) string {
	t.Helper()
	var out bytes.Buffer
	for _, name := range []string{"Berg", "Anna Berg", "Ek", "Dahl", "Karla Dahl", "Fors"} {
		found, err := x.FindPeople(t.Context(), index.Everything(), name)
		must(t, err)
		fmt.Fprintf(&out, "%s: %+v\n", name, found)
	}
	return out.String()
}

func checkpointsIn(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "columns-*"))
	must(t, err)
	return found
}

// TestReopenFromCheckpoint closes an index at several sizes and opens it from its
// checkpoint, and with rulings that the checkpoint was not made with. Without its checkpoint it
// must be built again.
func TestReopenFromCheckpoint(t *testing.T) {
	lines := []string{"statements talks limit:50", "statements river sort:newest", "passages river crowns", "speakers", "people", "topics", "days talks", "near tolks"}
	dir := filepath.Join(t.TempDir(), "index")
	all := corpus(talks(200))
	shelf := shelve(all)
	opts := index.Options{Record: shelf.record}
	x, err := index.Open(t.Context(), dir, opts)
	must(t, err)
	said := func(x *index.Index) string {
		out := people(t, x)
		for _, line := range lines {
			out += line + "\n" + answer(t, x, shelf, line)
		}
		return out + x.Stats().Generation
	}
	for _, step := range []struct {
		name   string
		change func() error
	}{
		{"many articles", func() error { return x.Add(t.Context(), all[:150]) }},
		{"a few more", func() error { return x.Add(t.Context(), all[150:160]) }},
		{"some removed", func() error { return x.Remove(t.Context(), []string{"a03", "a155"}) }},
		{"a new name", func() error {
			r := all[160]
			r.Annotation.People = []article.Person{{Name: "Dora Fors"}}
			return x.Add(t.Context(), []article.Record{r})
		}},
		{"many more", func() error { return x.Add(t.Context(), all[160:]) }},
	} {
		must(t, step.change())
		want := said(x)
		must(t, x.Close())
		if len(checkpointsIn(t, dir)) != 1 {
			t.Fatalf("%s: checkpoints %q", step.name, checkpointsIn(t, dir))
		}
		without := filepath.Join(t.TempDir(), "index")
		must(t, os.CopyFS(without, os.DirFS(dir)))
		for _, name := range checkpointsIn(t, without) {
			must(t, os.Remove(name))
		}
		if _, err := index.Open(t.Context(), without, opts); !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s, without its checkpoint: %v", step.name, err)
		}
		ruled := opts
		ruled.Apart = [][2]string{{"Anna Berg", "Berg"}}
		ruled.Same = [][]string{{"Anna Berg", "Bo Ek"}}
		x, err = index.Open(t.Context(), dir, ruled)
		must(t, err)
		if found, err := x.FindPeople(t.Context(), index.Everything(), "Bo Ek"); err != nil || len(found) != 1 || found[0].Name != "Anna Berg" {
			t.Errorf("%s: one person by a ruling: %+v, %v", step.name, found, err)
		}
		must(t, x.Close())
		for range 2 { // the first time the checkpoint has the rulings
			x, err = index.Open(t.Context(), dir, opts)
			must(t, err)
			if got := said(x); got != want {
				t.Errorf("%s, from the checkpoint:\n%s\nbefore:\n%s", step.name, got, want)
			}
			must(t, x.Close())
		}
		x, err = index.Open(t.Context(), dir, opts)
		must(t, err)
	}
	must(t, x.Close())
}

// TestCompactedCheckpoint removes a person's only article and compacts the index: no file
// of it has the name.
func TestCompactedCheckpoint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	all := corpus(talks(100))
	all[7].Annotation.People[0].Name = "Zebedee Quillfeather"
	opts := index.Options{Record: shelve(all).record}
	x, err := index.Open(t.Context(), dir, opts)
	must(t, err)
	must(t, x.Add(t.Context(), all))
	must(t, x.Close())
	held := func() bool {
		journal, err := filepath.Glob(filepath.Join(dir, "rows-*"))
		must(t, err)
		return slices.ContainsFunc(append(checkpointsIn(t, dir), journal...), func(name string) bool {
			data, err := os.ReadFile(name)
			must(t, err)
			return bytes.Contains(data, []byte("Quillfeather"))
		})
	}
	if !held() {
		t.Error("the checkpoint lacks a name")
	}
	x, err = index.Open(t.Context(), dir, opts)
	must(t, err)
	must(t, x.Remove(t.Context(), []string{all[7].ID}))
	must(t, x.Compact(t.Context()))
	if held() {
		t.Error("a file has the name after compacting")
	}
	must(t, x.Close())
	if held() {
		t.Error("a file has the name after closing")
	}
	x, err = index.Open(t.Context(), dir, opts)
	must(t, err)
	if found, err := x.FindPeople(t.Context(), index.Everything(), "Quillfeather"); err != nil || len(found) > 0 {
		t.Errorf("the name means %+v, %v", found, err)
	}
	must(t, x.Close())
}

// TestColumnsBuiltFromTheJournalAreKeptAtOnce opens an index of many articles that has no checkpoint yet, as after
// a kill: it is there before the first answer, so that the columns are mapped and do not
// fill the memory until the next start.
func TestColumnsBuiltFromTheJournalAreKeptAtOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	var all []article.Record
	for i := range 2000 {
		all = append(all, article.Record{Article: article.Article{ID: fmt.Sprint(i), Text: fmt.Sprintf("The ferry sailed %d times.", i)}, Version: 1})
	}
	store, first, err := segment.Open(t.Context(), dir)
	must(t, err)
	must(t, store.Write(t.Context(), all))
	must(t, errors.Join(first.Release(), store.Close()))
	x, err := index.Open(t.Context(), dir, index.Options{})
	must(t, err)
	if len(checkpointsIn(t, dir)) != 1 {
		t.Error("the columns are not kept")
	}
	if got := x.Stats(); got.Articles != 2000 || got.Passages != 2000 {
		t.Errorf("%+v", got)
	}
	must(t, x.Add(t.Context(), all[:1]))
	must(t, x.Close())
}
