package sealed

import (
	"errors"
	"fmt"
	"os"
)

// Snapshot writes the file as it is at one moment to path, where nothing may be, as a
// file that Open opens. Writes go on meanwhile and are not in it; what a failed
// Snapshot wrote is removed.
func (s *File) Snapshot(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy the state database: %w", err)
	}
	err = s.view(func(tx *Tx) error {
		_, err := tx.WriteTo(f)
		return err
	})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("copy the state database: %w", err), os.Remove(path))
	}
	return nil
}
