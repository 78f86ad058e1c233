package console

import (
	"net"
)

// Openable returns the address of the page of a console that listens on an address, as a
// browser on this machine opens it: one on every address is reached as localhost.
func Openable(listening string) string {
	host, port, err := net.SplitHostPort(listening)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return "http://localhost:" + port + "/"
	}
	return "http://" + listening + "/"
}

// Exposed reports whether other machines can reach a listener.
func Exposed(listening net.Addr) bool {
	host, _, err := net.SplitHostPort(listening.String())
	ip := net.ParseIP(host)
	return err == nil && (ip == nil || !ip.IsLoopback())
}
