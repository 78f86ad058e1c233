package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The operations of a frame.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// intents are the events asked for. None is privileged: Discord gives the words
// of messages that mention the bot, and of direct messages, without.
const intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// Bounds of a connection.
const (
	writeWithin   = 10 * time.Second
	maxInterval   = 10 * time.Minute // between heartbeats, whatever HELLO says
	closeToResume = 4900             // of our own: any code but 1000 and 1001 leaves the session alive
)

// errAgain ends a connection after op 7.
var errAgain = errors.New("asked to connect again")

// errSilent ends a connection whose server may acknowledge heartbeats, but sends no
// READY or RESUMED.
var errSilent = errors.New("the gateway did not say that it is ready")

// errInvalid ends a connection whose session Discord does not know any more.
var errInvalid = errors.New("the session has ended")

// frame is a gateway message (https://discord.com/developers/docs/events/gateway-events#payload-structure).
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

// connection is one websocket of a shard.
type connection struct {
	*shard
	ws       *websocket.Conn
	mu       sync.Mutex // for writing and acked
	acked    bool       // the last heartbeat was
	resuming bool       // and not yet RESUMED
	ready    bool       // READY or RESUMED came
	due      time.Time  // when it must be ready
}

func (c *connection) run(ctx context.Context) error {
	c.ws.SetReadDeadline(time.Now().Add(c.Patience))
	f, err := c.read()
	if err != nil {
		return err
	}
	var hello struct {
		Interval int `json:"heartbeat_interval"`
	}
	if f.Op != opHello || json.Unmarshal(f.Data, &hello) != nil || hello.Interval <= 0 {
		return fmt.Errorf("the gateway began with operation %d instead of HELLO", f.Op)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	interval := time.Duration(min(int64(hello.Interval), maxInterval.Milliseconds())) * time.Millisecond
	c.due = time.Now().Add(c.Patience)
	go c.heartbeat(ctx, interval)
	if err := c.begin(); err != nil {
		return err
	}
	for {
		f, err := c.readWithin(2*interval + defaultPatience)
		if err != nil {
			return err
		}
		if err := c.handle(f); err != nil {
			return err
		}
	}
}

// readWithin reads a frame. Until the connection is ready, what it reads gives it no
// more time: acknowledged heartbeats alone are no answer.
func (c *connection) readWithin(life time.Duration) (frame, error) {
	deadline := time.Now().Add(life)
	if !c.ready && c.due.Before(deadline) {
		deadline = c.due
	}
	c.ws.SetReadDeadline(deadline)
	f, err := c.read()
	if !c.ready && !time.Now().Before(c.due) {
		return f, errSilent
	}
	return f, err
}

func (c *connection) read() (frame, error) {
	var f frame
	_, raw, err := c.ws.ReadMessage()
	if err != nil {
		return f, fmt.Errorf("read from Discord's gateway: %w", err)
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return f, fmt.Errorf("the gateway sent something that is no frame")
	}
	return f, nil
}

func (c *connection) write(v any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeWithin))
	if err := c.ws.WriteJSON(v); err != nil {
		return fmt.Errorf("write to Discord's gateway: %w", err)
	}
	return nil
}

// begin resumes the session, or identifies for a new one.
func (c *connection) begin() error {
	if c.session != "" {
		c.resuming = true
		return c.write(map[string]any{"op": opResume, "d": map[string]any{"token": c.Token, "session_id": c.session, "seq": c.seq.Load()}})
	}
	return c.write(map[string]any{"op": opIdentify, "d": map[string]any{
		"token": c.Token, "intents": int(intents), "shard": [2]int{c.number, c.of}, "compress": false,
		"properties": map[string]string{"os": "linux", "browser": "briefing-bot", "device": "briefing-bot"},
	}})
}

// handle does what a frame asks for. An error ends the connection.
func (c *connection) handle(f frame) error {
	switch f.Op {
	case opDispatch:
		c.dispatch(f)
	case opHeartbeat:
		return c.beat()
	case opHeartbeatAck:
		c.mu.Lock()
		c.acked = true
		c.mu.Unlock()
	case opReconnect:
		c.end(closeToResume)
		return errAgain
	case opInvalidSession:
		var resumable bool
		if json.Unmarshal(f.Data, &resumable) != nil || !resumable {
			c.forget()
		}
		c.end(closeToResume)
		return errInvalid
	}
	return nil
}

func (c *connection) dispatch(f frame) {
	c.seq.Store(max(c.seq.Load(), f.Seq))
	switch f.Type {
	case "READY":
		var ready struct {
			Session string `json:"session_id"`
			URL     string `json:"resume_gateway_url"`
		}
		if json.Unmarshal(f.Data, &ready) == nil && !c.unresumes.Load() {
			c.session, c.resumeURL = ready.Session, ready.URL
		}
		c.isReady()
		c.Log.Info("connected to Discord's gateway", slog.Int("shard", c.number))
	case "RESUMED":
		c.resuming, c.unresumed, c.givenUp = false, 0, 0
		c.isReady()
		c.Log.Info("connected to Discord's gateway again", slog.Int("shard", c.number))
	}
	c.Receive(f.Type, f.Data)
}

// isReady is called when the connection is ready.
func (c *connection) isReady() {
	c.ready, c.lost = true, 0
	c.Connected()
	c.Outage.Up(c.number)
}

// heartbeat beats at the interval, the first time somewhere within it. A beat
// that was not acknowledged ends the connection.
func (c *connection) heartbeat(ctx context.Context, interval time.Duration) {
	wait := rand.N(interval)
	for outbox.Pause(ctx, wait) == nil {
		c.mu.Lock()
		alive := c.acked
		c.acked = false
		c.mu.Unlock()
		if !alive || c.beat() != nil {
			c.end(closeToResume)
			c.ws.Close()
			return
		}
		wait = interval
	}
}

func (c *connection) beat() error {
	var seq any
	if n := c.seq.Load(); n > 0 {
		seq = n
	}
	return c.write(map[string]any{"op": opHeartbeat, "d": seq})
}

// end tells the other side, which ends the reading too.
func (c *connection) end(code int) {
	deadline := time.Now().Add(time.Second)
	// A connection that is lost already cannot be told.
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), deadline)
	c.ws.SetReadDeadline(deadline)
}
