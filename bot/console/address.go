package console

import (
	"net"
	"net/url"
)

// Openable returns the address of a page as a browser opens it: a listener on every
// address of this machine is reached by its own name.
func Openable(listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return "http://localhost:" + port + "/"
	}
	return "http://" + listening.String() + "/"
}

// Exposed reports whether other machines can reach a listener.
func Exposed(listening net.Addr) bool {
	host, _, err := net.SplitHostPort(listening.String())
	ip := net.ParseIP(host)
	return err == nil && (ip == nil || !ip.IsLoopback())
}

// webAddress returns address where it leads to a web page, and "" where it is
// anything else: an article's address is data, and javascript: is one too.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}
