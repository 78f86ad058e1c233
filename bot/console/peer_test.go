package console

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serveAs serves a console whose tables are p's, and returns its address.
func serveAs(t *testing.T, w Web, p peers, address string) string {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skip("cannot listen: ", err)
	}
	s := w.handler(p)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, s) }()
	t.Cleanup(func() { stop(); <-done })
	return "http://" + l.Addr().String()
}

func TestOwnUserIsLetIn(t *testing.T) {
	if !systemPeers().works() {
		t.Skip("this system does not tell whose a connection is")
	}
	web := fakeWeb()
	web.OwnUser = true
	system := systemPeers()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		own := serveAs(t, web, systemPeers(), address)
		if code, _ := fetch(t, own+"/?q=/people"); code != 200 {
			t.Errorf("%s: the own user gets %d", address, code)
		}
		blind := peers{uid: system.uid, tables: []string{filepath.Join(t.TempDir(), "tcp")}}
		other := serveAs(t, web, blind, address)
		if code, text := fetch(t, other+"/?q=/people"); code != 200 {
			t.Errorf("%s: where the system tells nothing: %d %s", address, code, text)
		}
	}
}

func TestPeersOwned(t *testing.T) {
	table := `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:20BF 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:20BF 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
   2: 0100007F:9C40 0100007F:20BF 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1
   3: 0100007F:9C41 0100007F:20BF 01 00000000:00000000 00:00000000 00000000 65534        0 4 1 0 20 4 30 10 -1
   4: 0100007F:9C42 0100007F:20BF 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
   5: 0100007F:9C44 0100007F:20C0 01 00000000:00000000 00:00000000 00000000  1000        0 5 1 0 20 4 30 10 -1
`
	table6 := `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:9C43 0000000000000000FFFF00000100007F:20BF 01 00000000:00000000 00:00000000 00000000  1000        0 6 1 0 20 4 30 10 -1
   1: 00000000000000000000000001000000:9C45 00000000000000000000000001000000:20BF 01 00000000:00000000 00:00000000 00000000 65534        0 7 1 0 20 4 30 10 -1
`
	dir := t.TempDir()
	p := peers{uid: 1000, tables: []string{filepath.Join(dir, "tcp"), filepath.Join(dir, "absent"), filepath.Join(dir, "tcp6")}}
	for name, text := range map[string]string{"tcp": table, "tcp6": table6} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if a, _ := tableAddress("0100007F:0001"); a.Addr() != netip.MustParseAddr("127.0.0.1") {
		t.Skip("the table is of a machine with the other byte order")
	}
	for _, c := range []struct {
		client, server string
		want           bool
	}{
		{"127.0.0.1:40000", "127.0.0.1:8383", true},
		{"127.0.0.1:40001", "127.0.0.1:8383", false}, // another user
		{"127.0.0.1:40002", "127.0.0.1:8383", false}, // closed by its owner, listed as root's
		{"127.0.0.1:40003", "127.0.0.1:8383", true},  // a socket of IPv6
		{"127.0.0.1:40004", "127.0.0.1:8383", false}, // connected elsewhere
		{"127.0.0.1:40005", "127.0.0.1:8383", false}, // not listed
		{"[::1]:40005", "[::1]:8383", false},
	} {
		if got := p.owned(netip.MustParseAddrPort(c.client), netip.MustParseAddrPort(c.server)); got != c.want {
			t.Errorf("%s to %s: %v", c.client, c.server, got)
		}
	}
	root := p
	root.uid = 0
	if root.owned(netip.MustParseAddrPort("127.0.0.1:40002"), netip.MustParseAddrPort("127.0.0.1:8383")) {
		t.Error("a connection that its user has closed passes as root's")
	}
}

// TestOtherUsersOfTheMachineAreRefused asks a console that another user runs.
func TestOtherUsersOfTheMachineAreRefused(t *testing.T) {
	own := systemPeers()
	if !own.works() {
		t.Skip("this system does not tell whose a connection is")
	}
	web := fakeWeb()
	s := &site{Web: web, peers: peers{tables: own.tables, uid: own.uid + 1}}
	s.OwnUser = true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, s.ownUser(web.Handler())) }()
	defer func() { stop(); <-done }()
	r, err := http.PostForm("http://"+l.Addr().String()+"/", url.Values{"q": {"/forget"}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body)
	if r.StatusCode != 401 || strings.Contains(string(body), "Forgotten") || !strings.Contains(string(body), "BRIEFING_BOT_CONSOLE_TOKEN") {
		t.Errorf("%d %s", r.StatusCode, body)
	}
}

func fetch(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(body)
}
