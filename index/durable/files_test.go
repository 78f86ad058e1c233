package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestStepsComeInTheOrderThatSurvivesALossOfPower(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	create := func(f Files) error { return f.Create(path, []byte("one")) }
	replace := func(f Files) error { return f.Replace(path, []byte("two")) }
	rename := func(f Files) error { return f.Rename(path, path+".old") }
	for _, c := range []struct {
		name string
		do   func(Files) error
		want []string
	}{ // one after the other
		{"create", create, []string{"create", "write", "sync", "sync folder"}},
		{"replace", replace, []string{"write", "sync", "rename", "sync folder"}},
		{"rename", rename, []string{"rename", "sync folder"}},
	} {
		var steps []string
		if err := c.do(Files{Trace: func(s Step) error { steps = append(steps, s.What); return nil }}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(steps, c.want) {
			t.Errorf("%s: steps are %q, want %q", c.name, steps, c.want)
		}
	}
}

// TestAFaultLeavesTheOldFileOrTheNewOne fails each step in turn.
func TestAFaultLeavesTheOldFileOrTheNewOne(t *testing.T) {
	for _, failing := range []string{"write", "sync", "rename", "sync folder"} {
		t.Run(failing, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			err := Files{Trace: func(s Step) error {
				if s.What == failing {
					return &fs.PathError{Op: s.What, Path: s.Path, Err: syscall.ENOSPC}
				}
				return nil
			}}.Replace(path, []byte("new"))
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("Replace: %v", err)
			}
			want := "old"
			if failing == "sync folder" { // renamed, and not known to stay so
				want = "new"
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != want {
				t.Errorf("the file holds %q, %v", got, err)
			}
			if left, _ := os.ReadDir(dir); len(left) != 1 {
				t.Errorf("%d files are left", len(left))
			}
		})
	}
}

func TestCreateRefusesAFileThatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := (Files{}).Create(path, []byte("one")); err != nil {
		t.Fatal(err)
	}
	err := Files{}.Create(path, []byte("two"))
	if got, _ := os.ReadFile(path); !errors.Is(err, fs.ErrExist) || string(got) != "one" {
		t.Errorf("%v, the file holds %q", err, got)
	}
	broken := filepath.Join(t.TempDir(), "file")
	err = Files{Trace: func(s Step) error {
		if s.What == "sync" {
			return syscall.EIO
		}
		return nil
	}}.Create(broken, []byte("two"))
	if _, there := os.Stat(broken); !errors.Is(err, syscall.EIO) || !errors.Is(there, fs.ErrNotExist) {
		t.Errorf("%v; after it: %v", err, there)
	}
	if err := (Files{}).SyncFolder(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("SyncFolder of none: %v", err)
	}
}
