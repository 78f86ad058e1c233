package fetchtest

import (
	"net"
	"sync"
)

// listener hands connections to a server.
type listener struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

// Accept returns the next connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr returns the address of a pipe.
func (l *listener) Addr() net.Addr { return &net.UnixAddr{Name: "fetchtest", Net: "pipe"} }

// pipe returns the two ends of a connection. Unlike those of net.Pipe they hold
// what was written until it is read: both ends may write at once.
func pipe() (client, server net.Conn) {
	client, far := net.Pipe()
	near, server := net.Pipe()
	relay(far, near)
	relay(near, far)
	return client, server
}

// relay carries what from gives over to to, until one of them is closed.
func relay(from, to net.Conn) {
	const held, block = 16, 16 << 10
	blocks := make(chan []byte, held)
	go func() {
		defer close(blocks)
		for {
			b := make([]byte, block)
			n, err := from.Read(b)
			if n > 0 {
				blocks <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	go func() {
		for b := range blocks {
			if _, err := to.Write(b); err != nil {
				_ = from.Close() // ends the reader; what it sent is dropped
			}
		}
		_ = to.Close()
	}()
}
