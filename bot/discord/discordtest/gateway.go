package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// gateway is the server's gateway, and what tests do to its connections.
type gateway struct{ *world }

func (s *gateway) bot(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	remaining, shards, reset := 1000, max(1, s.Shards), time.Hour
	if s.Identifies != nil {
		remaining, reset = *s.Identifies, s.IdentifyReset
	}
	atOnce := shards
	if s.OneByOne {
		atOnce = 1
	}
	writeJSON(w, 200, map[string]any{"url": s.GatewayURL(), "shards": shards, "session_start_limit": map[string]any{
		"total": 1000, "remaining": remaining, "reset_after": reset.Milliseconds(), "max_concurrency": atOnce}})
}

// serve speaks Discord's protocol: HELLO, IDENTIFY or RESUME, heartbeats, events.
func (s *gateway) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("v") == "" || r.URL.Query().Get("encoding") != "json" {
		s.problem("the gateway's address names no version or encoding: %s", r.URL.RawQuery)
	}
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer ws.Close()
	c := &connection{ws: ws, there: r.URL.Query().Get("resume") != ""}
	if s.greets() {
		c.op(10, map[string]any{"heartbeat_interval": s.Heartbeat.Milliseconds()})
	}
	for {
		ws.SetReadDeadline(time.Now().Add(5*s.Heartbeat + time.Second))
		var f struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if err := ws.ReadJSON(&f); err != nil {
			s.forget(c)
			return
		}
		if !s.heard(c, f.Op, f.Data) {
			return
		}
	}
}

// heard does what the bot asks for, and is false if that ends the connection.
func (s *gateway) heard(c *connection, op int, data json.RawMessage) bool {
	var d struct {
		Token      string `json:"token"`
		Intents    int    `json:"intents"`
		Session    string `json:"session_id"`
		Seq        int    `json:"seq"`
		Shard      [2]int `json:"shard"`
		Properties struct {
			OS, Browser, Device string
		} `json:"properties"`
	}
	switch op {
	case 1:
		if s.beat() {
			c.op(11, nil)
		}
		return true
	case 2, 6:
		if json.Unmarshal(data, &d) != nil || d.Token != Token {
			c.close(4004, "Authentication failed.")
			return false
		}
	default:
		c.close(4001, "Unknown opcode.")
		return false
	}
	switch s.trick(op) {
	case "":
	case "silence":
		return true
	case "invalid":
		c.op(9, false)
		return true
	case "resumable":
		c.op(9, true)
		return true
	case "garbage":
		c.send([]byte("<html>"))
		return true
	default:
		c.op(0, map[string]any{}) // a dispatch without a name
		return true
	}
	if op == 2 {
		return s.identify(c, d.Intents, d.Shard)
	}
	return s.resume(c, d.Session, d.Seq)
}

// Trick answers the next operations, 2 for IDENTIFY or 6 for RESUME, otherwise than
// with READY or RESUMED: with "silence" (heartbeats are acknowledged all the same),
// "invalid" or "resumable" (op 9), "garbage" or "nameless" (an event without a name).
func (s *gateway) Trick(op int, how ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tricks == nil {
		s.tricks = map[int][]string{}
	}
	s.tricks[op] = append(s.tricks[op], how...)
}

func (s *gateway) trick(op int) (how string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tricks[op]) > 0 {
		how, s.tricks[op] = s.tricks[op][0], s.tricks[op][1:]
		s.tricked++
	}
	return how
}

// Tricked returns how many operations were answered as Trick says.
func (s *gateway) Tricked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tricked
}

// greets reports whether a connection gets its HELLO.
func (s *gateway) greets() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Silent--
	return s.Silent < 0
}

// Mute lets the next n connections have no HELLO.
func (s *gateway) Mute(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Silent = n
}

// beat counts a heartbeat, and reports whether it is acknowledged.
func (s *gateway) beat() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.beats++
	s.deaf--
	return s.deaf < 0
}

// Beats returns how many heartbeats came.
func (s *gateway) Beats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.beats
}

// Deafen leaves the next n heartbeats without acknowledgement.
func (s *gateway) Deafen(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deaf = n
}

// privileged are the intents that an app has to apply for: members, presences,
// the words of all messages.
const privileged = 1<<1 | 1<<8 | 1<<15

func (s *gateway) identify(c *connection, intents int, shard [2]int) bool {
	s.mu.Lock()
	code := s.closeNext
	s.closeNext = 0
	s.mu.Unlock()
	switch {
	case code != 0:
		c.close(code, "as the test asked")
		return false
	case intents&privileged != 0:
		c.close(4014, "Disallowed intent(s).")
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identified++
	s.identifies = append(s.identifies, Identify{Shard: shard[0], Of: max(1, shard[1]), At: time.Now()})
	id := fmt.Sprintf("session-%d", s.identified)
	c.session = &session{}
	s.sessions[id] = c.session
	s.connections = append(s.connections, c)
	s.emit(c.session, "READY", map[string]any{"v": 10, "session_id": id, "resume_gateway_url": s.GatewayURL() + "?resume=1",
		"user": User{ID: BotUser, Username: "briefing", Bot: true}, "application": map[string]any{"id": App, "flags": 0},
		"guilds": []any{map[string]any{"id": Guild, "unavailable": true}}})
	if !s.kicked {
		s.emit(c.session, "GUILD_CREATE", s.joined())
	}
	return true
}

func (s *gateway) resume(c *connection, id string, seq int) bool {
	if s.NoResume {
		c.close(4001, "Unknown opcode.")
		return false
	}
	if code, ok := s.closing(); ok {
		c.close(code, "as the test asked")
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.session = s.sessions[id]
	if c.session == nil || seq > len(c.session.events) {
		c.op(9, false)
		return true
	}
	for _, raw := range c.session.events[seq:] {
		c.send(raw)
	}
	s.resumed++
	if c.there {
		s.resumedThere++
	}
	s.connections = append(s.connections, c)
	s.emit(c.session, "RESUMED", map[string]any{})
	return true
}

func (s *gateway) forget(gone *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range s.connections {
		if c == gone {
			s.connections = append(s.connections[:i:i], s.connections[i+1:]...)
			return
		}
	}
}

// Sessions returns how many connections stand, how often the bot identified, and how
// often it resumed.
func (s *gateway) Sessions() (standing, identified, resumed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.connections), s.identified, s.resumed
}

// IdentifiesMade returns the bot's, in order.
func (s *gateway) IdentifiesMade() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.identifies)
}

// Typed returns how often the bot showed that it is typing.
func (s *gateway) Typed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.typed
}

// ResumedThere returns how often the bot resumed at the address that READY gave for it.
func (s *gateway) ResumedThere() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resumedThere
}

// all takes the connections that stand.
func (s *gateway) all() []*connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*connection{}, s.connections...)
}

// Drop loses all connections without a word.
func (s *gateway) Drop() {
	for _, c := range s.all() {
		c.ws.Close()
	}
}

// Close ends all connections with a close code.
func (s *gateway) Close(code int) {
	for _, c := range s.all() {
		c.close(code, "as the test asked")
	}
}

// Op sends an operation to all connections: 7 to connect again, 9 for a session
// that has ended.
func (s *gateway) Op(op int, data any) {
	for _, c := range s.all() {
		c.op(op, data)
	}
}

// CloseNext refuses the next IDENTIFY with a close code.
func (s *gateway) CloseNext(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeNext = code
}

// CloseResumes ends the next RESUMEs, one with each close code; 1006 without a word.
func (s *gateway) CloseResumes(codes ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeResumes = append(s.closeResumes, codes...)
}

// closing returns the close code for a RESUME, where the test asked for one.
func (s *gateway) closing() (code int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried++
	if len(s.closeResumes) == 0 {
		return 0, false
	}
	code, s.closeResumes = s.closeResumes[0], s.closeResumes[1:]
	return code, true
}

// ResumesTried returns how often the bot tried to resume.
func (s *gateway) ResumesTried() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tried
}

// ForgetSessions makes every RESUME fail.
func (s *gateway) ForgetSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}
