package control

import (
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// peerUID returns the user of the process at the other end of a Unix socket
// (SO_PEERCRED, unix(7)).
func peerUID(conn net.Conn) (int, error) {
	var cred *unix.Ucred
	err := withSocket(conn, func(fd int) (err error) {
		cred, err = unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read who is at the other end of the control socket: %w", err)
	}
	return int(cred.Uid), nil
}
