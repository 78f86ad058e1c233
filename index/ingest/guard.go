package ingest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"

	"code.dny.dev/ssrf"
)

// errPrivate is the reason for a redirect into a private network.
var errPrivate = errors.New("it leads on to an address of a private network, which is only read when it is typed itself")

// guard dials for one typed address and the redirects that follow from it. A
// server elsewhere must not make this machine read what only it can reach, so
// addresses of private and special networks are refused unless the typed host
// and port lead there.
type guard struct {
	typed  *url.URL
	public *ssrf.Guardian // IANA's registries of special-purpose addresses

	mu       sync.Mutex
	dialled  bool // the typed address was dialled
	onPublic bool // and has a public address
}

func newGuard(typed *url.URL) *guard {
	return &guard{typed: typed, public: ssrf.New(ssrf.WithAnyPort())}
}

// DialContext connects to address and checks the IP addresses that it resolves
// to, right before each connection.
func (g *guard) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{Timeout: answerTime, Control: g.refuse}
	if g.trusts(host, port) {
		d.Control = g.note
	}
	return d.DialContext(ctx, network, address)
}

// trusts reports whether private addresses are allowed for host and port: those
// of the typed address, unless its name led to a public address before. A name
// whose address changes meanwhile is a known attack.
func (g *guard) trusts(host, port string) bool {
	ports := []string{"80", "443", g.typed.Port()}
	if !strings.EqualFold(host, g.typed.Hostname()) || !slices.Contains(ports, port) {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	first := !g.dialled
	g.dialled = true
	return first || !g.onPublic
}

// note is a net.Dialer's Control that lets every address pass and remembers
// whether one was public.
func (g *guard) note(_, address string, _ syscall.RawConn) error {
	if g.check(address) == nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.onPublic = true
	}
	return nil
}

// refuse is a net.Dialer's Control that lets public addresses pass.
func (g *guard) refuse(_, address string, _ syscall.RawConn) error { return g.check(address) }

// check returns errPrivate for an address that is not a public one. IPv4
// addresses inside of IPv6 addresses (mapped, NAT64, ISATAP) are looked at too.
func (g *guard) check(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap().WithZone("")
	if ssrf.IPv6NAT64Prefix.Contains(ip) {
		ip = lastIPv4(ip)
	}
	if isISATAP(ip) && g.public.SafeAddr(lastIPv4(ip)) != nil || g.public.SafeAddr(ip) != nil {
		return errPrivate
	}
	return nil
}

// isISATAP reports whether ip ends with an interface identifier of RFC 5214,
// which carries an IPv4 address.
func isISATAP(ip netip.Addr) bool {
	if !ip.Is6() {
		return false
	}
	b := ip.As16()
	return (b[8] == 0 || b[8] == 2) && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}

// lastIPv4 returns the IPv4 address in the last 32 bits of ip.
func lastIPv4(ip netip.Addr) netip.Addr {
	b := ip.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

// client returns a client for one typed address and its redirects.
func client(typed *url.URL) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: newGuard(typed).DialContext, TLSHandshakeTimeout: answerTime, ResponseHeaderTimeout: answerTime,
			DisableKeepAlives: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 1 << 20,
		},
		CheckRedirect: checkRedirect,
	}
}
