package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/gateway"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Config configures a Bot. The token comes from the environment or from a
// file and is never logged.
type Config struct {
	Mux   *bot.Mux
	State *state.Store
	Log   *slog.Logger
	Zone  *time.Location // to read and show dates in; a channel's setting "zone" goes before it

	APIURL     string // DefaultAPIURL if it is ""; any Discord-compatible server's, with its version
	GatewayURL string // what the server says if it is ""
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

	Limits *ratelimit.Limiter // of questions; nil for none

	// Trouble is called when Discord has not been reached for a minute, with what to
	// tell the people who run the bot, and with "" when it is again. It may be nil.
	Trouble func(text string)
}

// Bounds of our own.
const (
	// registerWithin is the time that the start waits for the commands; then they are registered beside it.
	registerWithin = 2 * time.Second
	httpTimeout    = 30 * time.Second // of one call to Discord
	// idleConnections are kept, so that a burst of acknowledgements needs no new ones.
	idleConnections = 256
)

// joining is the start, among the connections that may be down.
const joining = -1

// Bot is one process's presence in Discord.
type Bot struct {
	config   Config
	chat     *converse.Chat[embed.Message]
	guilds   *guildList
	api      *api
	commands registrar
	events   *eventHandler
	endpoint *endpoint
	up       atomic.Bool // it has been connected
	outage   chat.Outage
	access   *atomic.Pointer[Access]
}

// service is Discord as package converse needs it.
type service struct {
	*places
	*sender
	renderer
	worker
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
	return build(c, client)
}

// build connects the parts of a bot.
func build(c Config, client *http.Client) *Bot {
	api := newAPI(rest.New(c.APIURL, c.Token, client, c.Log), c.APIURL, c.Log)
	tree, rights, faults := newChannelTree(api), newServerRights(api), &chat.StoreFaults{Log: c.Log}
	sender := &sender{api: api, channels: tree}
	access := &atomic.Pointer[Access]{}
	access.Store(&c.Access)
	talk := converse.New(converse.Config{Platform: platform, Name: "Discord", Mux: c.Mux, State: c.State, Faults: faults, Log: c.Log, Zone: c.Zone, Limits: c.Limits},
		service{&places{api: api, channels: tree, rights: rights, access: access}, sender, renderer{api}, worker{api}})
	asks := questions{talk}
	forms := formHandler{asks, api, c.Mux}
	inter := &interactionHandler{questions: asks, api: api, mux: c.Mux, forms: forms, components: componentHandler{asks, api, forms}, onMessages: messageCommandHandler{asks, api, sender}}
	guilds := &guildList{api: api, store: c.State, faults: faults}
	return &Bot{config: c, access: access, api: api, guilds: guilds, chat: talk,
		commands: registrar{api: api, mux: c.Mux, testServer: c.TestServer},
		events:   &eventHandler{Chat: talk, api: api, channels: tree, rights: rights, guilds: guilds, interactions: inter, messages: messageHandler{asks, api}},
		endpoint: &endpoint{Chat: talk, api: api, interactions: inter, deliveries: chat.Deliveries{Log: c.Log, MaxBody: maxBody}},
		outage:   chat.Outage{Service: "Discord", Report: c.Trouble}}
}

// Asker returns the request that a place's cards are made for.
func (b *Bot) Asker(ctx context.Context, at bot.Place) (bot.Request, error) {
	return b.chat.Asker(ctx, at)
}

// CanPost returns a *bot.PostError if nothing can be posted at a place.
func (b *Bot) CanPost(ctx context.Context, at bot.Place) error { return b.chat.CanPost(ctx, at) }

// Post delivers a posting once.
func (b *Bot) Post(ctx context.Context, p bot.Posting) error { return b.chat.Post(ctx, p) }

// Busy returns how many messages wait to be sent or are being sent, and how many
// questions are being answered.
func (b *Bot) Busy() (messages, questions int) { return b.chat.Busy() }

// Edit shows another card in a message that is there.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) error { return b.chat.Edit(ctx, p) }

// Admins returns the direct messages of the owners of the servers that the bot is in.
func (b *Bot) Admins(ctx context.Context) ([]bot.Place, error) { return b.guilds.admins(ctx) }

// Connected reports whether Discord was reached and its events awaited, at any time since New.
func (b *Bot) Connected() bool { return b.up.Load() }

// Run answers until ctx ends, then delivers the answers under way. It fails
// if the configuration or the token is wrong, with the fix in the error; a
// Discord that cannot be reached is waited for.
func (b *Bot) Run(ctx context.Context) error {
	defer b.outage.End()
	b.outage.Down(joining)
	// What is under way outlives ctx: it is sent, not dropped.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	if b.config.Listener != nil { // also while Discord is down: deliveries are refused at once
		group.Go(func() error { return b.endpoint.serve(ctx, working, b.config.PublicKey, b.config.Listener) })
	}
	group.Go(func() error {
		if err := b.api.join(ctx, b.config.Token); err != nil {
			return err
		}
		b.outage.Up(joining)
		b.registerFor(ctx, group)
		b.chat.Resume(working)
		group.Go(func() error {
			b.chat.Sweep(ctx)
			return nil
		})
		group.Go(func() error {
			b.guilds.watch(ctx)
			return nil
		})
		if b.config.Listener == nil {
			return b.connect(ctx, working)
		}
		b.up.Store(true)
		b.config.Log.Info("waiting for Discord's deliveries", slog.String("address", b.config.Listener.Addr().String()))
		return nil
	})
	err := group.Wait()
	b.chat.Finish()
	if errors.Is(err, context.Canceled) { // the end that was asked for
		return nil
	}
	return err
}

// registerFor registers the commands. Who sees the bot come online finds them, unless
// Discord is down for longer than registerWithin.
func (b *Bot) registerFor(ctx context.Context, group *errgroup.Group) {
	registered := make(chan struct{})
	group.Go(func() error {
		b.commands.register(ctx)
		close(registered)
		if servers, known, err := b.guilds.list(ctx); known && err == nil {
			b.commands.clear(ctx, servers)
		}
		return nil
	})
	select {
	case <-registered:
	case <-time.After(registerWithin):
	}
}

// connect keeps the gateway's connections until ctx ends.
func (b *Bot) connect(ctx, working context.Context) error {
	c := b.config
	return gateway.New(gateway.Config{REST: b.api.Client, Log: c.Log, Token: c.Token, URL: c.GatewayURL, Shard: c.Shard, Shards: c.Shards,
		Elsewhere: !b.api.isDiscord() || c.GatewayURL != "", Dial: c.Dial, Outage: &b.outage,
		Connected: func() { b.up.Store(true) },
		Receive:   func(kind string, data json.RawMessage) { b.events.receive(working, kind, data) },
	}).Run(ctx)
}
