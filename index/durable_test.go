package index_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestReopen checks that a closed index answers the same when opened again,
// also after articles were replaced and removed.
func TestReopen(t *testing.T) {
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "index")
	records := corpus(talks(40))
	x := reopen(t, dir)
	must(t, x.Add(ctx, records))
	changed := corpus("= a03 | Outlet 3 | 2025-05-04\nChanged\n“The talks moved,” said Eva Falk.\n")[0]
	changed.Version = 2
	must(t, x.Add(ctx, []article.Record{changed}))
	must(t, x.Remove(ctx, []string{"a05", "a06", "absent"}))
	all := shelve(records)
	all["a03"] = changed
	lines := []string{"statements talks limit:50", "statements moved", "statements by:eva_falk", "passages river", "events", "people Falk", "speakers"}
	var before []string
	for _, line := range lines {
		before = append(before, answer(t, x, all, line))
	}
	must(t, x.Close())
	x = reopen(t, dir) // who is who is worked out at once here, after changes maybe later
	stats := x.Stats()
	must(t, x.Close())
	x = reopen(t, dir)
	for i, line := range lines {
		if got := answer(t, x, all, line); got != before[i] || got == "" {
			t.Errorf("%s\nbefore:\n%s\nopened again:\n%s", line, before[i], got)
		}
	}
	if got := x.Stats(); got.Generation != stats.Generation || got.Articles != 38 || stats.Articles != 38 {
		t.Errorf("stats before %+v, opened again %+v", stats, got)
	}
	if !x.Has("a03", 2) || x.Has("a03", 1) || x.Has("a05", 1) || !x.Holds(changed) || !x.Holds(article.Record{Article: article.Article{ID: "a05"}, Removed: true}) {
		t.Error("Has or Holds do not tell what the index holds")
	}
}

func reopen(t testing.TB, dir string) *index.Index {
	t.Helper()
	x, err := index.Open(context.Background(), dir, index.Options{})
	must(t, err)
	t.Cleanup(func() { x.Close() })
	return x
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestDamaged alters each file of an index in several ways: opening it either
// fails with ErrDamaged or gives all answers as before.
func TestDamaged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	x := reopen(t, dir)
	records := corpus(talks(40))
	must(t, x.Add(context.Background(), records))
	want := answer(t, x, shelve(records), "statements talks limit:50")
	must(t, x.Close())
	files, err := filepath.Glob(filepath.Join(dir, "store", "*"))
	must(t, err)
	for _, pattern := range []string{"index_meta.json", "columns-*", "rows-*"} {
		more, err := filepath.Glob(filepath.Join(dir, pattern))
		must(t, err)
		files = append(files, more...)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		must(t, err)
		for name, data := range map[string][]byte{"empty": {}, "half": whole[:len(whole)/2], "flipped": flipped(whole)} {
			damaged := filepath.Join(t.TempDir(), "index")
			must(t, os.CopyFS(damaged, os.DirFS(dir)))
			relative, err := filepath.Rel(dir, file)
			must(t, err)
			must(t, os.WriteFile(filepath.Join(damaged, relative), data, 0o600))
			opened(t, damaged, filepath.Base(file)+" "+name, shelve(records), want)
		}
	}
}

func flipped(data []byte) []byte {
	out := bytes.Clone(data)
	out[len(out)/3] ^= 0x55
	return out
}

// opened opens a folder that may be damaged.
func opened(t *testing.T, dir, what string, records shelf, want string) {
	t.Helper()
	x, err := index.Open(context.Background(), dir, index.Options{})
	if err != nil {
		if !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s: %v is no ErrDamaged", what, err)
		}
		return
	}
	defer x.Close()
	if got := answer(t, x, records, "statements talks limit:50"); got != want {
		t.Errorf("%s: opened without an error, but answers\n%s", what, got)
	}
}

// TestKilled kills a process that adds articles and checks that every article
// that was acknowledged is there, and nothing half.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("BRIEFING_BOT_TEST_KILLED"); dir != "" {
		addForEver(t, dir)
		return
	}
	dir := filepath.Join(t.TempDir(), "index")
	for round := range 3 {
		acknowledged := killed(t, dir)
		x := reopen(t, dir)
		if acknowledged == 0 || x.Stats().Articles < acknowledged {
			t.Errorf("round %d: %d articles acknowledged, %d there", round, acknowledged, x.Stats().Articles)
		}
		for i := range acknowledged {
			if !x.Has(fmt.Sprintf("a%02d", i), 1) {
				t.Errorf("round %d: article %d was acknowledged and is gone", round, i)
			}
		}
		must(t, x.Close())
	}
}

// killed runs addForEver in another process until it has acknowledged some
// articles, kills it, and says how many it had.
func killed(t *testing.T, dir string) int {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), "BRIEFING_BOT_TEST_KILLED="+dir)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	var told strings.Builder
	buf := make([]byte, 512)
	for strings.Count(told.String(), "\n") < 12 {
		n, err := out.Read(buf)
		told.Write(buf[:n])
		if err != nil {
			break
		}
	}
	must(t, child.Process.Kill())
	child.Wait()
	return strings.Count(told.String(), "added\n")
}

func addForEver(t *testing.T, dir string) {
	x := reopen(t, dir)
	records := corpus(talks(90))
	for i := 0; ; i++ {
		must(t, x.Add(context.Background(), records[i%90:i%90+1]))
		fmt.Println("added")
	}
}

// TestAddWhileSearching searches from several goroutines while articles are
// added, replaced and removed.
func TestAddWhileSearching(t *testing.T) {
	ctx := context.Background()
	records := corpus(talks(60))
	x := openWith(t, records[:20], index.Options{})
	var group sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					ask(t, x)
				}
			}
		})
	}
	for i := 20; i < 60; i += 5 { // what is removed comes back in the next rounds, but for one
		must(t, x.Add(ctx, records[i:i+5]))
		must(t, x.Add(ctx, records[i-20:i-18]))
		must(t, x.Remove(ctx, []string{records[i-15].ID}))
	}
	close(done)
	group.Wait()
	if got := x.Stats().Articles; got != 59 {
		t.Errorf("%d articles, want 59", got)
	}
}

// ask asks one question of each kind; each hit must be of an article that exists.
func ask(t *testing.T, x *index.Index) {
	ctx := context.Background()
	q := index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"talks"}}}
	for _, search := range []func(context.Context, index.Query) (index.Result, error){x.Statements, x.Passages, events(x)} {
		result, err := search(ctx, q)
		if err != nil || len(result.Hits) == 0 {
			t.Errorf("%d hits, %v", len(result.Hits), err)
		}
	}
	if _, err := x.Topics(ctx, q); err != nil {
		t.Error(err)
	}
	if _, err := x.Near(ctx, index.Everything(), "Brg", true, 2); err != nil {
		t.Error(err)
	}
	x.Stats()
}

// events are the rows of a timeline.
func events(x *index.Index) func(context.Context, index.Query) (index.Result, error) {
	return func(ctx context.Context, q index.Query) (index.Result, error) {
		c, err := x.Chronology(ctx, q)
		return c.Result, err
	}
}

// TestVerify checks that a changed, unreadable or missing text is named, and the rest compared.
func TestVerify(t *testing.T) {
	ctx := context.Background()
	records := corpus(talks(6))
	archive := shelve(records)
	x := openWith(t, records, index.Options{})
	if found, err := x.Verify(ctx); err != nil || len(found) > 0 {
		t.Fatalf("sound index: %v, %v", found, err)
	}
	must(t, x.Close())
	unreadable := ""
	y, err := index.Open(ctx, filepath.Join(t.TempDir(), "index"), index.Options{Record: func(ctx context.Context, id string) (article.Record, bool, error) {
		if id == unreadable {
			return article.Record{}, false, errors.New("damaged")
		}
		return archive.record(ctx, id)
	}})
	must(t, err)
	defer y.Close()
	must(t, y.Add(ctx, records))
	unreadable = "a00"
	delete(archive, "a01")
	r := archive["a02"]
	r.Text = strings.Replace(r.Text, "crowns", "crownS", 1)
	archive["a02"] = r
	found, err := y.Verify(ctx)
	if err != nil || len(found) != 3 || found[0].Article != "a00" || found[1].Article != "a01" || found[2].Article != "a02" {
		t.Errorf("found %v, %v", found, err)
	}
}
