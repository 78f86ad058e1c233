package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// The workspace, the app and the tokens of a Server that was given no others.
const (
	Team          = "T0001"
	AppID         = "A0001"
	BotUser       = "U0BOT"
	BotID         = "B0001"
	BotToken      = "xoxb-invented-bot-token"
	AppToken      = "xapp-invented-app-token"
	SigningSecret = "invented-signing-secret"
)

// world is what there is in Slack, and what happened.
type world struct {
	options Options
	base    string // the server's address
	t       testing.TB

	mu       sync.Mutex    // of all that follows, and of what embeds it
	changed  chan struct{} // closed and renewed whenever something happens
	clock    int64         // of message timestamps
	messages []*Message
	files    []*File
	views    []View
	prompted []Prompted
	calls    []Call
	faults   map[string][]Fault
	down     bool
	problems []string
}

// Call is one request that the bot made.
type Call struct {
	Method string
	Args   map[string]string
	At     time.Time
}

// Fault is an answer to give instead of the true one.
type Fault struct {
	Status     int           // of HTTP; 200 if 0
	Error      string        // Slack's error code
	RetryAfter time.Duration // with status 429; no such header where negative
	Hang       time.Duration // before answering
	Lost       bool          // it is done, and a proxy answers 502
	Cut        bool          // it is done, and the connection ends without an answer
	Body       string        // in the place of Slack's JSON, such as a proxy's page
}

// APIURL returns what a client takes for https://slack.com/api/.
func (s *world) APIURL() string { return s.base + "/api/" }

// SetRequestURL switches to delivery by HTTP.
func (s *world) SetRequestURL(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.RequestURL = address
}

// Fail answers the next calls of a method ("response" for response URLs) with faults.
func (s *world) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Faults returns how many faults that Fail was given are still to come.
func (s *world) Faults() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, waiting := range s.faults {
		n += len(waiting)
	}
	return n
}

// fault takes the next fault of a method.
func (s *world) fault(method string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return Fault{Status: http.StatusServiceUnavailable}, true
	}
	waiting := s.faults[method]
	if len(waiting) == 0 {
		return Fault{}, false
	}
	s.faults[method] = waiting[1:]
	return waiting[0], true
}

// play answers with a fault; false if the true answer is to follow.
func (f Fault) play(w http.ResponseWriter) bool {
	time.Sleep(f.Hang)
	switch {
	case f.Status == http.StatusTooManyRequests:
		if f.RetryAfter >= 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
		}
		w.WriteHeader(f.Status)
	case f.Body != "":
		w.WriteHeader(max(f.Status, http.StatusOK))
		io.WriteString(w, f.Body) // the client went away where this fails
	case f.Status != 0 && f.Status != http.StatusOK:
		w.WriteHeader(f.Status)
	case f.Error != "":
		reply(w, map[string]any{"ok": false, "error": f.Error})
	default:
		return false
	}
	return true
}

// lose does what a fault loses the answer of: what is written to the returned
// writer goes nowhere, and end ends the call.
func (f Fault) lose(w http.ResponseWriter) (nowhere http.ResponseWriter, end func()) {
	return httptest.NewRecorder(), func() {
		if f.Cut {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusBadGateway)
	}
}

// happened wakes whoever waits. The caller holds s.mu.
func (s *world) happened() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Calls returns the requests of a method, in order; all where method is "".
func (s *world) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Problems returns what Slack would have refused or warned of, in words.
func (s *world) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

// Await waits until done holds, looking whenever something happens, and fails
// the test after 10 s.
func (s *world) Await(what string, done func() bool) {
	s.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if done() {
			return
		}
		select {
		case <-changed:
		case <-time.After(50 * time.Millisecond): // what done looks at may not be ours
		case <-deadline:
			s.t.Fatalf("waited 10 s for %s\nmessages: %v\nproblems: %v", what, s.Messages(""), s.Problems())
		}
	}
}

func (s *world) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// has reports whether this server knows a method.
func (s *world) has(method string) bool {
	return !slices.ContainsFunc(s.options.Without, func(prefix string) bool { return strings.HasPrefix(method, prefix) })
}

// stamp returns a new message timestamp. The caller holds s.mu.
func (s *world) stamp() string {
	s.clock++
	return fmt.Sprintf("%d.%06d", s.clock, s.clock%1_000_000)
}

func reply(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(body) // the client went away where this fails
}

// webAPI answers calls of the Web API.
type webAPI struct {
	*connections
	lastPost map[string]time.Time // by channel
}

// Prompted are questions that people were shown.
type Prompted struct {
	Channel, Thread string
	Prompts         int
}

// File is an uploaded file; without a channel it is the bot's own.
type File struct {
	ID, Name, Channel, Thread, Comment string
	Data                               []byte
	Complete                           bool
	size                               int
	completed                          time.Time
}

// Options of a Server.
type Options struct {
	// Tokens maps further bot tokens to their workspaces; BotToken is Team's.
	Tokens map[string]string
	// Without names methods, or their beginnings (files., assistant.), that this
	// server does not have: it answers unknown_method.
	Without []string
	// NotFound answers what this server does not have with 404 instead.
	NotFound bool
	// Bare leaves out of auth.test what other servers than Slack may leave out: all
	// but the URL and the names.
	Bare bool
	// One is what this server does about a second connection: "refuse" it, or
	// "replace" the first with it; "" allows several.
	One string
	// App is what the app is: "agent", "assistant" or "none"; "" takes what any of them
	// may do.
	App string
	// Classic refuses the blocks of 2026: charts, tables and feedback buttons.
	Classic bool
	// NoTables refuses tables alone.
	NoTables bool
	// FilesAfter is how long an uploaded file cannot be shown yet.
	FilesAfter time.Duration
	// NoHello leaves out the greeting of Socket Mode.
	NoHello bool
	// Quiet sends no pings over Socket Mode.
	Quiet bool
	// RequestURL receives events, commands and interactions by HTTP, signed;
	// Socket Mode where "".
	RequestURL string
	// Retries are the pauses before an event that was not acknowledged is sent
	// again; Slack's are now, 1 minute, 5 minutes.
	Retries []time.Duration
	// Limit refuses more than one message a second in a channel with 429.
	Limit bool
	// Forget counts what response URLs take, for Taken, and keeps nothing: for
	// long loads.
	Forget bool
	// Scopes are the bot's, as the x-oauth-scopes header says; no header where "".
	Scopes string
	// Listener is where the server listens; on the loopback if nil.
	Listener net.Listener
	// Client makes the deliveries by HTTP; http.DefaultClient if nil.
	Client *http.Client
}

// View is a modal that was opened or an App Home that was published.
type View struct {
	ID, User, Trigger string
	Type              string          `json:"type"`
	CallbackID        string          `json:"callback_id"`
	PrivateMetadata   string          `json:"private_metadata"`
	Blocks            json.RawMessage `json:"blocks"`
	raw               json.RawMessage
}

// Message is a message in a channel.
type Message struct {
	Channel   string
	TS        string
	Thread    string
	User      string // the author; BotUser for the bot
	For       string // who alone sees it; all where ""
	Text      string
	Blocks    json.RawMessage
	Edits     int
	Deleted   bool
	Responder string // the response URL that a press on its buttons has
	Metadata  json.RawMessage
	Previews  map[string]json.RawMessage // the blocks below a link, by its address
}

// connections are those of Socket Mode.
type connections struct {
	*world
	sockets []*socket
	next    int // the socket that the next envelope goes to
	mute    int // connections to come that say nothing
	acks    map[string]chan ack
}

// socket is one Socket Mode connection.
type socket struct {
	conn   *websocket.Conn
	mu     sync.Mutex // writes
	done   chan struct{}
	frozen atomic.Bool // half open
}

// ack is the answer to an envelope.
type ack struct {
	payload json.RawMessage
	at      time.Time
}
