package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// gateway keeps one shard's connection (https://discord.com/developers/docs/events/gateway).
// The library's own ignores resume_gateway_url, connects again for ever after a
// refusal that cannot mend itself, spends IDENTIFYs without counting, and may wait
// for ever in Open: this one does none of that.
type gateway struct {
	bot           *Bot
	shard, shards int
	receive       func(ctx context.Context, kind string, data json.RawMessage)

	session   string // "" where there is none to resume
	resumeURL string
	seq       atomic.Int64
	lost      int // connections in a row that never became ready
	unresumed int // RESUMEs in a row that never became RESUMED
	givenUp   int // sessions in a row that could not be resumed
}

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
	dialWithin    = 15 * time.Second
	answerWithin  = 30 * time.Second // for HELLO, READY and RESUMED, each
	writeWithin   = 10 * time.Second
	longestBeat   = 10 * time.Minute // between heartbeats, whatever HELLO says
	firstBackoff  = 500 * time.Millisecond
	longBackoff   = time.Minute
	maxFrame      = 16 << 20
	resumesInARow = 3 // that fail, then a new session begins
	// sessionsInARow that cannot be resumed are those of a server that lacks RESUME.
	sessionsInARow = 2
	closeToResume  = 4900 // of our own: any code but 1000 and 1001 leaves the session alive
)

// fatalCloses are the close codes after which connecting again cannot help
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
var fatalCloses = map[int]string{
	4004: rest.NewToken,
	4010: "the shard is none of those configured. Set discord.shard to a number below discord.shards",
	4011: "the bot is in too many servers for one connection. Set discord.shards: auto",
	4012: "this server does not speak version 10 of the gateway. Set discord.gateway_url to one that does, or update briefing-bot",
	4013: "the intents are not ones that this server knows. Update briefing-bot",
	4014: "the app may not have an intent that the bot asks for. It asks for none that is privileged: check that the token is that of the right app",
}

// errAgain is op 7.
var errAgain = errors.New("asked to connect again")

// errSilent is a gateway that acknowledges heartbeats, maybe, but sends no READY or
// RESUMED.
var errSilent = errors.New("the gateway did not say that it is ready")

// resuming is what a server may lack: sessions that go on.
const resuming = "RESUME"

// errInvalid is a session that Discord does not know any more.
var errInvalid = errors.New("the session has ended")

// keep connects until ctx ends. It fails where no further try would help.
func (g *gateway) keep(ctx context.Context) error {
	for {
		g.bot.outage.Down(g.shard)
		err := g.connect(ctx)
		var fatal *rest.TokenError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &fatal):
			return fatal
		}
		wait := g.backoff(err)
		g.bot.Log.Warn("the connection to Discord's gateway ended; connecting again", slog.Duration("in", wait),
			slog.Int("shard", g.shard), slog.Any("error", rest.Redact(err)))
		if chat.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

// backoff is longer the more often in a row a connection failed; after an
// invalid session Discord wants 1 to 5 s.
func (g *gateway) backoff(err error) time.Duration {
	d := min(firstBackoff<<min(g.lost, 10), longBackoff)
	g.lost++
	d = d/2 + rand.N(d/2)
	if errors.Is(err, errInvalid) {
		d = max(d, time.Second+rand.N(4*time.Second))
	}
	return d
}

// connect makes one connection and reads it until it ends.
func (g *gateway) connect(ctx context.Context) error {
	if g.session == "" { // before the connection stands, which would not be read meanwhile
		if err := g.bot.identifying.turn(ctx, g.bot, g.shard); err != nil {
			return err
		}
	}
	address, err := g.address(ctx)
	if err != nil {
		return err
	}
	dialer := websocket.Dialer{HandshakeTimeout: dialWithin, Proxy: http.ProxyFromEnvironment}
	if g.bot.Dial != nil {
		dialer.NetDialContext, dialer.Proxy = g.bot.Dial, nil
	}
	ws, _, err := dialer.DialContext(ctx, address, nil)
	if err != nil {
		g.resumeURL = ""
		return fmt.Errorf("reach Discord's gateway: %w", err)
	}
	c := &connection{gateway: g, ws: ws, acked: true}
	ws.SetReadLimit(maxFrame)
	stop := context.AfterFunc(ctx, func() { c.end(websocket.CloseNormalClosure) })
	defer stop()
	defer ws.Close()
	err = c.run(ctx)
	return g.ended(err, c)
}

// ended decides from a connection's end what becomes of the session. Most ends
// leave it alive (https://discord.com/developers/docs/events/gateway#resuming).
func (g *gateway) ended(err error, c *connection) error {
	var closed *websocket.CloseError
	code := 0
	if errors.As(err, &closed) {
		code = closed.Code
	}
	if mend, fatal := fatalCloses[code]; fatal {
		return &rest.TokenError{Message: fmt.Sprintf("Discord's gateway closed with %d (%s): %s.", code, closed.Text, mend)}
	}
	switch {
	case code == 4003 || code == 4007 || code == 4009:
		g.forget()
	case !c.resuming || g.session == "":
	case code == 4001 || code == 4002: // the operation is not known here, or cannot be read
		g.forget()
		g.bot.lackOnce(resuming, true)
	case errors.Is(err, errSilent):
		g.giveUpSession("RESUME was not answered", 1)
	default:
		g.unresumed++
		if g.unresumed == resumesInARow {
			g.giveUpSession("RESUME was refused", resumesInARow)
		}
	}
	return err
}

// giveUpSession forgets a session that could not be resumed. Another server than
// Discord's own that never resumes one is not asked to any more.
func (g *gateway) giveUpSession(why string, tries int) {
	g.forget()
	g.givenUp++
	g.bot.Log.Warn("a session could not be resumed; beginning a new one", slog.String("reason", why), slog.Int("tries", tries), slog.Int("shard", g.shard))
	if elsewhere := g.bot.APIURL != DefaultAPIURL || g.bot.GatewayURL != ""; elsewhere {
		g.bot.lackOnce(resuming, g.givenUp >= sessionsInARow)
	}
}

func (g *gateway) forget() {
	g.session, g.resumeURL, g.unresumed = "", "", 0
	g.seq.Store(0)
}

// address is where to connect: the configured address, which nobody else changes;
// else the session's own, or what Discord says.
func (g *gateway) address(ctx context.Context) (string, error) {
	address := g.bot.GatewayURL
	if address == "" && g.session != "" {
		address = g.resumeURL
	}
	if address == "" {
		told, err := g.bot.askGateway(ctx)
		if err != nil {
			return "", err
		}
		address = told.URL
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("the gateway's address cannot be read")
	}
	q := u.Query()
	q.Set("v", "10")
	q.Set("encoding", "json")
	u.RawQuery = q.Encode()
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// connection is one websocket of a gateway.
type connection struct {
	*gateway
	ws       *websocket.Conn
	mu       sync.Mutex // for writing and acked
	acked    bool       // the last heartbeat was
	resuming bool       // and not yet RESUMED
	ready    bool       // READY or RESUMED came
	due      time.Time  // when it has to be ready
}

func (c *connection) run(ctx context.Context) error {
	c.ws.SetReadDeadline(time.Now().Add(c.bot.patience))
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
	interval := time.Duration(min(int64(hello.Interval), longestBeat.Milliseconds())) * time.Millisecond
	c.due = time.Now().Add(c.bot.patience)
	go c.heartbeat(ctx, interval)
	if err := c.begin(); err != nil {
		return err
	}
	for {
		f, err := c.readWithin(2*interval + answerWithin)
		if err != nil {
			return err
		}
		if err := c.handle(ctx, f); err != nil {
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
		return f, fmt.Errorf("the gateway sent what is no frame")
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
		return c.write(map[string]any{"op": opResume, "d": map[string]any{"token": c.bot.Token, "session_id": c.session, "seq": c.seq.Load()}})
	}
	return c.write(map[string]any{"op": opIdentify, "d": map[string]any{
		"token": c.bot.Token, "intents": int(intents), "shard": [2]int{c.shard, c.shards}, "compress": false,
		"properties": map[string]string{"os": "linux", "browser": "briefing-bot", "device": "briefing-bot"},
	}})
}

// handle does what a frame asks for. An error ends the connection.
func (c *connection) handle(ctx context.Context, f frame) error {
	switch f.Op {
	case opDispatch:
		c.dispatch(ctx, f)
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

func (c *connection) dispatch(ctx context.Context, f frame) {
	c.seq.Store(max(c.seq.Load(), f.Seq))
	switch f.Type {
	case "READY":
		var ready struct {
			Session string `json:"session_id"`
			URL     string `json:"resume_gateway_url"`
		}
		if json.Unmarshal(f.Data, &ready) == nil && c.bot.has(resuming) {
			c.session, c.resumeURL = ready.Session, ready.URL
		}
		c.stands()
		c.bot.Log.Info("connected to Discord's gateway", slog.Int("shard", c.shard))
	case "RESUMED":
		c.resuming, c.unresumed, c.givenUp = false, 0, 0
		c.stands()
		c.bot.Log.Info("connected to Discord's gateway again", slog.Int("shard", c.shard))
	}
	c.receive(ctx, f.Type, f.Data)
}

// stands is called when the connection is ready.
func (c *connection) stands() {
	c.ready, c.lost = true, 0
	c.bot.up.Store(true)
	c.bot.outage.Up(c.shard)
}

// heartbeat beats at the interval, the first time somewhere within it. A beat
// that was not acknowledged ends the connection.
func (c *connection) heartbeat(ctx context.Context, interval time.Duration) {
	wait := rand.N(interval)
	for chat.Pause(ctx, wait) == nil {
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
