//go:build unix

package main

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// ownedByUser reports whether a file belongs to the user of this process.
func ownedByUser(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// ownerOf returns the user that a folder belongs to, -1 if that is unknown.
func ownerOf(dir string) int {
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

// controlSocket calls f with the file descriptor of a Unix socket.
func controlSocket(conn net.Conn, f func(fd int) error) error {
	unix, ok := conn.(*net.UnixConn)
	if !ok {
		return errors.New("it is not a Unix socket")
	}
	raw, err := unix.SyscallConn()
	if err != nil {
		return err
	}
	var called error
	err = raw.Control(func(fd uintptr) { called = f(int(fd)) })
	return errors.Join(err, called)
}
