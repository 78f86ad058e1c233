package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// lines are n article lines.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"id\":\"%d\",\"text\":\"Article number %d of the set.\"}\n", i, i)
	}
	return b.String()
}

func TestAnInterruptedRunIsGoneOnWith(t *testing.T) {
	dir := write(t, map[string]string{"set.jsonl": lines(2000)})
	w := newWorld(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	report, err := w.Run(ctx, []string{dir}, Options{Progress: func(p Progress) {
		if p.Done >= 300 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || report.Added == 0 || report.Added == 2000 {
		t.Fatalf("%s, %v", summary(report), err)
	}
	if want := fmt.Sprintf("interrupted: %d articles are safe", report.Added); !strings.Contains(err.Error(), want) {
		t.Errorf("no %q in %q", want, err)
	}
	stats, _ := w.Archive.Stats(t.Context())
	if stats.Articles < report.Added {
		t.Errorf("%d reported, %d there", report.Added, stats.Articles)
	}
	again := w.run(t, dir)
	if again.Added != 2000-stats.Articles || again.Unchanged != stats.Articles || w.index.len() != 2000 {
		t.Errorf("then %s, %d indexed", summary(again), w.index.len())
	}
}

func TestCatchUpFindsWhatTheIndexLacks(t *testing.T) {
	dir := write(t, map[string]string{"set.jsonl": lines(1500)})
	w := newWorld(t, t.TempDir())
	w.index.fail = errors.New("no room in the index")
	report, err := w.Run(t.Context(), []string{dir}, Options{})
	if report.Added != 1500 || !errors.Is(err, w.index.fail) || !strings.Contains(err.Error(), "the articles are safe") {
		t.Fatalf("%s, %v", summary(report), err)
	}
	w.index.fail = nil
	catchUp := func(articles int) {
		t.Helper()
		if err := w.CatchUp(t.Context()); err != nil || w.index.len() != articles {
			t.Fatalf("%d indexed, want %d, %v", w.index.len(), articles, err)
		}
		if s, _ := w.Archive.Stats(t.Context()); s.Pending != 0 {
			t.Errorf("%d are still marked", s.Pending)
		}
	}
	catchUp(1500)
	if !slices.Equal(w.index.partial, []bool{true, false}) {
		t.Errorf("marked as partial: %v", w.index.partial)
	}
	delete(w.index.records, "7") // as after a crash of the index
	catchUp(1500)
	w.index.records = map[string]article.Record{} // as when its folder was deleted
	catchUp(1500)
	if err := w.Archive.Remove(t.Context(), article.ByHand, "8"); err != nil {
		t.Fatal(err)
	}
	catchUp(1499)
	if err := w.Archive.Restore(t.Context(), "8"); err != nil {
		t.Fatal(err)
	}
	catchUp(1500)
	w.index.records = map[string]article.Record{}
	if err := w.Rebuild(t.Context()); err != nil || w.index.len() != 1500 {
		t.Errorf("Rebuild: %d, %v", w.index.len(), err)
	}
}

func TestANewerExtractionAnnotatesAgain(t *testing.T) {
	dir := write(t, map[string]string{"set.jsonl": lines(600)})
	w := newWorld(t, t.TempDir())
	w.run(t, dir)
	w.extracted.Store(0)
	if err := w.CatchUp(t.Context()); err != nil || w.extracted.Load() != 0 {
		t.Fatalf("extracted %d times for nothing, %v", w.extracted.Load(), err)
	}
	w.Version = 2
	w.Extract = func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
		return article.Annotation{People: []article.Person{{Name: "New"}}}, []article.Event{{Possible: true}}, nil
	}
	if err := w.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id, r := range w.index.records {
		if r.Extraction != 2 || r.Annotation.People[0].Name != "New" || !r.Events[0].Possible || r.Version != 1 {
			t.Fatalf("%s is %+v", id, r)
		}
	}
}

func TestLaterLinesOfOneIDAreVersions(t *testing.T) {
	for _, c := range []struct {
		texts   string
		want    string
		version int
		text    string
	}{
		{"A", "added 1 updated 0 unchanged 0 duplicates 0", 1, "A"},
		{"A A", "added 1 updated 0 unchanged 1 duplicates 0", 1, "A"},
		{"A B A", "added 1 updated 2 unchanged 0 duplicates 0", 3, "A"},
	} {
		var b strings.Builder
		for text := range strings.FieldsSeq(c.texts) {
			fmt.Fprintf(&b, "{\"id\":\"x\",\"text\":%q}\n", text)
		}
		w := newWorld(t, t.TempDir())
		report, err := w.Run(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(b.String())})
		if err != nil || summary(report) != c.want {
			t.Errorf("%s: %s, %v", c.texts, summary(report), err)
		}
		if r := w.index.records["x"]; r.Version != c.version || r.Text != c.text {
			t.Errorf("%s: version %d, %q", c.texts, r.Version, r.Text)
		}
		// The same again brings the older texts back in turn, and ends as before.
		if _, err := w.Run(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(b.String())}); err != nil || w.index.records["x"].Text != c.text {
			t.Errorf("%s again: %q, %v", c.texts, w.index.records["x"].Text, err)
		}
	}
}

func TestFilesOfOneNameStayApart(t *testing.T) {
	dir := write(t, map[string]string{"x.txt": "One.", "x.md": "Two.", "sub/x.txt": "Three.", "sub/x.html": "<p>no</p>"})
	w := newWorld(t, t.TempDir())
	w.run(t, dir)
	again := w.run(t, dir)
	if again.Updated != 0 || again.Unchanged != 4-len(again.Rejected) {
		t.Errorf("again: %s", summary(again))
	}
	for id, text := range map[string]string{"x": "Two.", "x.txt": "One."} {
		if w.index.records[id].Text != text {
			t.Errorf("%s is %q", id, w.index.records[id].Text)
		}
	}
}

func TestWhatCannotBeReadIsListed(t *testing.T) {
	dir := write(t, map[string]string{"good.txt": "Good.", "locked/in.txt": "Nobody reads it."})
	if err := os.Symlink("nowhere.txt", filepath.Join(dir, "dangling.txt")); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	want := []string{"dangling.txt: it is a link to a file that does not exist", "loop: it is a link to a folder", "absent: it cannot be read: no such file", "standard input"}
	if os.Geteuid() == 0 {
		t.Log("the superuser reads every folder: locked folders are not tested")
	} else if err := os.Chmod(filepath.Join(dir, "locked"), 0); err == nil {
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "locked"), 0o755) })
		want = append(want, "locked: it cannot be read: permission denied")
	}
	w := newWorld(t, t.TempDir())
	report := w.run(t, dir, filepath.Join(dir, "absent"), "-")
	if report.Added == 0 || len(report.Rejected) != len(want) {
		t.Errorf("%s", summary(report))
	}
	for _, line := range want {
		if !strings.Contains(summary(report), line) {
			t.Errorf("no %q in\n%s", line, summary(report))
		}
	}
}
