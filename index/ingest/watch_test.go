package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
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

// watched is a watch of a folder with the system's events.
func watched(t testing.TB, w *world, dir string) (statuses chan WatchStatus) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	statuses, ended := make(chan WatchStatus, 1000), make(chan error, 1)
	go func() {
		ended <- w.Watch(ctx, []string{dir}, WatchOptions{Status: func(s WatchStatus) { statuses <- s }})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return statuses
}

// eventually waits until ok, for ten seconds at most.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for limit := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("not within ten seconds: " + what)
		}
	}
}

func (w *world) holds(id string) bool {
	_, err := w.Archive.Get(context.Background(), id)
	return err == nil
}

func TestWatchReadsAFileWhosePermissionsWereFixed(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"a.txt": "Words."})
	w := newWorld(t, t.TempDir())
	w.opened = func(path string) error {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() == 0 { // also for root
			return &os.PathError{Op: "open", Path: path, Err: syscall.EACCES}
		}
		return nil
	}
	if err := os.Chmod(filepath.Join(dir, "a.txt"), 0); err != nil {
		t.Fatal(err)
	}
	statuses := watched(t, w, dir)
	if s := <-statuses; s.Waiting != 1 {
		t.Fatalf("a file without permission: %+v", s)
	}
	if err := os.Chmod(filepath.Join(dir, "a.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a.txt is read", func() bool { return w.holds("a") })
	if s := <-statuses; s.Behind() {
		t.Errorf("then %+v", s)
	}
}

func TestWatchFollowsAFolderThatTookItsPlace(t *testing.T) {
	t.Parallel()
	base := write(t, map[string]string{"w/a.txt": "Words.", "new/b.txt": "More words.", "new/sub/c.txt": "And more."})
	w := newWorld(t, t.TempDir())
	watched(t, w, filepath.Join(base, "w"))
	eventually(t, "the first folder is read", func() bool { return w.holds("a") })
	rename(t, filepath.Join(base, "w"), filepath.Join(base, "old"))
	rename(t, filepath.Join(base, "new"), filepath.Join(base, "w"))
	eventually(t, "the second folder is read", func() bool { return w.holds("b") && w.holds("sub/c") })
	save(t, base, "w/sub/d.txt", "A file that was made later.")
	eventually(t, "the second folder is watched", func() bool { return w.holds("sub/d") })
}
