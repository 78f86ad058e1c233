//go:build unix

package datadir

import (
	"os"
	"syscall"
)

// OwnedByUser reports whether a file belongs to the user of this process.
func OwnedByUser(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// OwnerOf returns the user that a folder belongs to, -1 if that is unknown.
func OwnerOf(dir string) int {
	info, err := os.Stat(dir)
	if err != nil {
		return -1
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1
	}
	return int(stat.Uid)
}
