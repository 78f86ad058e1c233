package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/source/internal/regular"
)

// specialFiles makes a folder with a regular file, one of each other kind that
// this system and user can make, and links to them. It returns the paths of the
// special ones with a word of what they are.
func specialFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	special := map[string]string{dir: "folder", os.DevNull: "device"}
	makeSpecial(t, dir, special)
	for path, kind := range special {
		link := filepath.Join(dir, "link-to-"+kind)
		if err := os.Symlink(path, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
		defer func() { special[link] = kind }()
	}
	return special
}

func TestOpenRegularRefusesSpecialFiles(t *testing.T) {
	for path, kind := range specialFiles(t, t.TempDir()) {
		result := make(chan error, 1)
		go func() {
			_, _, err := regular.Open(path)
			result <- err
		}()
		select {
		case err := <-result:
			if !errors.Is(err, regular.ErrNotRegular) || !strings.Contains(err.Error(), kind) {
				t.Errorf("%s (%s): %v", path, kind, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("opening %s (%s) does not return", path, kind)
		}
	}
}

func TestOpenRegularReadsFilesAndLinks(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("Words."), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "b.txt")
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	for _, p := range []string{path, link} {
		f, info, err := regular.Open(p)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if data, err := io.ReadAll(f); string(data) != "Words." || err != nil || info.Size() != 6 {
			t.Errorf("%s: %q, %d bytes, %v", p, data, info.Size(), err)
		}
	}
	if _, _, err := regular.Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	dangling := filepath.Join(dir, "dangling.txt")
	if err := os.Symlink("none", dangling); err != nil {
		t.Fatal(err)
	}
	if _, _, err := regular.Open(dangling); err == nil || err.Error() != "it is a link to a file that does not exist" {
		t.Errorf("dangling: %v", err)
	}
}

// allocated returns how many bytes the program has allocated since its start.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
