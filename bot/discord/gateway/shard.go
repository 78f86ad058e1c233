package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/gorilla/websocket"
)

// shard is one shard's connection (https://discord.com/developers/docs/events/gateway).
// discordgo's own ignores resume_gateway_url, connects again for ever after a refusal
// that will not pass, spends IDENTIFYs without counting, and may wait for ever in Open.
type shard struct {
	*Gateway
	number, of int

	session   string // "" if there is none to resume
	resumeURL string
	seq       atomic.Int64
	lost      int // connections in a row that never became ready
	unresumed int // RESUMEs in a row that never became RESUMED
	givenUp   int // sessions in a row that could not be resumed
}

// Bounds of a shard.
const (
	dialWithin   = 15 * time.Second
	maxFrame     = 16 << 20 // bytes
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = time.Minute
	maxResumes   = 3 // failed RESUMEs in a row, then a new session begins
	// maxSessions in a row that cannot be resumed are those of a server that lacks
	// RESUME.
	maxSessions = 2
)

// fatalCloses are the close codes after which connecting again cannot help
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
var fatalCloses = map[int]string{
	4004: rest.NewToken,
	4010: "the shard is not one of those configured. Set discord.shard to a number below discord.shards",
	4011: "the bot is in too many servers for one connection. Set discord.shards: auto",
	4012: "this server does not speak version 10 of the gateway. Set discord.gateway_url to one that does, or update briefing-bot",
	4013: "the intents are not ones that this server knows. Update briefing-bot",
	4014: "the app may not have an intent that the bot asks for. It asks for none that is privileged: check that the token is that of the right app",
}

// keep connects until ctx ends. It returns an error if no further try would help.
func (s *shard) keep(ctx context.Context) error {
	for {
		s.Outage.Down(s.number)
		err := s.connect(ctx)
		var fatal *rest.TokenError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &fatal):
			return fatal
		}
		wait := s.backoff(err)
		s.Log.Warn("the connection to Discord's gateway ended; connecting again", slog.Duration("in", wait),
			slog.Int("shard", s.number), slog.Any("error", rest.Redact(err)))
		if outbox.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

// backoff returns how long to wait before the next connection: longer after each that
// failed in a row, and 1 to 5 s after an invalid session, as Discord wants.
func (s *shard) backoff(err error) time.Duration {
	d := min(firstBackoff<<min(s.lost, 10), maxBackoff)
	s.lost++
	d = d/2 + rand.N(d/2)
	if errors.Is(err, errInvalid) {
		d = max(d, time.Second+rand.N(4*time.Second))
	}
	return d
}

// connect makes one connection and reads it until it ends.
func (s *shard) connect(ctx context.Context) error {
	if s.session == "" { // before dialing: a connection is not read meanwhile
		if err := s.budget.turn(ctx, s.Gateway, s.number); err != nil {
			return err
		}
	}
	address, err := s.address(ctx)
	if err != nil {
		return err
	}
	dialer := websocket.Dialer{HandshakeTimeout: dialWithin, Proxy: http.ProxyFromEnvironment}
	if s.Dial != nil {
		dialer.NetDialContext, dialer.Proxy = s.Dial, nil
	}
	ws, _, err := dialer.DialContext(ctx, address, nil) //nolint:bodyclose // the dialer has closed it
	if err != nil {
		s.resumeURL = ""
		return fmt.Errorf("reach Discord's gateway: %w", err)
	}
	c := &connection{shard: s, ws: ws, acked: true}
	ws.SetReadLimit(maxFrame)
	stop := context.AfterFunc(ctx, func() { c.end(websocket.CloseNormalClosure) })
	defer stop()
	defer ws.Close()
	err = c.run(ctx)
	return s.ended(err, c)
}

// ended decides from a connection's end what becomes of the session. Most ends leave it
// alive (https://discord.com/developers/docs/events/gateway#resuming).
func (s *shard) ended(err error, c *connection) error {
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
		s.forget()
	case !c.resuming || s.session == "":
	case code == 4001 || code == 4002: // the operation is not known here, or cannot be read
		s.forget()
		s.lacksResume()
	case errors.Is(err, errSilent):
		s.giveUpSession("RESUME was not answered", 1)
	default:
		s.unresumed++
		if s.unresumed == maxResumes {
			s.giveUpSession("RESUME was refused", maxResumes)
		}
	}
	return err
}

// giveUpSession forgets a session that could not be resumed. A server other than
// Discord's own that never resumes one is not asked again.
func (s *shard) giveUpSession(why string, tries int) {
	s.forget()
	s.givenUp++
	s.Log.Warn("a session could not be resumed; beginning a new one", slog.String("reason", why), slog.Int("tries", tries), slog.Int("shard", s.number))
	if s.Elsewhere && s.givenUp >= maxSessions {
		s.lacksResume()
	}
}

// lacksResume notes that the server has no RESUME: no session is kept any more.
func (s *shard) lacksResume() {
	if !s.unresumes.Swap(true) {
		s.Log.Warn("this server lacks something; what needs it is left out", slog.String("what", "RESUME"))
	}
}

// forget makes the next connection begin a new session.
func (s *shard) forget() {
	s.session, s.resumeURL, s.unresumed = "", "", 0
	s.seq.Store(0)
}

// address returns where to connect: the configured address, else the session's own or
// the one that Discord gives.
func (s *shard) address(ctx context.Context) (string, error) {
	address := s.URL
	if address == "" && s.session != "" {
		address = s.resumeURL
	}
	if address == "" {
		info, err := s.ask(ctx)
		if err != nil {
			return "", err
		}
		address = info.URL
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("the gateway's address cannot be parsed")
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
