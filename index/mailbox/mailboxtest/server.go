// Package mailboxtest is a mail server in memory for tests, speaking IMAP.
package mailboxtest

import (
	"fmt"
	"io"
	"log"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
)

// User and Password are those of the only user.
const (
	User     = "desk@example.org"
	Password = "an invented secret"
	Token    = "an.invented.token"
)

// Server is a mail server with one user.
type Server struct {
	t    testing.TB
	user *imapmemserver.User
	imap *imapserver.Server
	auth []string // mechanisms for tokens
}

// TakeTokens lets the user log in with Token by mechanisms, and no more with a password.
func (s *Server) TakeTokens(mechanisms ...string) { s.auth = mechanisms }

// New returns a server with the folders INBOX and News. It serves until the test ends on
// the listeners that Serve is called with.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, user: imapmemserver.NewUser(User, Password)}
	memory := imapmemserver.New()
	memory.AddUser(s.user)
	s.Create("INBOX")
	s.Create("News")
	s.imap = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return session{memory.NewSession(), s}, nil, nil
		},
		InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	})
	t.Cleanup(func() { _ = s.imap.Close() })
	return s
}

// IMAP returns what serves listeners.
func (s *Server) IMAP() *imapserver.Server { return s.imap }

// Create makes a folder.
func (s *Server) Create(folder string) {
	s.t.Helper()
	if err := s.user.Create(folder, nil); err != nil {
		s.t.Fatal(err)
	}
}

// Renew deletes a folder and makes it again: its UIDVALIDITY changes.
func (s *Server) Renew(folder string) {
	s.t.Helper()
	if err := s.user.Delete(folder); err != nil {
		s.t.Fatal(err)
	}
	s.Create(folder)
}

// Deliver puts a message into a folder.
func (s *Server) Deliver(folder, message string) {
	s.t.Helper()
	message = strings.ReplaceAll(message, "\n", "\r\n")
	if _, err := s.user.Append(folder, literal{strings.NewReader(message)}, &imap.AppendOptions{Time: time.Now()}); err != nil {
		s.t.Fatal(err)
	}
}

// Unseen returns how many messages of a folder nobody has read, and how many there are.
func (s *Server) Unseen(folder string) (unseen, all uint32) {
	s.t.Helper()
	data, err := s.user.Status(folder, &imap.StatusOptions{NumMessages: true, NumUnseen: true})
	if err != nil {
		s.t.Fatal(err)
	}
	return *data.NumUnseen, *data.NumMessages
}

type literal struct{ *strings.Reader }

// Size returns the number of bytes.
func (l literal) Size() int64 { return l.Reader.Size() }

// Newsletter returns an invented newsletter with a number and a day of November 2026.
func Newsletter(n, day int) string {
	return fmt.Sprintf(`From: The Quay <letters@quay.example>
To: desk@example.org
Subject: Gate %d closed
Date: %s
Message-ID: <gate-%d@quay.example>
List-Id: <letters.quay.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

“Gate %d stays closed until the divers have come back,” harbour master Ole Brandt said on Monday.

The crews were sent home at noon, and the kiosk on the quay closed an hour later. It was the third time this year.
`, n, time.Date(2026, 11, day, 8, 30, 0, 0, time.UTC).Format(time.RFC1123Z), n, n)
}

// session lets users log in with tokens too.
type session struct {
	imapserver.Session
	server *Server
}

// Login takes the password, unless tokens are asked for.
func (s session) Login(user, password string) error {
	if len(s.server.auth) > 0 {
		return imapserver.ErrAuthFailed
	}
	return s.Session.Login(user, password)
}

// AuthenticateMechanisms returns those for tokens.
func (s session) AuthenticateMechanisms() []string { return s.server.auth }

// Authenticate returns the server's side of a mechanism.
func (s session) Authenticate(mechanism string) (sasl.Server, error) {
	if mechanism == sasl.OAuthBearer {
		return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if o.Username != User || o.Token != Token || s.Session.Login(User, Password) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token"}
			}
			return nil
		}), nil
	}
	return &xoauth2{session: s}, nil
}

// xoauth2 is the server's side of XOAUTH2.
type xoauth2 struct {
	session session
	refused bool
}

// Next reads the only message, or the empty answer to a refusal.
func (x *xoauth2) Next(message []byte) (challenge []byte, done bool, err error) {
	switch {
	case x.refused:
		return nil, true, imapserver.ErrAuthFailed
	case message == nil:
		return []byte{}, false, nil
	case string(message) != "user="+User+"\x01auth=Bearer "+Token+"\x01\x01":
		x.refused = true
		return []byte(`{"status":"400"}`), false, nil
	}
	return nil, true, x.session.Session.Login(User, Password)
}
