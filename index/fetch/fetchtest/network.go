package fetchtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/fetch"
)

// Network is some hosts. It may be used by many goroutines.
type Network struct {
	t testing.TB

	mu    sync.Mutex
	hosts map[string]*host // by name and port
	roots *x509.CertPool
}

// host is one name and port.
type host struct {
	ips   []string // what its name resolves to, a connection each, the last one for ever
	conns *listener

	requests []string // paths with queries, in the order in which they came
	now, max int      // requests under way
}

// New returns a Network without hosts. They stop when the test ends.
func New(t testing.TB) *Network {
	return &Network{t: t, hosts: map[string]*host{}, roots: x509.NewCertPool()}
}

// Client returns a client of this network that makes no pauses.
func (n *Network) Client() *fetch.Client { return fetch.New(n.Options()) }

// Options returns the options of a client of this network that makes no pauses.
func (n *Network) Options() fetch.Options {
	return fetch.Options{Dial: n.Dial, Roots: n.roots, Pause: -1}
}

// Handle adds a host that speaks HTTP on port 80. Its name resolves to the ips in
// turn, one for each connection, and then to the last one.
func (n *Network) Handle(name string, h http.Handler, ips ...string) {
	n.add(name+":80", h, nil, ips)
}

// HandleTLS adds a host that speaks HTTPS on port 443, with a certificate that
// clients of the network trust.
func (n *Network) HandleTLS(name string, h http.Handler, ips ...string) {
	config, leaf := n.certificate(name)
	n.mu.Lock()
	n.roots.AddCert(leaf)
	n.mu.Unlock()
	n.add(name+":443", h, config, ips)
}

// HandleUntrusted adds a host that speaks HTTPS with a certificate that nobody
// trusts.
func (n *Network) HandleUntrusted(name string, h http.Handler, ips ...string) {
	config, _ := n.certificate(name)
	n.add(name+":443", h, config, ips)
}

// add serves a host until the test ends.
func (n *Network) add(address string, h http.Handler, config *tls.Config, ips []string) {
	if len(ips) == 0 {
		ips = []string{"93.184.216.34"}
	}
	at := &host{ips: ips, conns: &listener{conns: make(chan net.Conn), closed: make(chan struct{})}}
	n.mu.Lock()
	n.hosts[address] = at
	n.mu.Unlock()
	server := &http.Server{
		Handler: n.counted(at, h), ReadHeaderTimeout: time.Hour, ErrorLog: log.New(io.Discard, "", 0),
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	var l net.Listener = at.conns
	if config != nil {
		l = tls.NewListener(l, config)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(l)
	}()
	n.t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
}

// counted counts the requests to a host.
func (n *Network) counted(at *host, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		at.requests = append(at.requests, r.URL.RequestURI())
		at.now++
		at.max = max(at.max, at.now)
		n.mu.Unlock()
		defer func() {
			n.mu.Lock()
			at.now--
			n.mu.Unlock()
		}()
		h.ServeHTTP(w, r)
	})
}

// Requests returns the paths that a host was asked for, in order.
func (n *Network) Requests(name string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []string
	for _, port := range []string{":80", ":443"} {
		if at := n.hosts[name+port]; at != nil {
			out = append(out, at.requests...)
		}
	}
	return slices.Clone(out)
}

// Parallel returns how many requests a host had at once, at most.
func (n *Network) Parallel(name string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	most := 0
	for _, port := range []string{":80", ":443"} {
		if at := n.hosts[name+port]; at != nil {
			most = max(most, at.max)
		}
	}
	return most
}

// Dial is a fetch.Dialer.
func (n *Network) Dial(ctx context.Context, network, address string, check fetch.Check) (net.Conn, error) {
	name, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("fetchtest: %w", err)
	}
	n.mu.Lock()
	at := n.hosts[strings.ToLower(name)+":"+port]
	ip := name
	if at != nil {
		ip = at.ips[0]
		at.ips = at.ips[min(1, len(at.ips)-1):]
	}
	n.mu.Unlock()
	if at == nil && net.ParseIP(name) == nil {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if err := check(network, net.JoinHostPort(ip, port), nil); err != nil {
		return nil, err
	}
	if at == nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: fmt.Errorf("connection refused")}
	}
	client, server := pipe()
	select {
	case at.conns.conns <- server:
		return client, nil
	case <-at.conns.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// certificate makes a certificate for a name.
func (n *Network) certificate(name string) (*tls.Config, *x509.Certificate) {
	n.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		n.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		n.t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		n.t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, leaf
}
