package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/gateway"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Config is what a Bot needs. The token comes from the environment or from a
// file and is never logged.
type Config struct {
	Mux   *bot.Mux
	State *state.Store
	Log   *slog.Logger
	Zone  *time.Location // to read and show dates in; a channel's setting "zone" goes before it

	APIURL     string // DefaultAPIURL where ""; any Discord-compatible server's, with its version
	GatewayURL string // what the server says where ""
	// Dial opens the connections to Discord; the system's network, by way of the
	// proxy that the environment names, if nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	Token         string // of the bot, without "Bot "
	Shard, Shards int    // this process's shard; Shards 0 for as many as Discord advises, all here
	TestServer    string // commands are registered in this server alone, at once; "" for all

	// PublicKey verifies interactions over HTTP, hex; "" for the gateway.
	PublicKey string
	// Listener receives them, at /discord/interactions; nil for the gateway. Run
	// closes it.
	Listener net.Listener

	Access Access

	// Trouble is called when Discord has not been reached for a minute, with what to
	// tell the people who run the bot, and with "" when it is again. It may be nil.
	Trouble func(text string)
}

// DefaultAPIURL is Discord's own.
const DefaultAPIURL = rest.DefaultURL

// platform is the name of this surface in Requests and in the store.
const platform = "discord"

// Bounds of our own.
const (
	answersAtOnce = 32              // searches at the same time; the rest wait
	lateAfter     = 2 * time.Second // a search that is longer says so
	// registerWithin is how long the start waits for the commands; later they are registered beside it.
	registerWithin = 2 * time.Second
	graceful       = 20 * time.Second // for answers under way at a shutdown
	httpTimeout    = 30 * time.Second // of one call to Discord
	// idleConnections are kept, so that a burst of acknowledgements needs no new ones.
	idleConnections = 256
)

// joining is the start, among the connections that may be down.
const joining = -1

// Bot is one process's presence in Discord.
type Bot struct {
	Config
	rest       *rest.Client
	recent     *chat.Dedup
	lanes      outbox.SendQueue
	questions  chat.KeyedMutex // of messages that ask
	slots      chan struct{}
	work       sync.WaitGroup
	me, app    string   // the bot's user and its application, once joined is closed
	owners     []string // of the application, likewise
	joined     chan struct{}
	up         atomic.Bool // it has been connected
	outage     chat.Outage
	faults     chat.StoreFaults
	deliveries chat.Deliveries

	mu      sync.Mutex
	lacking map[string]bool             // what this server lacks
	under   *chat.Cache[string, string] // of channels: which one it is a thread of, "" for none
}

// New returns a bot that does nothing until Run.
func New(c Config) *Bot {
	c.APIURL = strings.TrimSuffix(cmp.Or(c.APIURL, DefaultAPIURL), "/")
	if c.Log == nil {
		c.Log = slog.Default()
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = idleConnections, idleConnections
	if c.Dial != nil {
		transport.DialContext, transport.Proxy = c.Dial, nil
	}
	client := &http.Client{Timeout: httpTimeout, Transport: transport, CheckRedirect: chat.SameHost}
	return &Bot{Config: c, recent: chat.NewDedup(), slots: make(chan struct{}, answersAtOnce), joined: make(chan struct{}), faults: chat.StoreFaults{Log: c.Log}, deliveries: chat.Deliveries{Log: c.Log, MaxBody: maxBody}, outage: chat.Outage{Service: "Discord", Report: c.Trouble}, lacking: map[string]bool{}, under: chat.NewCache[string, string](maxKnown, 0),
		rest: rest.New(c.APIURL, c.Token, client, c.Log)}
}

// Connected reports whether Discord was reached and its events awaited, at any time since New.
func (b *Bot) Connected() bool { return b.up.Load() }

// Run answers until ctx ends, then delivers the answers under way. It fails
// where the configuration or the token is wrong, with the fix in the error; a
// Discord that cannot be reached is waited for.
func (b *Bot) Run(ctx context.Context) error {
	defer b.outage.End()
	b.outage.Down(joining)
	// What is under way outlives ctx: it is sent, not dropped.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	if b.Listener != nil { // also while Discord is down: who delivers is told at once
		group.Go(func() error { return b.serve(ctx, working, b.Listener) })
	}
	group.Go(func() error {
		if err := b.join(ctx); err != nil {
			return err
		}
		b.outage.Up(joining)
		close(b.joined)
		b.registerFor(ctx, group)
		b.tellInterrupted(working)
		group.Go(func() error { return b.sweep(ctx) })
		group.Go(func() error { return b.watchGuilds(ctx) })
		if b.Listener == nil {
			return b.connect(ctx, working)
		}
		b.up.Store(true)
		b.Log.Info("waiting for Discord's deliveries", slog.String("address", b.Listener.Addr().String()))
		return nil
	})
	err := group.Wait()
	b.finish()
	return quiet(err)
}

// registerFor registers the commands. Who sees the bot come online finds them, unless
// Discord is down for longer than registerWithin.
func (b *Bot) registerFor(ctx context.Context, group *errgroup.Group) {
	registered := make(chan struct{})
	group.Go(func() error {
		defer close(registered)
		b.register(ctx)
		return nil
	})
	select {
	case <-registered:
	case <-time.After(registerWithin):
	}
}

// quiet takes the end that was asked for as no error.
func quiet(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// connect keeps the gateway's connections until ctx ends.
func (b *Bot) connect(ctx, working context.Context) error {
	return gateway.New(gateway.Config{REST: b.rest, Log: b.Log, Token: b.Token, URL: b.GatewayURL, Shard: b.Shard, Shards: b.Shards,
		Elsewhere: b.APIURL != DefaultAPIURL || b.GatewayURL != "", Dial: b.Dial, Outage: &b.outage,
		Connected: func() { b.up.Store(true) },
		Receive:   func(kind string, data json.RawMessage) { b.event(working, kind, data) },
	}).Run(ctx)
}

// join finds out who the bot is. It waits for a Discord that cannot be reached.
func (b *Bot) join(ctx context.Context) error {
	if b.Token == "" {
		return &rest.TokenError{Message: "there is no bot token: set DISCORD_TOKEN (https://discord.com/developers/applications → your app → Bot → Reset Token)."}
	}
	p := outbox.Policy{First: time.Second, Max: time.Minute,
		Passes: func(err error) (time.Duration, bool) {
			var refused *rest.TokenError
			return 0, !errors.As(err, &refused)
		},
		Notify: func(err error, in time.Duration) {
			b.Log.Warn("Discord cannot be reached; trying again", slog.Duration("in", in), slog.Any("error", rest.Redact(err)))
		}}
	return outbox.Retry(ctx, p, func() error { return b.whoAmI(ctx) })
}

func (b *Bot) whoAmI(ctx context.Context) error {
	var me user
	var app application
	err := b.rest.Call(ctx, "GET", "/users/@me", nil, &me)
	if mended := rest.AsTokenError(err); mended != nil {
		return mended
	}
	if err != nil {
		return fmt.Errorf("ask Discord who we are: %w", err)
	}
	b.me, b.app = me.ID, me.ID
	// A server without this has one ID for the bot and its application.
	if err := b.rest.Call(ctx, "GET", "/applications/@me", nil, &app); err == nil && app.ID != "" {
		b.app, b.owners = app.ID, app.owners()
	} else if rest.StatusOf(err) == 0 && err != nil {
		return fmt.Errorf("ask Discord which application we are: %w", err)
	}
	return nil
}

// finish waits for answers under way, for as long as is decent.
func (b *Bot) finish() {
	done := make(chan struct{})
	go func() {
		b.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(graceful):
		b.Log.Warn("some answers could not be delivered before the end; those who asked are told at the next start")
	}
}

// sweep removes what the store need not remember any more.
func (b *Bot) sweep(ctx context.Context) error {
	for {
		if err := b.State.Sweep(ctx); err != nil && ctx.Err() == nil {
			b.Log.Error("the store could not be swept", slog.Any("error", err))
		}
		if outbox.Pause(ctx, time.Hour) != nil {
			return nil
		}
	}
}

// event does what a gateway event asks for. It returns at once.
func (b *Bot) event(working context.Context, kind string, data json.RawMessage) {
	b.learnChannels(kind, data)
	switch kind {
	case "INTERACTION_CREATE":
		b.begin("interaction", func() error {
			var i interaction
			if err := json.Unmarshal(data, &i); err != nil {
				return err
			}
			return b.interact(working, i, func(ctx context.Context, r response) error { return b.callback(ctx, i, r) })
		})
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		b.begin("message", func() error {
			var m chatMessage
			if err := json.Unmarshal(data, &m); err != nil {
				return err
			}
			return b.onMessage(working, m, kind == "MESSAGE_UPDATE")
		})
	case "GUILD_DELETE", "GUILD_CREATE":
		b.begin("server", func() error {
			var g struct {
				ID          string `json:"id"`
				Unavailable bool   `json:"unavailable"` // an outage of Discord's: it comes back
			}
			switch err := json.Unmarshal(data, &g); {
			case err != nil || g.ID == "":
				return err
			case kind == "GUILD_CREATE":
				b.faults.Eventually(working, "it is not noted that the bot is in a server again", func() error { return b.State.Back(working, platform, g.ID) })
				return nil
			case g.Unavailable:
				return nil
			}
			return b.left(working, g.ID)
		})
	case "MESSAGE_DELETE":
		b.begin("deletion", func() error {
			var m chatMessage
			if err := json.Unmarshal(data, &m); err != nil {
				return err
			}
			return b.onMessageDelete(working, m)
		})
	}
}

// begin does something of which nothing that goes wrong may stop the bot. What
// people wrote is in no error: JSON's name fields and types alone.
func (b *Bot) begin(what string, do func() error) {
	b.work.Go(func() {
		defer chat.Rescue(b.Log, "an event from Discord ended in a panic: "+what, nil)
		if err := do(); err != nil {
			b.Log.Warn("an event from Discord could not be answered", slog.String("kind", what), slog.Any("error", rest.Redact(err)))
		}
	})
}
