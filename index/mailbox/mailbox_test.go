package mailbox_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/mailbox"
	"github.com/briefing-bot/briefing-bot/index/mailbox/mailboxtest"
)

// serve serves a mail server on loopback and returns the address of its folder News.
func serve(t *testing.T, s *mailboxtest.Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.IMAP().Serve(l) }() // until it is closed
	return "imap://" + l.Addr().String() + "/News"
}

// visited visits a folder and returns the UIDs of its messages, with ! before those that
// were not read.
func visited(t *testing.T, url string, at mailbox.Position, older bool) (uids string, after mailbox.Position, more bool) {
	t.Helper()
	r := mailbox.Reader{Client: fetch.New(fetch.Options{})}
	var out []string
	after, more, err := r.Visit(t.Context(), mailbox.Folder{URL: url, User: mailboxtest.User, Password: mailboxtest.Password}, at, older, func(m mailbox.Message, _ mailbox.Position) error {
		mark := ""
		if m.Err != nil {
			mark = "!"
		} else if !strings.Contains(string(m.Body), "Subject:") {
			mark = "?"
		}
		out = append(out, mark+fmt.Sprint(m.UID))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " "), after, more
}

// TestVisit reads a folder as it grows, and marks nothing as read.
func TestVisit(t *testing.T) {
	s := mailboxtest.New(t)
	url := serve(t, s)
	if uids, _, _ := visited(t, url, mailbox.Position{}, false); uids != "" {
		t.Errorf("an empty folder: %q", uids)
	}
	for n := range 3 {
		s.Deliver("News", mailboxtest.Newsletter(n, 2))
	}
	uids, at, more := visited(t, url, mailbox.Position{}, false)
	if uids != "1 2 3" || more || at.Next != 4 {
		t.Errorf("%q, %+v, more %v", uids, at, more)
	}
	if uids, again, _ := visited(t, url, at, false); uids != "" || again != at {
		t.Errorf("nothing new: %q, %+v", uids, again)
	}
	s.Deliver("News", "Subject: huge\n\n"+strings.Repeat("x", mailbox.MaxBytes+1))
	s.Deliver("News", mailboxtest.Newsletter(5, 3))
	uids, after, _ := visited(t, url, at, false)
	if uids != "!4 5" {
		t.Errorf("%q", uids)
	}
	if unseen, all := s.Unseen("News"); unseen != 5 || all != 5 {
		t.Errorf("%d of %d messages are unread", unseen, all)
	}
	s.Renew("News")
	s.Deliver("News", mailboxtest.Newsletter(6, 4))
	if uids, renewed, _ := visited(t, url, after, false); uids != "1" || renewed.Validity == after.Validity {
		t.Errorf("another UIDVALIDITY: %q, %+v", uids, renewed)
	}
}

// TestMany reads the newest messages of a large folder, then older ones on request.
func TestMany(t *testing.T) {
	s := mailboxtest.New(t)
	url := serve(t, s)
	for n := range 2*mailbox.MaxMessages + 20 {
		s.Deliver("News", mailboxtest.Newsletter(n, 2))
	}
	uids, at, _ := visited(t, url, mailbox.Position{}, false)
	if !strings.HasPrefix(uids, "121 ") || !strings.HasSuffix(uids, " 220") {
		t.Errorf("%q", uids)
	}
	uids, at, more := visited(t, url, at, true)
	if !strings.HasPrefix(uids, "21 ") || !strings.HasSuffix(uids, " 120") || !more {
		t.Errorf("%q, more %v", uids, more)
	}
	uids, at, more = visited(t, url, at, true)
	if !strings.HasPrefix(uids, "1 ") || !strings.HasSuffix(uids, " 20") || more {
		t.Errorf("%q, more %v", uids, more)
	}
	for n := range mailbox.MaxMessages + 1 {
		s.Deliver("News", mailboxtest.Newsletter(500+n, 3))
	}
	uids, at, more = visited(t, url, at, false)
	if !strings.HasPrefix(uids, "221 ") || !strings.HasSuffix(uids, " 320") || !more {
		t.Errorf("%q, more %v", uids, more)
	}
	if uids, _, more = visited(t, url, at, false); uids != "321" || more {
		t.Errorf("%q, more %v", uids, more)
	}
}

// TestRefusals checks what is said, and that no secret is in it.
func TestRefusals(t *testing.T) {
	s := mailboxtest.New(t)
	url := serve(t, s)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	for _, c := range []struct {
		url, password, want string
	}{
		{url, "wrong secret", "refused the user or the password"},
		{strings.Replace(url, "/News", "/Nowhere", 1), mailboxtest.Password, `does not open the folder "Nowhere"`},
		{strings.Replace(url, "imap://", "imaps://", 1), mailboxtest.Password, "cannot be fetched"},
		{"imap://mail.example.org/News", mailboxtest.Password, "write imaps://"},
		{"imaps://desk:pw@mail.example.org/News", mailboxtest.Password, "do not belong in the address"},
		{"https://mail.example.org/News", mailboxtest.Password, "no address of a mail folder"},
	} {
		r := mailbox.Reader{Client: fetch.New(fetch.Options{})}
		_, _, err := r.Visit(t.Context(), mailbox.Folder{URL: c.url, User: mailboxtest.User, Password: c.password}, mailbox.Position{}, false, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), c.password) {
			t.Errorf("%s: %v", c.url, err)
		}
	}
}

// TestEncrypted reads a folder by TLS, and none of a server whose certificate nobody
// trusts.
func TestEncrypted(t *testing.T) {
	s := mailboxtest.New(t)
	s.Deliver("News", mailboxtest.Newsletter(1, 2))
	l, roots := encrypted(t)
	go func() { _ = s.IMAP().Serve(l) }()
	folder := mailbox.Folder{URL: "imaps://" + l.Addr().String() + "/News", User: mailboxtest.User, Password: mailboxtest.Password}
	read := 0
	take := func(mailbox.Message, mailbox.Position) error { read++; return nil }
	r := mailbox.Reader{Client: fetch.New(fetch.Options{Roots: roots})}
	if _, _, err := r.Visit(t.Context(), folder, mailbox.Position{}, false, take); err != nil || read != 1 {
		t.Errorf("%d messages, %v", read, err)
	}
	r = mailbox.Reader{Client: fetch.New(fetch.Options{})}
	_, _, err := r.Visit(t.Context(), folder, mailbox.Position{}, false, take)
	if _, refused := errors.AsType[*tls.CertificateVerificationError](err); !refused {
		t.Errorf("an unknown certificate: %v", err)
	}
}

// TestBrokenServers visits servers that break off at each line of a visit.
func TestBrokenServers(t *testing.T) {
	script := []string{"* OK ready\r\n", "a OK\r\n"}
	for lines := range len(script) + 1 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			for _, line := range slices.Concat(script[:lines], []string{"* garbage {99999999999}\r\n"}) {
				_, _ = conn.Write([]byte(line))
			}
			_ = conn.Close()
		}()
		r := mailbox.Reader{Client: fetch.New(fetch.Options{})}
		_, _, err = r.Visit(t.Context(), mailbox.Folder{URL: "imap://" + l.Addr().String() + "/News", User: "u", Password: "p"}, mailbox.Position{}, false, nil)
		if err == nil || !fetch.Temporary(err) {
			t.Errorf("after %d lines: %v", lines, err)
		}
		_ = l.Close()
	}
}

// TestTokens logs in with an access token by whichever mechanism the server has.
func TestTokens(t *testing.T) {
	for _, mechanism := range []string{"XOAUTH2", "OAUTHBEARER"} {
		s := mailboxtest.New(t)
		s.TakeTokens(mechanism)
		url := serve(t, s)
		s.Deliver("News", mailboxtest.Newsletter(1, 2))
		r := mailbox.Reader{Client: fetch.New(fetch.Options{})}
		visit := func(f mailbox.Folder) (int, error) {
			n := 0
			_, _, err := r.Visit(t.Context(), f, mailbox.Position{}, false, func(mailbox.Message, mailbox.Position) error { n++; return nil })
			return n, err
		}
		if n, err := visit(mailbox.Folder{URL: url, User: mailboxtest.User, Password: mailboxtest.Token, Token: true}); n != 1 || err != nil {
			t.Errorf("%s: %d messages, %v", mechanism, n, err)
		}
		_, err := visit(mailbox.Folder{URL: url, User: mailboxtest.User, Password: "expired", Token: true})
		if err == nil || !strings.Contains(err.Error(), "refused the user or the access token") || strings.Contains(err.Error(), "expired") {
			t.Errorf("%s: an old token: %v", mechanism, err)
		}
		if _, err := visit(mailbox.Folder{URL: url, User: mailboxtest.User, Password: mailboxtest.Password}); err == nil || !strings.Contains(err.Error(), "refused the user or the password") {
			t.Errorf("%s: a password: %v", mechanism, err)
		}
	}
}
