package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Step is something done to a file or a folder.
type Step struct {
	What string // "write", "sync", "rename", "create" or "sync folder"
	Path string // of a rename: the new name
}

// Files makes changes to files. The zero value is ready for use.
type Files struct {
	// Trace is called before each step; an error of it is the step's. It is for
	// tests, of the order of steps and of faults in any of them.
	Trace func(Step) error
}

func (f Files) do(what, path string, step func() error) error {
	if f.Trace != nil {
		if err := f.Trace(Step{what, path}); err != nil {
			return err
		}
	}
	return step()
}

// Replace makes data the content of the file at path, whether it exists or not.
func (f Files) Replace(path string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	name := file.Name()
	err = errors.Join(f.fill(file, data), file.Close())
	if err == nil {
		err = f.Rename(name, path)
	}
	if err != nil {
		if removed := os.Remove(name); !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return err
}

// Create makes a new file with data, which no process sees under another name. The
// error wraps fs.ErrExist if there is a file at path.
func (f Files) Create(path string, data []byte) error {
	var file *os.File
	err := f.do("create", path, func() (err error) {
		file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		return err
	})
	if err != nil {
		return err
	}
	if err := errors.Join(f.fill(file, data), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return f.SyncFolder(filepath.Dir(path))
}

func (f Files) fill(file *os.File, data []byte) error {
	err := f.do("write", file.Name(), func() error { _, err := file.Write(data); return err })
	if err != nil {
		return err
	}
	return f.do("sync", file.Name(), file.Sync)
}

// Rename gives a file or a folder, whose content is synced, another name in the same
// folder, in place of what has it. If it fails the old name may or may not be left.
func (f Files) Rename(from, to string) error {
	if err := f.do("rename", to, func() error { return os.Rename(from, to) }); err != nil {
		return err
	}
	return f.SyncFolder(filepath.Dir(to))
}

// SyncFolder waits until the names in a folder are on disk.
func (f Files) SyncFolder(dir string) error {
	return f.do("sync folder", dir, func() error {
		if runtime.GOOS == "windows" {
			return nil // it has no such call; NTFS journals names
		}
		d, err := os.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return fmt.Errorf("syncing the folder %s: %w", dir, err)
		}
		return nil
	})
}
