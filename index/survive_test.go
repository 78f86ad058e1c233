package index

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestDamagedWhileOpen alters the file that columns are mapped from under an open index:
// Verify tells, and a panic where nobody asked is logged with its cause.
func TestDamagedWhileOpen(t *testing.T) {
	var log bytes.Buffer
	dir := filepath.Join(t.TempDir(), "index")
	record := article.Record{Article: article.Article{ID: "a", Title: "Ferry", Text: "The ferry sails in May."}, Number: 1, Version: 1}
	opts := Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Record: func(context.Context, string) (article.Record, bool, error) { return record, true, nil }}
	reopened := func() *Index {
		t.Helper()
		x, err := Open(t.Context(), dir, opts)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := reopened()
	if err := errors.Join(x.Add(t.Context(), []article.Record{record}), x.Close()); err != nil {
		t.Fatal(err)
	}
	x = reopened()
	defer x.Close()
	if wrong, err := x.Verify(t.Context()); err != nil || len(wrong) > 0 {
		t.Fatalf("whole: %v, %v", wrong, err)
	}
	fault := func() string {
		log.Reset()
		func() {
			defer x.survive()
			panic("invented")
		}()
		return log.String()
	}
	if got := fault(); !strings.Contains(got, `msg="preparing answers failed" panic=invented`) {
		t.Errorf("whole: %s", got)
	}
	files, err := filepath.Glob(filepath.Join(dir, "columns-*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	f, err := os.OpenFile(files[0], os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte("spoilt"), 4096)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Verify(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "does not match its checksum") {
		t.Errorf("damaged: %v", err)
	}
	if got := fault(); !strings.Contains(got, `msg="the index is damaged; restart, and it is rebuilt" panic=invented`) {
		t.Errorf("damaged: %s", got)
	}
}
