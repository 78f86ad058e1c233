//go:build unix

package datadir

import "golang.org/x/sys/unix"

// FreeSpace returns the bytes that are free for this user where a path is.
func FreeSpace(path string) (free uint64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
