package boltfile

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// ErrFull is wrapped by the errors of writes for which the disk had no room.
var ErrFull = errors.New("the disk is full")

// Full wraps ErrFull around an error if the system reports that the disk, or what of it
// this user may have, is full. bbolt gives some errors of the system by their words only.
func Full(err error) error {
	if err == nil || errors.Is(err, ErrFull) {
		return err
	}
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}
