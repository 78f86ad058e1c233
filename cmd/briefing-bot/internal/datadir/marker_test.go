package datadir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// files writes files, by name, into a folder.
func files(names map[string]string) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for name, text := range names {
			path := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// newArchive makes an archive in a folder, as a version without markers did.
func newArchive(t *testing.T, dir string) {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{})
	if err == nil {
		err = a.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestClaim(t *testing.T) {
	for _, test := range []struct {
		name    string
		before  func(t *testing.T, dir string)
		state   bool   // of the marker
		refused string // in the error, "" if the folder is claimed
	}{
		{"an empty folder", func(*testing.T, string) {}, false, ""},
		{"a folder that is absent", func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Remove(dir); err != nil {
				t.Fatal(err)
			}
		}, false, ""},
		{"a folder with a marker", files(map[string]string{MarkerName: `{"program":"briefing-bot","schema":1,"state":true}`, "notes.txt": ""}), true, ""},
		{"a marker that a crash left empty", files(map[string]string{MarkerName: ""}), false, ""},
		{"an archive of an older version", newArchive, false, ""},
		{"an archive and a state database of an older version", func(t *testing.T, dir string) {
			t.Helper()
			newArchive(t, dir)
			files(map[string]string{state.FileName: ""})(t, dir)
		}, true, ""},
		{"one other file", files(map[string]string{"notes.txt": ""}), false, `("notes.txt")`},
		{"three other files", files(map[string]string{"a": "", "b": "", "c": ""}), false, `("a", "b", "c")`},
		{"four other files", files(map[string]string{"a": "", "b": "", "c": "", "d": ""}), false, `("a", "b" and 2 more)`},
		{"another program's archive", files(map[string]string{archive.FileName: "SQLite format 3\x00"}), false, "holds other files"},
		{"another program's marker", files(map[string]string{MarkerName: `{"program":"other","schema":1}`}), false, "is not the marker"},
		{"a marker that is too large", files(map[string]string{MarkerName: strings.Repeat(" ", maxMarkerSize+1)}), false, "is not the marker"},
		{"a folder of a newer version", files(map[string]string{MarkerName: `{"program":"briefing-bot","schema":2}`}), false, "Install the newer version"},
		{"a folder in the archive's place", files(map[string]string{MarkerName: `{"program":"briefing-bot","schema":1}`, archive.FileName + "/a": ""}), false, "is a folder, not a file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			test.before(t, dir)
			m, err := Claim(dir)
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) || !strings.Contains(err.Error(), dir) {
					t.Errorf("error %v, want %q", err, test.refused)
				}
				return
			}
			if err != nil || m.State != test.state {
				t.Fatalf("marker %+v, %v", m, err)
			}
			kept, err := ReadMarker(dir)
			if err != nil || kept.Program != "briefing-bot" || kept.Schema != MarkerSchema {
				t.Errorf("kept marker %+v, %v", kept, err)
			}
		})
	}
}

// TestMarkerIsReplaced: a second Write leaves one file, with the new content.
func TestMarkerIsReplaced(t *testing.T) {
	dir := t.TempDir()
	m := NewMarker()
	for _, demo := range []bool{true, false, true} {
		m.Demo = demo
		if err := m.Write(dir); err != nil {
			t.Fatal(err)
		}
		if kept, err := ReadMarker(dir); err != nil || kept != m {
			t.Errorf("kept %+v, %v; want %+v", kept, err, m)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

func TestCheckIndex(t *testing.T) {
	for _, test := range []struct {
		name    string
		before  map[string]string
		refused string // in the error, "" if it may be an index
	}{
		{"nothing", nil, ""},
		{"an index", map[string]string{"index/index_meta.json": "{}", "index/store/root.bolt": "", "index/unknown": ""}, ""},
		{"an index that a crash cut short", map[string]string{"index/store/root.bolt": ""}, ""},
		{"a damaged index with our marker", map[string]string{"index/unknown": "", "index/" + MarkerName: `{"program":"briefing-bot","schema":1}`}, ""},
		{"a file", map[string]string{"index": "chapter 1"}, "is a file, not an index"},
		{"somebody's folder", map[string]string{"index/thesis.txt": ""}, `holds other files ("thesis.txt")`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			files(test.before)(t, dir)
			err := CheckIndex(filepath.Join(dir, "index"))
			if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)) {
				t.Errorf("error %v, want %q", err, test.refused)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		0:             "a file",
		fs.ModeDir:    "a folder",
		fs.ModeSocket: "a socket",
		fs.ModeDevice: "a device or pipe", fs.ModeSymlink: "a symbolic link", fs.ModeNamedPipe: "a device or pipe",
	} {
		if got := KindOf(kind{mode: mode}); got != want {
			t.Errorf("%v is %s, want %s", mode, got, want)
		}
	}
}

// kind is a file of a mode, of which nothing else is asked.
type kind struct {
	fs.FileInfo
	mode fs.FileMode
}

// Mode is fs.FileInfo.Mode.
func (k kind) Mode() fs.FileMode { return k.mode }
