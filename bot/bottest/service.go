package bottest

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Service is a chat service with one bot in it: a fake that speaks the service's
// protocol, played by people. Its methods are called from one goroutine, but for
// Run, which runs beside them.
type Service interface {
	// Run runs the bot until ctx ends, as its package's own Run does. It is called
	// again after a restart, with the same fake.
	Run(ctx context.Context, s Setup) error
	// Ready reports whether the bot that runs takes questions.
	Ready() bool

	// Ask asks a question. Its line is a command of Mux and its first argument:
	// "who-said truce". It returns when the service has its acknowledgement, or has
	// given up waiting for one.
	Ask(p Person, w Way, line string) Event
	// Press presses the first button with that label; ok is false where the message
	// has none.
	Press(p Person, m Message, label string) (e Event, ok bool)
	// Edit changes the message that asked into another line, which names the bot
	// where it did before; "" takes the bot's name out of it and leaves other words.
	Edit(p Person, e Event, line string) Event
	// Remove deletes the message that asked.
	Remove(p Person, e Event)
	// Again delivers an event, or an edit, once more, on every connection.
	Again(e Event)
	// Drop ends the connections over which events come, as a broken network does.
	Drop()
	// Disturb lets something happen to the connections over which events come, another thing
	// with each number, and returns what it was; "" where there are none.
	Disturb(n int) (what string)
	// Bots lets the bot itself, another bot and whatever else is no person write
	// what would be a question of a person.
	Bots(p Person)

	// Read returns what the bot wrote in p's room as it is now, oldest first, also
	// what somebody else alone can see. In a thread it returns that thread.
	Read(p Person) []Message
	// Files returns the files that p was given, in whatever room.
	Files(p Person) []string
	// Quotes returns the quoted texts of messages as a reader sees them, byte for
	// byte. A quote that goes on in the next message is one.
	Quotes(messages []Message) []string
	// Live returns what in the quotes of a message notifies, links or formats
	// although an article says it.
	Live(m Message) []string

	// Fail lets the next messages that the bot sends in answer to questions asked
	// that way meet a fault, one after the other.
	Fail(p Person, w Way, faults ...Fault)
	// Refused returns what the service refused or warned of, faults that were asked
	// for apart: calls in a wrong form, messages in too quick succession.
	Refused() []string
	// Unmet returns how many faults that Fail was given are still to come.
	Unmet() int
	// Secrets returns what no log may hold: tokens, signing secrets, addresses that
	// are secret.
	Secrets() []string
}

// Setup is what the kit gives a bot to run with.
type Setup struct {
	Mux   *bot.Mux
	State *state.Store
	Log   *slog.Logger
	// Limits is nil for none.
	Limits *ratelimit.Limiter
	// Dial is the bot's way to the fake. The kit cuts it to kill the bot.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Open makes a service for one case. Its fake listens on n, and makes its
// deliveries by links of n. t ends with the case; the fake may clean up with it.
type Open func(t *testing.T, n *Network) Service

// Person is somebody, and where they are.
type Person struct {
	Name   string // anna, boris
	Room   string // a channel, such as harbour; "" for direct messages with the bot
	Thread string // the ID of the message whose thread it is, "" for none
	Server string // a workspace or server; "" for the one that the fake begins with
}

// Way is how a question is asked.
type Way string

// The ways.
const (
	Command   Way = "command"   // a slash command
	Mention   Way = "mention"   // a message in a room that names the bot
	Thread    Way = "thread"    // the same in a thread, Person.Thread
	Direct    Way = "direct"    // a direct message
	Overheard Way = "overheard" // a message in a room that does not name the bot
)

// Event is something that a person did.
type Event struct {
	ID    string        // of the message that asked; "" for commands and buttons
	Acked bool          // in time; always where the service wants no acknowledgement
	Took  time.Duration // until then
	Own   any           // what the Service needs to deliver it again
}

// Message is one that the bot wrote, as a reader sees it.
type Message struct {
	ID       string
	For      string // the name of the one person who sees it, "" for all in the room
	Under    string // the ID of the message that it replies to or whose thread it is in
	Words    string // all of them, buttons apart
	Buttons  []string
	Thinking bool // there are no words yet; the service shows that the bot is at work
	Own      any  // what the Service needs to press its buttons
}

// Fault is what becomes of a message that the bot sends.
type Fault struct {
	Kind FaultKind
	Wait time.Duration // of Limited: what the service asks for, whole seconds
}

// FaultKind names a fault.
type FaultKind string

// The kinds of faults.
const (
	Limited   FaultKind = "limited"   // 429, and how long to wait
	Down      FaultKind = "down"      // 503
	Lost      FaultKind = "lost"      // taken, but a proxy answers 502
	Cut       FaultKind = "cut"       // taken, but the connection ends before the answer
	BadForm   FaultKind = "bad form"  // the form of the message is refused
	Forbidden FaultKind = "forbidden" // the bot is not in the room
	NoFiles   FaultKind = "no files"  // the service takes no files
)

// Differs names cases, by a path.Match pattern of case and way, in which a
// service differs from what the kit says, with the reason; one that begins with
// "fault:" is to be repaired. Such a case runs all the same, and has to fail.
type Differs map[string]string

// messages are the ways that leave a message which can be changed.
var messages = []Way{Mention, Direct}

// every way to ask that is answered.
var every = []Way{Command, Mention, Direct}
