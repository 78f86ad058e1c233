package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// save writes a file of a folder.
func save(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// current returns the version and text of an article.
func current(t testing.TB, w *world, id string) string {
	t.Helper()
	r, err := w.Archive.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s", r.Version, r.Text)
}

func line(id, text string) string { return fmt.Sprintf("{\"id\":%q,\"text\":%q}\n", id, text) }

func TestFilesWithOneIDDoNotReplaceEachOther(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"texts":    {"a.txt": "First.", "a.meta.yaml": "id: x\n", "b.txt": "Second.", "b.meta.yaml": "id: x\n"},
		"markdown": {"a.md": "---\nid: x\n---\nFirst.", "b.md": "---\nid: x\n---\nSecond."},
		"lines":    {"a.jsonl": line("x", "First."), "b.jsonl": line("y", "Other.") + line("x", "Second.")},
		"mixed":    {"a.jsonl": line("x", "First."), "b.md": "---\nid: x\n---\nSecond."},
	} {
		t.Run(name, func(t *testing.T) {
			dir, w := write(t, files), newWorld(t, t.TempDir())
			for round := range 6 {
				report := w.run(t, dir)
				if report.Updated > 0 || report.RejectedTotal != 1 || !strings.Contains(report.Rejected[0].Reason, `its id "x" is already used`) ||
					!strings.Contains(report.Rejected[0].Reason, filepath.Join(dir, "a.")) {
					t.Fatalf("round %d: %s", round, summary(report))
				}
			}
			if got := current(t, w, "x"); !strings.HasPrefix(got, "1 First.") {
				t.Errorf("x is %q", got)
			}
		})
	}
}

func TestAlternatingFilesWithOneID(t *testing.T) {
	dir := t.TempDir()
	a, b := save(t, dir, "a.md", "---\nid: x\n---\nFirst."), save(t, dir, "b.md", "---\nid: x\n---\nSecond.")
	archived := t.TempDir()
	w := newWorld(t, archived)
	conflicts := 0
	for range 3 {
		for _, path := range []string{a, b} {
			conflicts += w.run(t, path).RejectedTotal
		}
		// What gave which version outlives the program.
		if err := w.Archive.Close(); err != nil {
			t.Fatal(err)
		}
		w = newWorld(t, archived)
	}
	if got := current(t, w, "x"); got != "2 Second." || conflicts != 2 {
		t.Errorf("x is %q after %d rejections", got, conflicts)
	}
	save(t, dir, "a.md", "---\nid: x\n---\nThird.")
	if report := w.run(t, a); report.Updated != 1 {
		t.Errorf("a corrected file: %s", summary(report))
	}
	save(t, dir, "a.md", "---\nid: x\n---\nFirst.")
	if report := w.run(t, a); report.Updated != 1 {
		t.Errorf("a file whose correction was undone: %s", summary(report))
	}
	if report := w.run(t, b); report.RejectedTotal != 1 {
		t.Errorf("the other file: %s", summary(report))
	}
	if err := os.Remove(a); err != nil {
		t.Fatal(err)
	}
	if report := w.run(t, b); report.Updated != 1 {
		t.Errorf("the other file, alone: %s", summary(report))
	}
}

func TestLaterDeliveriesUpdate(t *testing.T) {
	dir := t.TempDir()
	first, second := save(t, dir, "2026-11-01.jsonl", line("a1", "Before.")), save(t, dir, "2026-11-02.jsonl", line("a1", "After."))
	w := newWorld(t, t.TempDir())
	w.run(t, first)
	if report := w.run(t, second); report.Updated != 1 {
		t.Fatalf("a newer delivery: %s", summary(report))
	}
	for range 2 {
		if report := w.run(t, dir); report.Unchanged != 2 || report.RejectedTotal != 0 {
			t.Errorf("the whole series: %s", summary(report))
		}
	}
	report, err := w.Run(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(line("a1", "By hand."))})
	if err != nil || report.Updated != 1 {
		t.Errorf("standard input: %s, %v", summary(report), err)
	}
	w.run(t, dir)
	if got := current(t, w, "a1"); got != "3 By hand." {
		t.Errorf("a1 is %q", got)
	}
	moved := filepath.Join(dir, "moved.jsonl")
	if err := os.Rename(second, moved); err != nil {
		t.Fatal(err)
	}
	save(t, dir, "moved.jsonl", line("a1", "Moved and corrected."))
	if report := w.run(t, moved); report.Updated != 1 {
		t.Errorf("moved and corrected: %s", summary(report))
	}
}

// A file to which corrections are appended gives an ID several times.
func TestLinesWithOneIDInAFile(t *testing.T) {
	dir, w := t.TempDir(), newWorld(t, t.TempDir())
	path := save(t, dir, "log.jsonl", line("x", "First.")+line("y", "Other.")+line("x", "Second."))
	w.run(t, path)
	for round := range 3 {
		if report := w.run(t, dir); report.Updated != 0 || report.Unchanged != 3 {
			t.Fatalf("round %d: %s", round, summary(report))
		}
	}
	if got := current(t, w, "x"); got != "2 Second." {
		t.Errorf("x is %q", got)
	}
	save(t, dir, "log.jsonl", line("x", "First.")+line("y", "Other."))
	save(t, dir, "z.jsonl", line("z", "One more file."))
	for _, inputs := range [][]string{{dir}, {path}} {
		report := w.run(t, inputs...)
		if got := current(t, w, "x"); got != "3 First." {
			t.Errorf("after the correction was undone: %s, x is %q", summary(report), got)
		}
	}
	save(t, dir, "log.jsonl", line("x", "Second."))
	if report := w.run(t, path); report.Updated != 1 || report.Unchanged != 0 {
		t.Errorf("at the end of the last file: %s", summary(report))
	}
}
