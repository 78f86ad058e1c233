package bottest

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// pair returns both ends of a connection over a new network.
func pair(t *testing.T) (client, server net.Conn, link *Link) {
	t.Helper()
	n := &Network{}
	l := n.Listen("a.test:80")
	link = n.Link()
	accepted := make(chan net.Conn, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
		}
		accepted <- c
	}()
	client, err := link.Dial(t.Context(), "tcp", "a.test:80")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	return client, <-accepted, link
}

func TestNetworkCarriesBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pair(t)
		go func() {
			time.Sleep(time.Hour) // whoever reads does not hold up time
			io.WriteString(client, "ferry")
			client.Close()
		}()
		if got, err := io.ReadAll(server); string(got) != "ferry" || err != nil {
			t.Errorf("read %q, %v", got, err)
		}
		if _, err := server.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("write to a closed connection: %v", err)
		}
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("read from an end that was closed here: %v", err)
		}
	})
}

func TestNetworkKeepsDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pair(t)
		began := time.Now()
		client.SetReadDeadline(began.Add(3 * time.Second))
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) != 3*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		client.SetReadDeadline(time.Time{})
		time.AfterFunc(time.Minute, func() { io.WriteString(server, "x") })
		if n, err := client.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Errorf("without a deadline: %d, %v", n, err)
		}
		time.AfterFunc(time.Minute, func() { client.SetReadDeadline(time.Now()) })
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a deadline that is set meanwhile: %v", err)
		}
	})
}

func TestLinkCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, server, link := pair(t)
		l := link.network.Listen("a.test:80")
		defer l.Close()
		time.AfterFunc(time.Second, link.Cut)
		if _, err := server.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("the other end reads %v", err)
		}
		if _, err := link.Dial(t.Context(), "tcp", "a.test:80"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("a dial over a link that is cut: %v", err)
		}
		if _, err := link.network.Link().Dial(t.Context(), "tcp", "b.test:80"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("a dial where nobody listens: %v", err)
		}
	})
}

func TestDiffersReason(t *testing.T) {
	d := Differs{"once/direct": "exact", "*/mention": "pattern"}
	for name, want := range map[string]string{"once/direct": "exact", "lost/mention": "pattern", "lost/direct": ""} {
		if got := d.reason(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
