package app

import (
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk returns a folder on a small disk of its own, or any folder if none can be
// mounted.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=128m"); err == nil {
		t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	}
	return dir
}

// small reports whether the disk is one that can be filled.
func (d *day) small() bool {
	var s unix.Statfs_t
	return unix.Statfs(d.disk, &s) == nil && uint64(s.Blocks)*uint64(s.Bsize) <= 128<<20
}
