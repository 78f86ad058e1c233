//go:build unix

package control

import (
	"errors"
	"net"
)

// withSocket calls f with the file descriptor of a Unix socket.
func withSocket(conn net.Conn, f func(fd int) error) error {
	unix, ok := conn.(*net.UnixConn)
	if !ok {
		return errors.New("not a Unix socket")
	}
	raw, err := unix.SyscallConn()
	if err != nil {
		return err
	}
	var called error
	err = raw.Control(func(fd uintptr) { called = f(int(fd)) })
	return errors.Join(err, called)
}
