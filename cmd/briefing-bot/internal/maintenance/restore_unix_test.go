//go:build unix

package maintenance

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// backupIn makes an empty backup in a new folder.
func backupIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := datadir.NewMarker().Write(dir); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := state.Open(dir, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestRestoreTakesRegularFiles: what a backup has in the place of a file neither fills the disk,
// nor blocks, nor leads to another file of this machine. Nothing is left of what was begun.
func TestRestoreTakesRegularFiles(t *testing.T) {
	other := backupIn(t)
	link := func(to string) func(string) error { return func(path string) error { return os.Symlink(to, path) } }
	for what, put := range map[string]func(path string) error{
		"a device":                link("/dev/zero"),
		"a file of this machine":  link("/etc/hostname"),
		"a file of the same kind": link(filepath.Join(other, archive.FileName)),
		"nothing":                 link("missing"),
		"a pipe":                  func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":                func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		for _, name := range []string{archive.FileName, archive.IdentityFile, state.FileName, datadir.MarkerName} {
			backup, above := backupIn(t), t.TempDir()
			if err := errors.Join(os.Remove(filepath.Join(backup, name)), put(filepath.Join(backup, name))); err != nil {
				t.Fatal(err)
			}
			_, _, err := Restore(t.Context(), backup, filepath.Join(above, "data"), false)
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s is %s: %v", name, what, err)
			}
			if left, _ := os.ReadDir(above); len(left) > 0 {
				t.Errorf("%s is %s: %s is left", name, what, left[0].Name())
			}
		}
	}
	above := t.TempDir()
	if _, _, err := Restore(t.Context(), other, filepath.Join(above, "data"), false); err != nil {
		t.Errorf("a whole backup: %v", err)
	}
}

// TestRestoreEndsWithItsContext: nothing of what was begun is left.
func TestRestoreEndsWithItsContext(t *testing.T) {
	backup, above := backupIn(t), t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := Restore(ctx, backup, filepath.Join(above, "data"), false); !errors.Is(err, context.Canceled) {
		t.Errorf("restored: %v", err)
	}
	if left, _ := os.ReadDir(above); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
}
