package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// connections is how many Socket Mode connections are kept, so that one stands
// while the other is refreshed. Slack allows 10.
const connections = 2

// A spare connection that is lost this often this fast is given up: the server
// takes only one.
const (
	spareLosses = 4
	spareWithin = 15 * time.Second
)

// never is a ping interval for servers that send none.
const never = 365 * 24 * time.Hour

// helloWithin is how long a connection may take to greet.
const helloWithin = 30 * time.Second

// errSilent ends a connection that was made and says nothing.
var errSilent = errors.New("the connection was made, and no hello came")

// connect keeps one connection until ctx ends. It returns an error if no further try
// would help.
func (b *Bot) connect(ctx, working context.Context, number int) error {
	c := connection{bot: b, number: number}
	for pauses := outbox.Pauses(time.Second, time.Minute); ; {
		if c.met {
			pauses.Reset()
		}
		err := c.keep(ctx, working)
		c.stands(false)
		if !errors.Is(err, errSilent) {
			return err
		}
		wait := pauses.NextBackOff()
		b.Log.Warn("a connection to Slack said nothing; connecting again", slog.Int("connection", number+1), slog.Duration("in", wait))
		if outbox.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

// keep keeps the connection, made anew by the library where it breaks, until ctx ends
// or one that is made does not greet.
func (c *connection) keep(ctx, working context.Context) error {
	b := c.bot
	ping := b.PingInterval
	switch {
	case ping == 0:
		ping = 30 * time.Second
	case ping < 0:
		ping = never
	}
	silent := log.New(io.Discard, "", 0) // its lines hold what users wrote
	options := []socketmode.Option{socketmode.OptionPingInterval(ping), socketmode.OptionLog(silent)}
	if b.Dial != nil {
		options = append(options, socketmode.OptionDialer(&websocket.Dialer{NetDialContext: b.Dial}))
	}
	client := socketmode.New(b.api(b.BotToken), options...)
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
			return b.ended(ctx, err)
		}
	}
}

// errSpare ends a spare connection that the server does not want.
var errSpare = errors.New("the server takes only one connection")

// ended returns the error of a connection that will not come back.
func (b *Bot) ended(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	var fatal *TokenError
	switch {
	case errors.As(cause, &fatal):
		return fatal
	case errors.Is(cause, errSilent):
		return errSilent
	case errors.Is(cause, errSpare):
		b.Log.Info("Socket Mode goes on with one connection, since the server ends a second one")
		return nil
	case ctx.Err() != nil:
		return nil
	}
	if mended := tokenError("app token (SLACK_APP_TOKEN)", err); mended != nil {
		return mended
	}
	return fmt.Errorf("connect over Socket Mode: %w", redacted(err))
}

// connection is one of the Socket Mode connections.
type connection struct {
	bot    *Bot
	client *socketmode.Client
	number int
	stop   context.CancelCauseFunc
	made   []time.Time // when the last ones were
	live   bool        // it stands
	said   bool        // that it fails was logged

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
		c.stands(false)
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
	c.bot.work.Go(func() {
		defer chat.Rescue(c.bot.Log, "a message from Slack could not be read", nil)
		c.bot.receive(working, e, func(payload any) error { return c.client.AckCtx(ctx, e.ID, payload) })
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
		c.bot.Log.Warn("Socket Mode sent what is no envelope", slog.Int("bytes", len(bad.Message)))
		return
	}
	c.receive(ctx, working, envelope{Kind: r.Type, ID: r.EnvelopeID, Payload: r.Payload})
}

// muteInARow connections without a hello are those of a server that sends none, as
// other servers than Slack's may.
const muteInARow = 2

// awaitHello ends the connection if nothing comes.
func (c *connection) awaitHello() {
	if c.mute >= muteInARow && !c.met && c.bot.APIURL != DefaultAPIURL {
		if c.mute == muteInARow {
			c.mute++
			c.bot.Log.Warn("this server sends no hello over Socket Mode; a connection that is deaf cannot be told from a quiet one")
		}
		c.stands(true)
		return
	}
	c.mute++
	c.greeting.Reset(c.bot.patience)
}

// greeted is called when something came over the connection.
func (c *connection) greeted() {
	c.greeting.Stop()
	c.met, c.mute = true, 0
	c.stands(true)
}

// stands counts the connections that stand.
func (c *connection) stands(live bool) {
	if live == c.live {
		return
	}
	c.live = live
	c.bot.mu.Lock() // two connections may come and go at once
	defer c.bot.mu.Unlock()
	if c.bot.live.Add(map[bool]int32{true: 1, false: -1}[live]) > 0 {
		c.bot.outage.Up(socketMode)
	} else {
		c.bot.outage.Down(socketMode)
	}
}

func (c *connection) connected() {
	c.said = false
	c.bot.up.Store(true)
	c.bot.Log.Info("connected to Slack over Socket Mode", slog.Int("connection", c.number+1))
	c.made = append(c.made, time.Now())
	if n := len(c.made); c.number > 0 && n >= spareLosses {
		if c.made[n-1].Sub(c.made[n-spareLosses]) < spareWithin {
			c.stop(errSpare)
		}
		c.made = c.made[n-spareLosses+1:]
	}
}

// failed logs a try that failed, and gives up where the token is to blame.
func (c *connection) failed(ctx context.Context, e socketmode.Event) {
	f, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}
	if err := tokenError("app token (SLACK_APP_TOKEN)", f.ErrorObj); err != nil {
		c.stop(err)
		return
	}
	level := slog.LevelWarn
	if c.said && c.bot.live.Load() > 0 {
		level = slog.LevelDebug // the other one stands: maybe the server takes only one
	}
	c.said = true
	c.bot.Log.Log(ctx, level, "no connection to Slack; trying again", slog.Duration("in", f.Backoff), slog.Any("error", redacted(f.ErrorObj)))
}
