//go:build unix

package regular

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openNonblocking opens a file for reading and does not wait if it has become a
// named pipe. It follows a link only if links is true. Reads from the file block as usual.
func openNonblocking(path string, links bool) (*os.File, error) {
	flags := os.O_RDONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY
	if !links {
		flags |= syscall.O_NOFOLLOW
	}
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, err
	}
	raw, err := f.SyscallConn()
	if err == nil {
		var failed error
		err = raw.Control(func(fd uintptr) { failed = syscall.SetNonblock(int(fd), false) })
		err = errors.Join(err, failed)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// mayLead reports whether a link may lead to a file.
func mayLead(link, file fs.FileInfo) bool {
	l, ok := link.Sys().(*syscall.Stat_t)
	f, known := file.Sys().(*syscall.Stat_t)
	return ok && known && trusts(l.Uid, f.Uid, uint32(os.Geteuid()))
}

// trusts reports whether a user follows a link of an owner to a file of another one.
func trusts(link, file, user uint32) bool { return link == user || link == 0 || link == file }
