package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWatchReadsWhatIsMadeAndChanged(t *testing.T) {
	dir := write(t, map[string]string{"old.txt": "It was there before."})
	w := newWorld(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	reports, ended := make(chan Report, 10), make(chan error, 1)
	go func() {
		ended <- w.Watch(ctx, []string{dir}, WatchOptions{Done: func(r Report, err error) { reports <- r }})
	}()
	next := func() Report {
		t.Helper()
		select {
		case r := <-reports:
			return r
		case <-time.After(10 * time.Second):
			t.Fatal("nothing was read")
			return Report{}
		}
	}
	save := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if r := next(); r.Added != 1 {
		t.Errorf("at first: %s", summary(r))
	}
	if err := os.Mkdir(filepath.Join(dir, "new"), 0o755); err != nil {
		t.Fatal(err)
	}
	save("new/a.txt", "First word")
	time.Sleep(Quiet / 2) // still being written
	save("new/a.txt", "First word and the rest of it.")
	if r := next(); r.Added != 1 {
		t.Errorf("after a new file: %s", summary(r))
	}
	save("old.meta.yaml", "title: Before\n")
	if r := next(); r.Updated != 1 {
		t.Errorf("after new metadata: %s", summary(r))
	}
	if err := os.Remove(filepath.Join(dir, "new/a.txt")); err != nil {
		t.Fatal(err)
	}
	save("paper.pdf", "%PDF")
	if r := next(); len(r.Rejected) != 1 {
		t.Errorf("after a file of another kind: %s", summary(r))
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Watch ended with %v", err)
	}
	if r, err := w.Archive.Get(t.Context(), "new/a"); err != nil || r.Text != "First word and the rest of it." || r.Version != 1 || r.Removed {
		t.Errorf("new/a is %+v, %v", r, err)
	}
}
