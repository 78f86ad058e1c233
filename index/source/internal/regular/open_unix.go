//go:build unix

package regular

import (
	"errors"
	"os"
	"syscall"
)

// openNonblocking opens a file for reading and does not wait if it has become a
// named pipe. Reads from the file block as usual.
func openNonblocking(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
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
