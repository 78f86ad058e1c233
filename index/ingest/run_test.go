package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// memory is an index that holds records in memory.
type memory struct {
	mu      sync.Mutex
	records map[string]article.Record
	partial []bool
	fail    error
	room    func() error // may be nil
}

func (m *memory) Add(ctx context.Context, records []article.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	if m.room != nil {
		if err := m.room(); err != nil {
			return err
		}
	}
	for _, r := range records {
		if delete(m.records, r.ID); !r.Removed {
			m.records[r.ID] = r
		}
	}
	return nil
}

func (m *memory) Holds(r article.Record) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	have, ok := m.records[r.ID]
	return ok != r.Removed && (!ok || have.Version == r.Version && have.Extraction == r.Extraction && have.Group == r.Group)
}

func (m *memory) Versions() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]int{}
	for id, r := range m.records {
		out[id] = r.Version
	}
	return out
}

func (m *memory) SetPartial(partial bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.partial = append(m.partial, partial)
}

func (m *memory) Compact(context.Context) error { return nil }

func (m *memory) len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.records)
}

// world is an ingester with its archive, its index and how often it extracted.
type world struct {
	*Ingester
	index     *memory
	extracted atomic.Int64
}

func newWorld(t testing.TB, dir string) *world {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	w := &world{index: &memory{records: map[string]article.Record{}}}
	w.Ingester = &Ingester{Archive: a, Index: w.index, Version: 1, Log: slog.New(slog.DiscardHandler),
		Extract: func(_ context.Context, art article.Article) (article.Annotation, []article.Event, error) {
			w.extracted.Add(1)
			return article.Annotation{People: []article.Person{{Name: fmt.Sprint(len(art.Text))}}}, nil, nil
		}}
	return w
}

func (w *world) run(t testing.TB, inputs ...string) Report {
	t.Helper()
	report, err := w.Run(t.Context(), inputs, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// write makes the files of a folder, name by name.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func summary(r Report) string {
	s := fmt.Sprintf("added %d updated %d unchanged %d duplicates %d", r.Added, r.Updated, r.Unchanged, r.Duplicates)
	for _, x := range r.Rejected {
		s += "\n" + x.Path + ": " + x.Reason
	}
	return s
}

func TestAFolderComesInWithItsBadFilesListed(t *testing.T) {
	dir := write(t, map[string]string{
		"one.txt":       "The envoy left Orsk on Monday.",
		"one.meta.yaml": "id: first\npublished: 2025-05-19\ntitle: Leaving\n",
		"sub/two.md":    "---\ntitle: Two\ndate: 2025-05-20\n---\nThe talks went on.\n",
		"lines.jsonl":   `{"id":"l1","text":"A line."}` + "\n{broken\n\n" + `{"id":"l3","text":"Another line."}`,
		"empty.txt":     "", "bad.txt": "caf\xe9", "picture.txt": "\x89PNG\x00", "paper.pdf": "%PDF", ".hidden.txt": "Never seen.",
	})
	w := newWorld(t, t.TempDir())
	report := w.run(t, dir)
	if report.Added != 4 || len(report.Rejected) != 5 {
		t.Fatalf("%s", summary(report))
	}
	for _, want := range []string{
		"bad.txt: its text is not valid UTF-8 (at byte 3)", "empty.txt: it is empty", "lines.jsonl:2: broken JSON at byte 2",
		"paper.pdf: it is a damaged PDF file", "picture.txt: it is binary",
	} {
		if !strings.Contains(summary(report), want) {
			t.Errorf("no %q in\n%s", want, summary(report))
		}
	}
	for id, text := range map[string]string{"first": "The envoy left Orsk on Monday.", "sub/two": "The talks went on.\n", "l1": "A line.", "l3": "Another line."} {
		if w.index.records[id].Text != text {
			t.Errorf("%s is %q", id, w.index.records[id].Text)
		}
	}
	again := w.run(t, dir)
	if again.Unchanged != 4 || again.Added+again.Updated != 0 || w.extracted.Load() != 4 {
		t.Errorf("again: %s, extracted %d times", summary(again), w.extracted.Load())
	}
}

// TestADataFolderIsLeftOut: a folder that also holds the data folder is read without it.
func TestADataFolderIsLeftOut(t *testing.T) {
	dir := write(t, map[string]string{
		"one.txt":                "The envoy left Orsk on Monday.",
		"data/articles.db":       "pages",
		"data/articles.id":       "archive 1",
		"data/briefing-bot.json": "{}", "data/index/store/1.zap": "postings", "data/index/index_meta.json": "{}",
		"other/articles.db":  "somebody's", // a name alone makes no data folder
		"other/articles.txt": "The talks went on.",
	})
	w := newWorld(t, t.TempDir())
	report := w.run(t, dir)
	if got := summary(report); report.Added != 2 || len(report.Rejected) != 1 || !strings.Contains(got, "other/articles.db") {
		t.Errorf("%s", got)
	}
	report = w.run(t, filepath.Join(dir, "data"))
	if got := summary(report); report.Added != 0 || len(report.Rejected) != 1 || !strings.Contains(got, "it is a data folder of briefing-bot") {
		t.Errorf("named itself: %s", got)
	}
}

func TestReportIsTheContractsJSON(t *testing.T) {
	w := newWorld(t, t.TempDir())
	report, err := w.Run(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader("Only words.")})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(report)
	if want := `{"added":1,"updated":0,"unchanged":0,"duplicates":0,"rejected":[],"rejected_total":0,"unread":[],"left_out":[],"lacking":{"published":1,"source":1}}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
