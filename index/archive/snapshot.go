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
	err = a.view(func(tx *bolt.Tx) error {
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
