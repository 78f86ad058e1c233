package console

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
)

// A console without a token answers the user alone who runs it. Whose a
// connection from this machine is, Linux tells in the tables of its sockets
// (proc(5)): the row of the client's end has the user's ID.

// peers looks up connections' users in tables of the form of /proc/net/tcp.
type peers struct {
	tables []string
	uid    int // who may ask
}

func systemPeers() peers {
	return peers{tables: []string{"/proc/net/tcp", "/proc/net/tcp6"}, uid: os.Geteuid()}
}

// established is the state of an open connection. A socket in any other may
// have lost its owner, and is then listed as root's.
const established = "01"

// owned reports whether the client's end of an open connection belongs to the
// user who may ask. A connection that is not listed does not.
func (p peers) owned(client, server netip.AddrPort) bool {
	for _, name := range p.tables {
		f, err := os.Open(name)
		if err != nil {
			continue // no IPv6, as a rule
		}
		uid, found := socketUser(f, client, server)
		f.Close() // only read
		if found {
			return uid == p.uid
		}
	}
	return false
}

// socketUser finds the user of the socket with these ends in a table.
func socketUser(table io.Reader, local, remote netip.AddrPort) (uid int, found bool) {
	rows := bufio.NewScanner(table)
	for rows.Scan() {
		fields := strings.Fields(rows.Text())
		if len(fields) < 8 || fields[3] != established {
			continue
		}
		if end, ok := tableAddress(fields[1]); !ok || end != local {
			continue
		}
		if end, ok := tableAddress(fields[2]); !ok || end != remote {
			continue
		}
		uid, err := strconv.Atoi(fields[7])
		return uid, err == nil
	}
	return 0, false
}

// tableAddress reads 0100007F:1F90: words of four bytes in the machine's own
// order, and the port. IPv4 addresses in IPv6 form become IPv4.
func tableAddress(s string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(s, ":")
	raw, err := hex.DecodeString(host)
	number, err2 := strconv.ParseUint(port, 16, 16)
	if err != nil || err2 != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	address, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(number)), ok
}

// works reports whether the tables list a connection that is made to see it:
// other systems have none, and neither have some sandboxes.
func (p peers) works() bool {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return false
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return false
	}
	defer c.Close()
	client, err := netip.ParseAddrPort(c.LocalAddr().String())
	server, err2 := netip.ParseAddrPort(c.RemoteAddr().String())
	return errors.Join(err, err2) == nil && p.owned(client, server)
}

// connection keeps of a connection whether its user may ask: it is looked up
// once, at its first request.
type connection struct {
	once  sync.Once
	owned bool
}

type connectionKey struct{}

// withConnection is called as http.Server.ConnContext.
func withConnection(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}

// ownUser reports whether a request comes from the user who runs the console.
func (p peers) ownUser(r *http.Request) bool {
	look := func() bool {
		address, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		if !ok {
			return true // called within the process: net/http sets it for every connection
		}
		client, err := netip.ParseAddrPort(r.RemoteAddr)
		server, err2 := netip.ParseAddrPort(address.String())
		if errors.Join(err, err2) != nil {
			return false
		}
		unmapped := func(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()) }
		return p.owned(unmapped(client), unmapped(server))
	}
	c, ok := r.Context().Value(connectionKey{}).(*connection)
	if !ok {
		return look()
	}
	c.once.Do(func() { c.owned = look() })
	return c.owned
}
