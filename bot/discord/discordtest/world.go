package discordtest

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// What the server knows at the start.
const (
	Token     = "bm9ib2R5.discordtest.0123456789abcdef" // of the bot
	BotUser   = "900000000000000001"
	App       = "900000000000000001"
	Guild     = "800000000000000001" // a server with the bot in it
	Channel   = "700000000000000001" // of Guild, and of the application
	Anna      = "100000000000000001"
	Boris     = "100000000000000002"
	Owner     = "100000000000000009" // of Guild
	startID   = 950000000000000000
	firstWait = 20 * time.Second
)

// DirectChannel returns the channel of direct messages with a user.
func DirectChannel(user string) string { return "6" + user[1:] }

// world holds what there is in Discord, and the results of the bot's calls.
type world struct {
	Options
	t    testing.TB
	http *httptest.Server
	key  ed25519.PrivateKey

	mu           sync.Mutex
	nextID       int64
	messages     []*Message
	kicked       bool                    // out of Guild
	roles        []Role                  // of Guild
	threads      map[string]string       // their channels, by ID
	threadNames  []string                // of those that the bot opened
	kinds        map[string]int          // types of channels, by ID
	posts        []any                   // of forums
	interactions map[string]*interaction // by token
	commands     map[string][]Command    // by path
	overwrites   int
	problems     []string
	connections  []*connection
	sessions     map[string]*session
	identified   int
	resumed      int
	resumedThere int
	beats, deaf  int   // heartbeats; those that are not acknowledged
	closeNext    int   // close code for the next IDENTIFY
	closeResumes []int // close codes for the next RESUMEs
	tricks       map[int][]string
	tricked      int
	tried        int // RESUMEs, but for those of NoResume
	answers      []canned
	calls        int
	counted      int
	buckets      map[string]*bucket
	typed        int
	identifies   []Identify
	events       []event // the last ones that people caused
}

// canned is an answer instead of the usual one.
type canned struct {
	path   string // the beginning of the path
	status int
	header map[string]string
	body   string
}

// Message is a message that the bot or a user wrote.
type Message struct {
	ID         string      `json:"id"`
	Channel    string      `json:"channel_id"`
	Guild      string      `json:"guild_id,omitempty"`
	Content    string      `json:"content"`
	Embeds     []Embed     `json:"embeds"`
	Components []Component `json:"components"`
	Flags      int         `json:"flags"`
	Author     User        `json:"author"`
	Nonce      any         `json:"nonce,omitempty"`

	For     string   `json:"-"` // who alone sees it, "" for all
	ReplyTo string   `json:"-"`
	Files   []string `json:"-"` // names of attachments
	Alts    []string `json:"-"` // what they show, in words
	Edits   int      `json:"-"`
	Waiting bool     `json:"-"` // the bot is thinking
	Gone    bool     `json:"-"`

	Published bool `json:"-"` // to those who follow its channel
}

// User is a person or a bot.
type User struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Bot      bool   `json:"bot,omitempty"`
}

// Labels returns those of a message's buttons and of its menus' options.
func (m Message) Labels() (out []string) {
	for _, row := range m.Components {
		for _, c := range row.Components {
			if c.Type == 2 {
				out = append(out, c.Label)
			}
			for _, o := range c.Options {
				out = append(out, o.Label)
			}
		}
	}
	return out
}

// Words returns all words of a message.
func (m Message) Words() string {
	words := []string{m.Content}
	for _, e := range m.Embeds {
		words = append(words, e.Title, e.Description, e.Footer.Text)
	}
	return strings.TrimSpace(strings.Join(words, "\n"))
}

// APIURL returns the address of the HTTP interface, with its version.
func (s *world) APIURL() string { return s.http.URL + "/api/v10" }

// GatewayURL returns the address of the gateway.
func (s *world) GatewayURL() string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway"
}

// PublicKey verifies signed interactions, hex.
func (s *world) PublicKey() string {
	return hex.EncodeToString(s.key.Public().(ed25519.PublicKey))
}

func (s *world) id() string {
	s.nextID++
	return strconv.FormatInt(s.nextID, 10)
}

// problem notes a refusal.
func (s *world) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// Problems returns all refusals, but for those that the test asked for.
func (s *world) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.problems...)
}

// Answers returns the messages of the bot in a channel, oldest first.
func (s *world) Answers(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if m.Channel == channel && m.Author.ID == BotUser && !m.Waiting && !m.Gone {
			out = append(out, *m)
		}
	}
	return out
}

// Standing returns the messages of the bot in a channel, oldest first, those among them
// that show only that it is thinking.
func (s *world) Standing(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if m.Channel == channel && m.Author.ID == BotUser && !m.Gone {
			out = append(out, *m)
		}
	}
	return out
}

// Count returns how many answers of the bot stand anywhere; it forgets those that are
// counted, and what RESUME would repeat, so that a long load does not fill the
// memory of the fake itself.
func (s *world) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.messages[:0:0]
	for _, m := range s.messages {
		if m.Author.ID != BotUser || m.Waiting || m.Gone {
			kept = append(kept, m)
			continue
		}
		s.counted++
	}
	s.messages = kept
	for token, i := range s.interactions {
		if i.original != nil && !i.original.Waiting {
			delete(s.interactions, token)
		}
	}
	for _, one := range s.sessions {
		clear(one.events)
	}
	return s.counted
}

// Commands returns those registered for all servers, and how often they were overwritten.
func (s *world) Commands() (commands []Command, overwrites int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands["/applications/"+App+"/commands"], s.overwrites
}

// CommandsOf returns the commands that are registered for one server alone.
func (s *world) CommandsOf(guild string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands["/applications/"+App+"/guilds/"+guild+"/commands"]
}

// Await waits until ready holds, and fails the test where it never does.
func (s *world) Await(what string, ready func() bool) {
	s.t.Helper()
	for end := time.Now().Add(firstWait); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ready() {
			return
		}
	}
	s.t.Fatalf("no %s; Discord refused %v", what, s.Problems())
}

// Answer gives another answer than the usual to the next n calls whose path
// begins so.
func (s *world) Answer(n int, path string, status int, header map[string]string, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.answers = append(s.answers, canned{path, status, header, body})
	}
}

// Lose lets the next n calls whose path begins with path be done, and loses the
// answers.
func (s *world) Lose(n int, path string) { s.Answer(n, path, 0, nil, "") }

// lostByCut is the status of an answer whose connection ends.
const lostByCut = -1

// Cut lets the next n calls whose path begins with path be done, and ends their
// connections without an answer.
func (s *world) Cut(n int, path string) { s.Answer(n, path, lostByCut, nil, "") }

// taken finds the answer that a test asked for.
func (s *world) taken(path string) (canned, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	for i, c := range s.answers {
		if strings.HasPrefix(path, c.path) {
			s.answers = append(s.answers[:i:i], s.answers[i+1:]...)
			return c, true
		}
	}
	return canned{}, false
}

// Faults returns how many answers that Answer and Lose were given are still to come.
func (s *world) Faults() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.answers)
}

// Calls returns how many calls to the HTTP interface there were.
func (s *world) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

// refuse answers as Discord does.
func refuse(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, map[string]any{"code": code, "message": message})
}

// session holds every event by its number, for RESUME.
type session struct {
	events [][]byte // of frame i+1
}

// connection is one of the gateway.
type connection struct {
	ws      *websocket.Conn
	mu      sync.Mutex
	session *session
	there   bool // at the address that READY gave for RESUME
}

// Identify is an IDENTIFY of the bot.
type Identify struct {
	Shard, Of int
	At        time.Time
}

// bucket is a rate limit of a route (https://discord.com/developers/docs/topics/rate-limits).
type bucket struct {
	left  int
	reset time.Time
}

// interaction is one that a user made.
type interaction struct {
	id, token     string
	kind          int
	channel, user string
	made          time.Time
	acked         bool
	response      int      // its type
	original      *Message // the answer
	choices       []Choice
	form          *Form
	took          time.Duration // to the acknowledgement
	done          chan struct{} // closed then
}

// event is an event that a person caused, kept for Again.
type event struct {
	id, kind string
	data     any
}

// Role is a role of Guild; the one with Guild's own ID is everybody's.
type Role struct {
	ID          string `json:"id"`
	Permissions string `json:"permissions"`
}

// Options of a Server.
type Options struct {
	// InteractionURL receives interactions over HTTP, signed; "" for the gateway.
	InteractionURL string
	// Heartbeat is the interval of the gateway; 200 ms where 0.
	Heartbeat time.Duration
	// Silent is the number of connections that get no HELLO.
	Silent int
	// NoResume ends connections that try to resume.
	NoResume bool
	// NoLabels refuses labels in forms.
	NoLabels bool
	// NoFiles refuses attachments.
	NoFiles bool
	// FailFiles is the number of messages with attachments that are answered with FileStatus and
	// FileBody.
	FailFiles, FileStatus int
	FileBody              string
	// Bucket is the number of messages that a channel takes in BucketTime; 0 for any number.
	Bucket     int
	BucketTime time.Duration
	// Identifies are left of the day's; 1,000 if nil. They are all there again
	// after IdentifyReset.
	Identifies    *int
	IdentifyReset time.Duration
	// Shards is the recommended number, which may identify at the same time; 1 if it is 0.
	Shards int
	// OneByOne lets one shard identify at a time, whatever Shards is.
	OneByOne bool
	// TokenLife is the lifetime of an interaction's token; 15 min if it is 0.
	TokenLife time.Duration
	// Listener accepts connections; one on the loopback if nil.
	Listener net.Listener
	// Client makes the deliveries over HTTP; one of its own if nil.
	Client *http.Client
}

// emit sends an event to a session's connections and keeps it for RESUME. The
// caller holds the lock.
func (s *world) emit(to *session, kind string, data any) {
	raw, _ := json.Marshal(map[string]any{"op": 0, "d": data, "s": len(to.events) + 1, "t": kind})
	to.events = append(to.events, raw)
	for _, c := range s.connections {
		if c.session == to {
			c.send(raw)
		}
	}
}

// Emit sends an event as it is to all sessions.
func (s *world) Emit(kind string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, to := range s.sessions {
		s.emit(to, kind, data)
	}
}

func (c *connection) send(raw []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(time.Second))
	_ = c.ws.WriteMessage(websocket.TextMessage, raw) // a connection that is gone gets its events by RESUME
}

func (c *connection) op(op int, data any) {
	raw, _ := json.Marshal(map[string]any{"op": op, "d": data, "s": nil, "t": nil})
	c.send(raw)
}

// close ends a connection with a close code; 1006 is none, which no frame may hold.
func (c *connection) close(code int, text string) {
	if code == websocket.CloseAbnormalClosure {
		c.ws.Close()
		return
	}
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(time.Second))
	c.ws.Close()
}
