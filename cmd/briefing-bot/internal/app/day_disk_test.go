package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// withoutSockets is a file system without what cannot be copied.
type withoutSockets struct{ fs.FS }

// ReadDir lists regular files and folders.
func (f withoutSockets) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	var out []fs.DirEntry
	for _, e := range all {
		if e.IsDir() || e.Type().IsRegular() {
			out = append(out, e)
		}
	}
	return out, err
}

// listed returns the files below a folder, with their sizes and times.
func listed(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if info, infoErr := e.Info(); err == nil && infoErr == nil && !e.IsDir() {
			fmt.Fprintln(&out, path, info.Size(), info.ModTime())
		}
		return nil // what went meanwhile shows in the next list
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// fill takes all room on the disk.
func (d *day) fill() {
	if !d.small() {
		return
	}
	f, err := os.Create(filepath.Join(d.disk, "ballast"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
}

// makeRoom takes fill back.
func (d *day) makeRoom() {
	if err := os.RemoveAll(filepath.Join(d.disk, "ballast")); err != nil {
		d.t.Fatal(err)
	}
}
