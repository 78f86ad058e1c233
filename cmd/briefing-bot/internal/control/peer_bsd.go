//go:build darwin || freebsd

package control

import (
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// localLevel is SOL_LOCAL (sys/un.h), the level of options of Unix sockets.
const localLevel = 0

// peerUID returns the user of the process at the other end of a Unix socket
// (LOCAL_PEERCRED, unix(4)).
func peerUID(conn net.Conn) (int, error) {
	var cred *unix.Xucred
	err := withSocket(conn, func(fd int) (err error) {
		cred, err = unix.GetsockoptXucred(fd, localLevel, unix.LOCAL_PEERCRED)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read who is at the other end of the control socket: %w", err)
	}
	return int(cred.Uid), nil
}
