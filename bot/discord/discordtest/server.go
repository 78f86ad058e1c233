// Package discordtest is a Discord for tests: its gateway, its HTTP interface and
// its people, written from Discord's documentation. It refuses what Discord
// refuses, and notes every refusal. It imports nothing of the bot.
package discordtest

import (
	"crypto/ed25519"
	"net/http/httptest"
	"testing"
	"time"
)

// Server is a Discord, stopped at the end of its test: its gateway, its HTTP interface and
// its people.
type Server struct {
	*world
	*gateway
	*people
}

// New returns a Server that listens on this machine alone.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Heartbeat == 0 {
		o.Heartbeat = 200 * time.Millisecond
	}
	if o.TokenLife == 0 {
		o.TokenLife = 15 * time.Minute
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &world{Options: o, t: t, key: key, nextID: startID, interactions: map[string]*interaction{}, commands: map[string][]Command{}, sessions: map[string]*session{}, threads: map[string]string{}}
	g := &gateway{s}
	s.http = httptest.NewUnstartedServer((&api{s, g}).routes())
	if o.Listener != nil {
		s.http.Listener.Close()
		s.http.Listener = o.Listener
	}
	s.http.Start()
	t.Cleanup(func() {
		g.Drop()
		s.http.Close()
	})
	return &Server{s, g, &people{s}}
}
