//go:build unix

package ingest

import (
	"io/fs"
	"syscall"
)

// inode returns the number of the file in its file system: a file that took
// another's place has a different one.
func inode(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Ino)
	}
	return 0
}
