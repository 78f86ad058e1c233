//go:build unix

package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// snapshot is every path below a folder with its mode and content.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s", path, entry.Type())
		if entry.Type().IsRegular() {
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %q", raw)
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func put(path, text string) func() error {
	return func() error {
		return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
	}
}

// TestFoldersOfOthers are refused in plain words, and nothing in them changes.
func TestFoldersOfOthers(t *testing.T) {
	for name, make := range map[string]func(dir string) error{
		"an index folder with other files": func(dir string) error { return put(filepath.Join(dir, "index", "thesis.txt"), "work")() },
		"deep files":                       func(dir string) error { return put(filepath.Join(dir, "index", "a", "b", "c.txt"), "work")() },
		"a file called index":              func(dir string) error { return put(filepath.Join(dir, "index"), "work")() },
		"another articles.db":              func(dir string) error { return put(filepath.Join(dir, "articles.db"), "SQLite format 3\x00")() },
		"an empty articles.db":             func(dir string) error { return put(filepath.Join(dir, "articles.db"), "")() },
		"an articles.db folder":            func(dir string) error { return os.Mkdir(filepath.Join(dir, "articles.db"), 0o700) },
		"a file with no known name":        func(dir string) error { return put(filepath.Join(dir, "notes.txt"), "work")() },
		"a hidden file":                    func(dir string) error { return put(filepath.Join(dir, ".git", "HEAD"), "ref")() },
		"another program's marker": func(dir string) error {
			return put(filepath.Join(dir, datadir.MarkerName), `{"program":"other","schema":1}`)()
		},
		"a marker that is a folder": func(dir string) error { return os.Mkdir(filepath.Join(dir, datadir.MarkerName), 0o700) },
		"a marker that is a link":   func(dir string) error { return os.Symlink("/etc/hostname", filepath.Join(dir, datadir.MarkerName)) },
		"a marker of a newer version": func(dir string) error {
			return put(filepath.Join(dir, datadir.MarkerName), `{"program":"briefing-bot","schema":99}`)()
		},
	} {
		c := config.Default()
		c.Data = t.TempDir()
		if err := make(c.Data); err != nil {
			t.Fatal(err)
		}
		before := snapshot(t, c.Data)
		a, err := Open(t.Context(), c, c.Logger())
		if err == nil {
			a.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.Data) || !strings.Contains(err.Error(), "--data") || strings.Contains(err.Error(), "panic") {
			t.Errorf("%s: %v", name, err)
		}
		if after := snapshot(t, c.Data); after != before {
			t.Errorf("%s: changed to\n%s", name, after)
		}
	}
}

// TestOtherThingsInPlaceOfOurs puts other things in the place of the files of a
// data folder.
func TestOtherThingsInPlaceOfOurs(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	c := sampleFolder(t)
	for _, name := range []string{"articles.db", "articles.id", "index", "state.db", "control.sock", datadir.MarkerName} {
		for what, make := range map[string]func(path string) error{
			"a folder with a file": func(path string) error { return put(filepath.Join(path, "thesis.txt"), "work")() },
			"a link":               func(path string) error { return os.Symlink(t.TempDir(), path) },
			"a pipe":               func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"a text file":          func(path string) error { return put(path, "work")() },
		} {
			if what == "a text file" && name != "index" && name != "control.sock" && name != datadir.MarkerName {
				continue // a damaged file of ours, perhaps
			}
			data := t.TempDir()
			if err := errors.Join(os.CopyFS(data, os.DirFS(c.Data)), os.Chmod(data, 0o700), os.RemoveAll(filepath.Join(data, name)), make(filepath.Join(data, name))); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, filepath.Join(data, name))
			other := c
			other.Data = data
			err := opensForServe(t, other)
			if err == nil || !strings.Contains(err.Error(), filepath.Join(data, name)) {
				t.Errorf("%s is %s: %v", name, what, err)
			}
			if after := snapshot(t, filepath.Join(data, name)); after != before {
				t.Errorf("%s was %s and changed to\n%s", name, what, after)
			}
		}
	}
}

// TestSpecialFilesInTheIndex: a link or a pipe in the place of a file of the index neither blocks
// nor leads elsewhere, and stays as it is.
func TestSpecialFilesInTheIndex(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	c := sampleFolder(t)
	parts, err := os.ReadDir(filepath.Join(c.Data, "index", "store"))
	if err != nil || len(parts) == 0 {
		t.Fatal(parts, err)
	}
	elsewhere := filepath.Join(t.TempDir(), "work")
	for _, name := range []string{"sequence", "index_meta.json", "columns-1", datadir.MarkerName, filepath.Join("store", "root.bolt"), filepath.Join("store", parts[0].Name())} {
		for what, make := range map[string]func(path string) error{
			"a symbolic link":  func(path string) error { return os.Symlink(elsewhere, path) },
			"a device or pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		} {
			other, path := c, filepath.Join(t.TempDir(), "data")
			other.Data = path
			path = filepath.Join(path, "index", name)
			if err := errors.Join(os.CopyFS(other.Data, os.DirFS(c.Data)), os.Chmod(other.Data, 0o700), os.RemoveAll(path), make(path)); err != nil {
				t.Fatal(err)
			}
			if err := opensForServe(t, other); err == nil || !strings.Contains(err.Error(), path+" is "+what) {
				t.Errorf("%s is %s: %v", name, what, err)
			}
			if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
				t.Errorf("%s was %s and is changed: %v, %v", name, what, info, err)
			}
		}
	}
}

// opensForServe opens all that serve opens in a data folder.
func opensForServe(t *testing.T, c config.Config) error {
	t.Helper()
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		return err
	}
	defer a.Close()
	l, err := control.Listen(c.Data)
	if err != nil {
		return err
	}
	defer l.Close()
	store, err := a.openState()
	if err != nil {
		return err
	}
	return store.Close()
}

// TestAdoption opens a folder that an older version made.
func TestAdoption(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	for _, marked := range []string{"", "index"} {
		if err := os.Remove(filepath.Join(c.Data, marked, datadir.MarkerName)); err != nil {
			t.Fatal(err)
		}
	}
	if card, err := answered(t, c, "/who-said dam"); err != nil || card.Total == 0 {
		t.Fatalf("%d statements, %v", card.Total, err)
	}
	if m, err := datadir.ReadMarker(c.Data); err != nil || m.Schema != datadir.MarkerSchema {
		t.Errorf("marker %+v, %v", m, err)
	}
}
