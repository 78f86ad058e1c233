package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Snapshot writes the archive as it is at one moment into a folder: a file that Open
// opens, and its identity. Writes go on meanwhile and are not in it. The folder must
// exist and hold no archive; what a failed Snapshot wrote is removed.
func (a *Archive) Snapshot(ctx context.Context, dir string) error {
	path := filepath.Join(dir, FileName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy the archive: %w", err)
	}
	err = a.viewRaw(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(untilDone{ctx, f})
		return err
	})
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = noteIdentity(dir, a.identity)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy the archive: %w", full(err)), os.Remove(path))
	}
	return nil
}

// untilDone is a writer that fails once its context is done.
type untilDone struct {
	ctx context.Context
	io.Writer
}

// Write writes p unless the context is done.
func (w untilDone) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(p)
}

// compactBytes is the size of one transaction of Compact.
const compactBytes = 64 << 20

// Compact writes the archive into a new file without free pages, which takes the
// place of the old one. What was deleted is then in no file of the archive any more.
// Writes wait meanwhile, reads only while the files are exchanged.
func (a *Archive) Compact(ctx context.Context) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.proveOnce(ctx); err != nil {
		return err
	}
	path := a.path
	next := path + ".compact"
	defer os.Remove(next)
	if err := compactInto(next, a.db); err != nil {
		return fmt.Errorf("compacting the archive: %w", full(err))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	a.swap.Lock()
	defer a.swap.Unlock()
	old := a.db
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("compacting the archive: %w", err)
	}
	db, _, err := openFile(path, reopenTimeout)
	if err != nil {
		return fmt.Errorf("opening the compacted archive: %w", err)
	}
	a.db = db
	return old.Close()
}

func compactInto(path string, from *bolt.DB) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	to, err := bolt.Open(path, 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	return errors.Join(bolt.Compact(to, from, compactBytes), to.Sync(), to.Close())
}
