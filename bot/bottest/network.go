package bottest

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Network is a network within the process. Whoever waits at one of its
// connections is durably blocked, so that in a testing/synctest bubble, unlike at
// a socket of the system, time goes on.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*listener
}

// Listen listens at an address such as "slack.test:80", which is free again when
// the listener is closed.
func (n *Network) Listen(address string) net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners == nil {
		n.listeners = map[string]*listener{}
	}
	l := &listener{network: n, address: memoryAddr(address), incoming: make(chan net.Conn), closed: make(chan struct{})}
	n.listeners[address] = l
	return l
}

// Link is one party's cable to a Network.
type Link struct {
	network *Network

	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

// Link returns a new link to the network.
func (n *Network) Link() *Link { return &Link{network: n} }

// Dial connects to a listener. It fails with ECONNREFUSED if nobody listens at the
// address or the link is cut.
func (l *Link) Dial(ctx context.Context, _, address string) (net.Conn, error) {
	n := l.network
	n.mu.Lock()
	to := n.listeners[address]
	n.mu.Unlock()
	refused := &net.OpError{Op: "dial", Net: "memory", Addr: memoryAddr(address), Err: syscall.ECONNREFUSED}
	l.mu.Lock()
	cut := l.cut
	l.mu.Unlock()
	if to == nil || cut {
		return nil, refused
	}
	here, there := connect(memoryAddr(address))
	select {
	case to.incoming <- there:
	case <-to.closed:
		return nil, refused
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns = append(l.conns, here)
	if l.cut {
		here.Close()
	}
	return here, nil
}

// Cut ends all connections that were made by the link, and lets it make no more:
// whoever has it is as good as killed.
func (l *Link) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for _, c := range l.conns {
		c.Close()
	}
}

type memoryAddr string

// Network returns "memory".
func (memoryAddr) Network() string { return "memory" }

// String returns the address.
func (a memoryAddr) String() string { return string(a) }

type listener struct {
	network  *Network
	address  memoryAddr
	incoming chan net.Conn
	once     sync.Once
	closed   chan struct{}
}

// Accept waits for the next connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.incoming:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close frees the address.
func (l *listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.network.mu.Lock()
		defer l.network.mu.Unlock()
		if l.network.listeners[string(l.address)] == l {
			delete(l.network.listeners, string(l.address))
		}
	})
	return nil
}

// Addr returns the address.
func (l *listener) Addr() net.Addr { return l.address }

// connect returns both ends of a new connection.
func connect(address memoryAddr) (client, server net.Conn) {
	up, down := newStream(), newStream()
	return &memoryConn{in: down, out: up, local: "client.test:1", remote: address}, &memoryConn{in: up, out: down, local: address, remote: "client.test:1"}
}

// stream is one direction of a connection: what was written and not yet read.
type stream struct {
	mu       sync.Mutex
	changed  *sync.Cond
	data     []byte
	closed   bool // by the writer
	left     bool // by the reader
	deadline time.Time
	timer    *time.Timer
}

func newStream() *stream {
	s := &stream{}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *stream) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	s.changed.Broadcast()
}

type memoryConn struct {
	in, out       *stream
	local, remote memoryAddr
}

// Read waits for data, the end or the deadline.
func (c *memoryConn) Read(p []byte) (int, error) {
	s := c.in
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.left:
			return 0, net.ErrClosed
		case !s.deadline.IsZero() && !time.Now().Before(s.deadline):
			return 0, os.ErrDeadlineExceeded
		case len(s.data) > 0:
			n := copy(p, s.data)
			s.data = s.data[n:]
			return n, nil
		case s.closed:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

// Write never waits.
func (c *memoryConn) Write(p []byte) (n int, err error) {
	c.out.change(func() {
		if c.out.closed || c.out.left {
			err = &net.OpError{Op: "write", Net: "memory", Err: syscall.EPIPE}
			return
		}
		c.out.data = append(c.out.data, p...)
		n = len(p)
	})
	return n, err
}

// Close ends both directions.
func (c *memoryConn) Close() error {
	c.out.change(func() { c.out.closed = true })
	c.in.change(func() {
		c.in.left = true
		if c.in.timer != nil {
			c.in.timer.Stop()
		}
	})
	return nil
}

// LocalAddr returns the address of this end.
func (c *memoryConn) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the address of the other end.
func (c *memoryConn) RemoteAddr() net.Addr { return c.remote }

// SetDeadline is SetReadDeadline: Write never waits.
func (c *memoryConn) SetDeadline(at time.Time) error { return c.SetReadDeadline(at) }

// SetWriteDeadline does nothing: Write never waits.
func (c *memoryConn) SetWriteDeadline(time.Time) error { return nil }

// SetReadDeadline ends a Read that still waits at that moment; zero is no deadline.
func (c *memoryConn) SetReadDeadline(at time.Time) error {
	s := c.in
	s.change(func() {
		if s.deadline = at; s.timer != nil {
			s.timer.Stop()
			s.timer = nil
		}
		if !at.IsZero() && time.Until(at) > 0 {
			s.timer = time.AfterFunc(time.Until(at), func() { s.change(func() {}) })
		}
	})
	return nil
}
