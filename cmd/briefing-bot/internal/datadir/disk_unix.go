//go:build unix

package datadir

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// FreeSpace returns the bytes that are free for this user where a path is.
func FreeSpace(path string) (free uint64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}

// Writable returns why this user cannot write in a folder, as on a disk that the system has
// made read-only after errors; nil if that is not known.
func Writable(dir string) error {
	if err := unix.Access(dir, unix.W_OK); err != nil {
		return &fs.PathError{Op: "write in", Path: dir, Err: err}
	}
	return nil
}
