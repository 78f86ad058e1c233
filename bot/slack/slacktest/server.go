// Package slacktest is a Slack for tests: its Web API, Socket Mode, signed HTTP
// delivery, response URLs and file uploads, over real HTTP and websockets on the
// loopback. It refuses what Slack's documentation says Slack refuses, and plays
// users who type, press and read. It is written from
// https://docs.slack.dev and knows nothing of the bot that it tests.
package slacktest

import (
	"io"
	"log"
	"net"
	"net/http"
	"testing"
	"time"
)

// Server is the fake: people in workspaces, and what a bot reaches of Slack. Its methods may be
// called at the same time.
type Server struct {
	*people
	http *http.Server
}

// New starts a server that ends with the test.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Retries == nil {
		o.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	w := &world{options: o, t: t, changed: make(chan struct{}), clock: 1_900_000_000, faults: map[string][]Fault{}}
	links := &connections{world: w, acks: map[string]chan ack{}}
	api := &webAPI{connections: links, lastPost: map[string]time.Time{}}
	s := &Server{people: &people{&deliverer{links}, &responders{world: w, responses: map[string]*responder{}, taken: map[string]int{}}}}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", api.serve)
	mux.HandleFunc("POST /response/{id}", s.respond)
	mux.HandleFunc("POST /upload/{id}", api.upload)
	mux.HandleFunc("/link", s.socketMode)
	listener := o.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	s.base, s.http = "http://"+listener.Addr().String(), &http.Server{Handler: mux, ErrorLog: log.New(io.Discard, "", 0)}
	go s.http.Serve(listener) // it ends with Close
	t.Cleanup(s.Close)
	return s
}

// Close ends all connections.
func (s *Server) Close() {
	s.Drop()
	s.http.Close()
}

// Down makes every request fail with 503 until it is called with false.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
	if down {
		s.Drop()
	}
}
