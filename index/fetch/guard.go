package fetch

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Grant is the permission to reach what a person named, also in a private
// network. A server elsewhere must not make this machine read what only it can
// reach, so addresses of private and special networks are refused unless the
// host and port that were typed lead there. It may be used by many goroutines.
type Grant struct {
	typed  *url.URL
	public *ssrf.Guardian // IANA's registries of special-purpose addresses

	mu       sync.Mutex
	dialled  bool // the typed address was dialled
	onPublic bool // and has a public address
}

// Allow returns the Grant for an address as a person typed it. One that cannot be
// parsed grants nothing.
func Allow(address string) *Grant {
	typed, err := url.Parse(address)
	if err != nil {
		typed = &url.URL{}
	}
	return &Grant{typed: typed, public: ssrf.New(ssrf.WithAnyPort())}
}

// Check is called with each IP address and port right before a connection to it.
// An error keeps the connection from being made. It has the form of
// net.Dialer.Control.
type Check func(network, address string, conn syscall.RawConn) error

// Dialer connects to an address, given as host and port, if check accepts the IP
// address that the host resolves to.
type Dialer func(ctx context.Context, network, address string, check Check) (net.Conn, error)

// dial is the Dialer of real networks.
func dial(ctx context.Context, network, address string, check Check) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTime, Control: check}
	return d.DialContext(ctx, network, address)
}

// through returns the DialContext of a transport that connects by d and reaches
// private networks only as g allows.
func (g *Grant) through(d Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if g.trusts(host, port) {
			return d(ctx, network, address, g.note)
		}
		return d(ctx, network, address, g.refuse)
	}
}

// trusts reports whether private addresses are allowed for host and port: those
// of the typed address, unless its name led to a public address before. A name
// whose address changes meanwhile is a known attack.
func (g *Grant) trusts(host, port string) bool {
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

// Public reports whether the host that was typed led to a public address. Private ones are
// refused from then on. Who asks at another time, with another Grant, has to remember it.
func (g *Grant) Public() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.onPublic
}

// note is a net.Dialer's Control that lets every address pass and remembers
// whether one was public.
func (g *Grant) note(_, address string, _ syscall.RawConn) error {
	if g.check(address) == nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.onPublic = true
	}
	return nil
}

// refuse is a net.Dialer's Control that lets public addresses pass.
func (g *Grant) refuse(_, address string, _ syscall.RawConn) error { return g.check(address) }

// check returns ErrPrivate for an address that is not a public one. IPv4
// addresses inside of IPv6 addresses (mapped, NAT64, ISATAP) are looked at too.
func (g *Grant) check(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap().WithZone("")
	if ssrf.IPv6NAT64Prefix.Contains(ip) {
		ip = lastIPv4(ip)
	}
	if isISATAP(ip) && g.public.SafeAddr(lastIPv4(ip)) != nil || g.public.SafeAddr(ip) != nil {
		return ErrPrivate
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

// Limits of a request; docs/limits.md lists them for people.
const (
	dialTime      = 30 * time.Second // to connect, and as long again for TLS
	headerTime    = 30 * time.Second // for the answer's header after the request was sent
	stallTime     = 30 * time.Second // between two parts of a body
	totalTime     = 2 * time.Minute  // for all, with redirects
	maxHeader     = 1 << 20          // bytes of an answer's header
	maxHops       = 10               // redirects that are followed
	maxDowngrades = 1                // redirects from https to http that are followed

	// MaxBytes is how many bytes a body may have, unpacked.
	MaxBytes = 256 << 20
)
