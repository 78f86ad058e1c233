package help_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample one question or several of each command and compares
// the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"help": {
			"help", "help me please", "help all", "digest", "/watch", "admin", "help with watches", "/digest foo", "help who-said", "help digest subscribe", "help nonsense", "who-sad truce",
		},
		"status": {"status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}

// TestForeignArticles counts what is not in English.
func TestForeignArticles(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	lines := `{"id": "f1", "text": "The ferry sank on Monday, the harbour office said."}
{"id": "f2", "text": "Die Fähre ist am Montag gesunken, sagte die Hafenbehörde."}
{"id": "f3", "text": "Le ferry a coulé lundi, a déclaré la capitainerie du port."}
`
	if err := os.WriteFile(path, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := handlerstest.Ingest(t.Context(), b, path); err != nil {
		t.Fatal(err)
	}
	if got := handlerstest.Script(t, b, handlerstest.Asker(), "status"); !strings.Contains(got, "2 articles not in English") {
		t.Errorf("status:\n%s", got)
	}
}

// TestPublishedOn tells of one day what is published on one day.
func TestPublishedOn(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	for i, c := range []struct{ line, want string }{
		{`{"id": "p1", "published": "2026-05-19", "text": "The ferry sank on Monday, the harbour office said."}`, "Published on 19 May 2026."},
		{`{"id": "p2", "published": "2026-05-21", "text": "The ferry was raised, the harbour office said."}`, "Published from 19 May 2026 to 21 May 2026."},
	} {
		path := filepath.Join(t.TempDir(), "articles.jsonl")
		if err := os.WriteFile(path, []byte(c.line), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := handlerstest.Ingest(t.Context(), b, path); err != nil {
			t.Fatal(err)
		}
		if got := handlerstest.Script(t, b, handlerstest.Asker(), "status"); !strings.Contains(got, c.want) {
			t.Errorf("after %d articles, status:\n%s\nwant %q", i+1, got, c.want)
		}
	}
}

// TestNoNews reports that no article came in for so long.
func TestNoNews(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Stale = 24 * time.Hour
	fresh := b.Index.Stats().Fresh
	for hours, want := range map[int]string{1: "", 23: "", 25: "1 day", 47: "1 day", 49: "2 days", 24 * 30: "30 days"} {
		card, since, stale := b.NoNews(fresh.Add(time.Duration(hours) * time.Hour))
		if stale != (want != "") || !since.Equal(fresh) || stale && !strings.Contains(card.Title+card.Notice, want) {
			t.Errorf("after %d hours: %v, %q, %q", hours, stale, card.Title, card.Notice)
		}
	}
}
