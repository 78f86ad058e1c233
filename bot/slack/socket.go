package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// The connections that may be down: to the Web API at the start, and those of Socket
// Mode, of which one is enough.
const (
	joining = iota
	socketMode
)

// socketConnections is the number of Socket Mode connections to keep, so that one is up while
// the other is refreshed. Slack allows 10.
const socketConnections = 2

// A spare connection that is lost this often this fast is given up: the server
// takes only one.
const (
	spareLosses = 4
	spareWithin = 15 * time.Second
)

// never is a ping interval for servers that send none.
const never = 365 * 24 * time.Hour

// helloWithin is the time limit for the hello of a new connection.
const helloWithin = 30 * time.Second

// errSilent ends a connection that sends no hello.
var errSilent = errors.New("the connection was made, and no hello came")

// sockets keeps the Socket Mode connections.
type sockets struct {
	receiver   *receiver
	workspaces *workspaces
	botToken   string
	ping       time.Duration // how long a connection may be without one; negative for no limit
	dial       func(ctx context.Context, network, address string) (net.Conn, error)
	patience   time.Duration // with a connection that has to greet
	log        *slog.Logger
	outage     *chat.Outage
	up         *atomic.Bool // Slack has been connected

	mu   sync.Mutex
	live int // connections that are up
}

// connect keeps one connection until ctx ends. It returns an error if no further try
// would help.
func (s *sockets) connect(ctx, working context.Context, number int) error {
	c := connection{sockets: s, number: number}
	for pauses := outbox.Pauses(time.Second, time.Minute); ; {
		if c.met {
			pauses.Reset()
		}
		err := c.keep(ctx, working)
		c.setLive(false)
		if !errors.Is(err, errSilent) {
			return err
		}
		wait := pauses.NextBackOff()
		s.log.Warn("a connection to Slack said nothing; connecting again", slog.Int("connection", number+1), slog.Duration("in", wait))
		if outbox.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

// keep keeps the connection, which the library renews when it breaks, until ctx ends
// or one that is made does not greet.
func (c *connection) keep(ctx, working context.Context) error {
	s := c.sockets
	ping := s.ping
	switch {
	case ping == 0:
		ping = 30 * time.Second
	case ping < 0:
		ping = never
	}
	silent := log.New(io.Discard, "", 0) // its lines hold what users wrote
	options := []socketmode.Option{socketmode.OptionPingInterval(ping), socketmode.OptionLog(silent)}
	if s.dial != nil {
		options = append(options, socketmode.OptionDialer(&websocket.Dialer{NetDialContext: s.dial}))
	}
	client := socketmode.New(s.workspaces.api(s.botToken), options...)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	c.client, c.stop = client, stop
	c.greeting = time.AfterFunc(time.Hour, func() { stop(errSilent) })
	c.greeting.Stop()
	defer c.greeting.Stop()
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	for {
		select {
		case e := <-client.Events:
			c.handle(ctx, working, e)
		case err := <-ended:
			return s.ended(ctx, err)
		}
	}
}

// errSpare ends a spare connection that the server does not want.
var errSpare = errors.New("the server takes only one connection")

// ended returns the error of a connection that will not come back.
func (s *sockets) ended(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	var fatal *TokenError
	switch {
	case errors.As(cause, &fatal):
		return fatal
	case errors.Is(cause, errSilent):
		return errSilent
	case errors.Is(cause, errSpare):
		s.log.Info("Socket Mode goes on with one connection, since the server ends a second one")
		return nil
	case ctx.Err() != nil:
		return nil
	}
	if refused := tokenError("app token (SLACK_APP_TOKEN)", err); refused != nil {
		return refused
	}
	return fmt.Errorf("connect over Socket Mode: %w", redacted(err))
}

// connection is one of the Socket Mode connections.
type connection struct {
	sockets *sockets
	client  *socketmode.Client
	number  int
	stop    context.CancelCauseFunc
	made    []time.Time // when the last ones were
	live    bool        // it is up
	said    bool        // that it fails was logged

	greeting *time.Timer // ends it, unless a hello comes
	met      bool        // a hello or an envelope came once
	mute     int         // times in a row that none came
}

func (c *connection) handle(ctx, working context.Context, e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive:
		c.greeted()
		c.receive(ctx, working, envelope{Kind: string(e.Type), ID: e.Request.EnvelopeID, Payload: e.Request.Payload})
	case socketmode.EventTypeErrorBadMessage:
		c.greeted()
		c.badMessage(ctx, working, e)
	case socketmode.EventTypeConnecting:
		c.greeting.Stop()
		c.setLive(false)
	case socketmode.EventTypeConnected:
		c.awaitHello()
		c.connected()
	case socketmode.EventTypeHello:
		c.greeted()
	case socketmode.EventTypeConnectionError:
		c.failed(ctx, e)
	}
}

// receive does not wait: an event that is slow to claim must not keep the next
// from its acknowledgement.
func (c *connection) receive(ctx, working context.Context, e envelope) {
	r := c.sockets.receiver
	r.Go("a message from Slack could not be read", func() {
		r.receive(working, e, func() error { return c.client.AckCtx(ctx, e.ID, nil) })
	})
}

// badMessage is an envelope that the library cannot decode. It is read from its
// raw form, and acknowledged in any case.
func (c *connection) badMessage(ctx, working context.Context, e socketmode.Event) {
	bad, ok := e.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	var r socketmode.Request
	if err := json.Unmarshal(bad.Message, &r); err != nil || r.EnvelopeID == "" {
		c.sockets.log.Warn("Socket Mode sent what is no envelope", slog.Int("bytes", len(bad.Message)))
		return
	}
	c.receive(ctx, working, envelope{Kind: r.Type, ID: r.EnvelopeID, Payload: r.Payload})
}

// muteInARow connections without a hello are those of a server that sends none, as
// other servers than Slack's may.
const muteInARow = 2

// awaitHello ends the connection if nothing comes.
func (c *connection) awaitHello() {
	if c.mute >= muteInARow && !c.met && c.sockets.workspaces.isElsewhere() {
		if c.mute == muteInARow {
			c.mute++
			c.sockets.log.Warn("this server sends no hello over Socket Mode; a connection that is deaf cannot be told from a quiet one")
		}
		c.setLive(true)
		return
	}
	c.mute++
	c.greeting.Reset(c.sockets.patience)
}

// greeted is called when something came over the connection.
func (c *connection) greeted() {
	c.greeting.Stop()
	c.met, c.mute = true, 0
	c.setLive(true)
}

// setLive counts the connections that are up.
func (c *connection) setLive(live bool) {
	if live == c.live {
		return
	}
	c.live = live
	s := c.sockets
	s.mu.Lock() // two connections may come and go at once
	defer s.mu.Unlock()
	if s.live += map[bool]int{true: 1, false: -1}[live]; s.live > 0 {
		s.outage.Up(socketMode)
	} else {
		s.outage.Down(socketMode)
	}
}

func (c *connection) connected() {
	c.said = false
	c.sockets.up.Store(true)
	c.sockets.log.Info("connected to Slack over Socket Mode", slog.Int("connection", c.number+1))
	c.made = append(c.made, time.Now())
	if n := len(c.made); c.number > 0 && n >= spareLosses {
		if c.made[n-1].Sub(c.made[n-spareLosses]) < spareWithin {
			c.stop(errSpare)
		}
		c.made = c.made[n-spareLosses+1:]
	}
}

// anyLive reports whether a connection is up.
func (s *sockets) anyLive() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live > 0
}

// failed logs a try that failed, and gives up where the token is to blame.
func (c *connection) failed(ctx context.Context, e socketmode.Event) {
	f, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok || ctx.Err() != nil {
		return
	}
	if err := tokenError("app token (SLACK_APP_TOKEN)", f.ErrorObj); err != nil {
		c.stop(err)
		return
	}
	level := slog.LevelWarn
	if c.said && c.sockets.anyLive() {
		level = slog.LevelDebug // the other one is up: maybe the server takes only one
	}
	c.said = true
	c.sockets.log.Log(ctx, level, "no connection to Slack; trying again", slog.Duration("in", f.Backoff), slog.Any("error", redacted(f.ErrorObj)))
}
