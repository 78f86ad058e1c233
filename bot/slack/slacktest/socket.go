package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// pingEvery is the interval of pings; real ones come every few seconds.
const pingEvery = 200 * time.Millisecond

// maxAck is the size from which Slack drops an acknowledgement.
const maxAck = 20 * 1024

func (s *connections) openConnection() (map[string]any, error) {
	if s.options.One == "refuse" && s.Connections() > 0 {
		return nil, refusal{"connection_limit_reached", "one is enough"}
	}
	return map[string]any{"url": "ws" + strings.TrimPrefix(s.base, "http") + "/link?ticket=t1"}, nil
}

// socketMode is the websocket's end of Slack
// (https://docs.slack.dev/apis/events-api/using-socket-mode).
func (s *connections) socketMode(w http.ResponseWriter, r *http.Request) {
	if f, ok := s.fault("link"); ok && f.play(w) {
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &socket{conn: conn, done: make(chan struct{})}
	s.mu.Lock()
	hello := map[string]any{"type": "hello", "num_connections": len(s.sockets) + 1, "connection_info": map[string]any{"app_id": AppID},
		"debug_info": map[string]any{"host": "applink-1", "approximate_connection_time": 3600}}
	s.mu.Unlock()
	if s.muted() {
		if !s.options.Quiet {
			go c.ping()
		}
		s.receive(c) // pings, and nothing else
		return
	}
	if !s.options.NoHello && c.send(hello) != nil {
		return
	}
	if !s.admit(c) {
		conn.Close()
		return
	}
	if !s.options.Quiet {
		go c.ping()
	}
	s.receive(c)
}

// Mute makes the next n connections say nothing, although they are pinged.
func (s *connections) Mute(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mute = n
}

func (s *connections) muted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mute--
	return s.mute >= 0
}

// Freeze makes the open connections half open: they end for the server, without a
// word to the bot, and no ping comes any more.
func (s *connections) Freeze() {
	for _, c := range s.open() {
		c.mu.Lock() // for ever: nothing is sent
		s.mu.Lock()
		s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == c })
		s.mu.Unlock()
		c.frozen.Store(true)
	}
}

// admit adds a connection; where the server takes one, either the new one or the
// others end.
func (s *connections) admit(c *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch others := s.sockets; {
	case s.options.One == "refuse" && len(others) > 0:
		return false
	case s.options.One == "replace":
		for _, other := range others {
			other.conn.Close()
		}
	}
	s.sockets = append(s.sockets, c)
	s.happened()
	return true
}

func (c *socket) ping() {
	t := time.NewTicker(pingEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if c.frozen.Load() {
				return
			}
			if c.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second)) != nil {
				return
			}
		case <-c.done:
			return
		}
	}
}

func (c *socket) send(v any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteJSON(v)
}

// receive reads acknowledgements until the connection ends.
func (s *connections) receive(c *socket) {
	defer s.lose(c)
	for {
		_, raw, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		var a struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(raw, &a); err != nil || a.EnvelopeID == "" || len(raw) >= maxAck {
			s.problem("an acknowledgement that Slack drops (%d bytes): %v", len(raw), err)
			continue
		}
		s.mu.Lock()
		waiting := s.acks[a.EnvelopeID]
		s.mu.Unlock()
		if waiting == nil {
			continue // a second acknowledgement, or one of a message sent again
		}
		select {
		case waiting <- ack{a.Payload, time.Now()}:
		default:
		}
	}
}

func (s *connections) lose(c *socket) {
	close(c.done)
	c.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == c })
	s.happened()
}

// Connections returns how many Socket Mode connections are open.
func (s *connections) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// Drop ends every connection without a word, as a broken network does.
func (s *connections) Drop() {
	for _, c := range s.open() {
		c.conn.Close()
	}
}

// Refresh asks every connection to come back anew, as Slack does every few hours.
func (s *connections) Refresh() {
	for _, c := range s.open() {
		if c.send(map[string]any{"type": "disconnect", "reason": "refresh_requested", "debug_info": map[string]any{"host": "applink-1"}}) != nil {
			continue // it is gone already
		}
	}
}

func (s *connections) open() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sockets)
}

// pick returns the connection that the next envelope goes to: Slack sends each to one.
func (s *connections) pick() (*socket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sockets) == 0 {
		return nil, fmt.Errorf("no connection")
	}
	s.next++
	return s.sockets[s.next%len(s.sockets)], nil
}
