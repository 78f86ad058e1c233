package fetch

import (
	"fmt"
	"net"
	"testing"
)

// TestGuardKnowsAddresses holds the guard of redirects against addresses of
// every special network, in each form that carries an IPv4 address.
func TestGuardKnowsAddresses(t *testing.T) {
	for private, addresses := range map[bool][]string{
		true: {
			// this network, private, shared, loopback, link-local, metadata services
			"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
			"127.0.0.1", "127.255.255.254", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255",
			"192.0.0.1", "192.0.0.192", "192.168.0.1", "192.168.255.255",
			// documentation, AS112, AMT, 6to4 relays, benchmarks, multicast, reserved, broadcast
			"192.0.2.1", "198.51.100.7", "203.0.113.9", "192.31.196.1", "192.52.193.1", "192.175.48.1", "192.88.99.1",
			"198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.250", "240.1.1.1", "255.255.255.255",
			// IPv6: unspecified, loopback, link-local, unique local, site-local, multicast, discard, SRv6, documentation
			"::", "::1", "fe80::1", "fe80::1%lo", "febf::1", "fc00::1", "fd00:ec2::254", "fec0::1", "feff::1", "ff02::1",
			"100::1", "5f00::1", "2001:db8::1", "3fff::1", "2620:4f:8000::1", "4000::1", "::ffff:0:7f00:1",
			// mapped and compatible, NAT64, local NAT64, 6to4, Teredo, ORCHID, ISATAP
			"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8",
			"64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "64:ff9b:1::808:808",
			"2002:a9fe:a9fe::1", "2002:7f00:1::1", "2002:808:808::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:20::1", "2001:10::1",
			"2001:470:1f0b::5efe:10.0.0.1", "2600:1f18::200:5efe:169.254.169.254", "fe80::5efe:8.8.8.8",
		},
		false: {
			"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "126.255.255.255",
			"128.0.0.1", "151.101.1.69", "169.253.255.255", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.1.1", "192.169.0.1",
			"198.17.255.255", "198.20.0.1", "199.232.69.194", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
			"2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888", "2a00:1450:4001:810::200e", "2620:0:861:ed1a::1", "2400:cb00::1",
			"2600:1f18::200:5efe:8.8.8.8",
		},
	} {
		g := Allow("https://example.org")
		for _, ip := range addresses {
			err := g.check(net.JoinHostPort(ip, "443"))
			if (err != nil) != private {
				t.Errorf("%s: %v", ip, err)
			}
		}
	}
	for _, wrong := range []string{"", "localhost:80", "1.2.3.4", "[::1"} {
		if Allow("").check(wrong) == nil {
			t.Errorf("%q passes", wrong)
		}
	}
}

// TestGuardTrustsWhatWasTyped lists which connections to private addresses are
// allowed: to the typed host and port, until it had a public address.
func TestGuardTrustsWhatWasTyped(t *testing.T) {
	for _, c := range []struct{ typed, dialled, want string }{
		{"http://intranet:8080/a", "intranet:8080 10.0.0.1, intranet:8080 10.0.0.1", "ok ok"},
		{"http://intranet/a", "intranet:80 10.0.0.1, intranet:443 10.0.0.1", "ok ok"},
		{"http://INTRANET:8080/a", "intranet:8080 fd00::1, intranet:6379 fd00::1", "ok no"},
		{"http://intranet:8080/a", "intranet:8080 10.0.0.1, other:8080 10.0.0.1", "ok no"},
		{"http://intranet:8080/a", "intranet:8080 10.0.0.1, other:8080 8.8.8.8", "ok ok"},
		{"http://news.example/a", "news.example:80 8.8.8.8, news.example:80 127.0.0.1", "ok no"},
		{"http://news.example/a", "news.example:80 8.8.8.8, news.example:80 8.8.4.4", "ok ok"},
		{"http://news.example/a", "127.0.0.1:80 127.0.0.1", "no"},
	} {
		if got := dials(t, Allow(c.typed), c.dialled); got != c.want {
			t.Errorf("%s, then %s: %s, want %s", c.typed, c.dialled, got, c.want)
		}
	}
}

// dials asks a guard about connections: the host and port that is asked for and
// the address that it resolves to.
func dials(t *testing.T, g *Grant, connections string) string {
	t.Helper()
	got := ""
	for rest := connections; rest != ""; {
		var asked, ip string
		n, err := fmt.Sscanf(rest, "%s %s", &asked, &ip)
		if n != 2 {
			t.Fatalf("%q: %v", rest, err)
		}
		rest = rest[min(len(rest), len(asked)+1+len(ip)+1):]
		if ip[len(ip)-1] == ',' {
			ip = ip[:len(ip)-1]
		}
		host, port, err := net.SplitHostPort(asked)
		if err != nil {
			t.Fatal(err)
		}
		control := g.refuse
		if g.trusts(host, port) {
			control = g.note
		}
		word := "ok"
		if control("tcp", net.JoinHostPort(ip, port), nil) != nil {
			word = "no"
		}
		if got != "" {
			got += " "
		}
		got += word
	}
	return got
}
