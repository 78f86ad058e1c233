package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Config configures a Bot. Tokens and secrets come from the environment or
// from files and are never logged.
type Config struct {
	Mux   *bot.Mux
	State *state.Store
	Log   *slog.Logger
	Zone  *time.Location // to read and show dates in; a channel's setting "zone" goes before it

	APIURL string // DefaultAPIURL if it is ""; any Slack-compatible server's, with its path
	// PingInterval is the maximum time without a ping before a Socket Mode
	// connection counts as lost; 30 s if 0, and unlimited if negative.
	PingInterval time.Duration
	// Dial opens the connections to Slack; the system's network, by way of the
	// proxy that the environment names, if nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	BotToken      string // of the one workspace, xoxb-…; "" if workspaces install by OAuth
	AppToken      string // for Socket Mode, xapp-…; "" for HTTP
	SigningSecret string // for HTTP
	// Listener receives Slack's deliveries by HTTP, at /slack/events for all
	// kinds; nil for Socket Mode alone. Run closes it.
	Listener net.Listener

	// NoAgent is for an app that is no agent: installations do not ask for the scope
	// of agents.
	NoAgent bool
	// Previews is for an app that shows links with their articles: installations ask for
	// the scopes of that.
	Previews bool

	Limits *ratelimit.Limiter // of questions; nil for none

	// Trouble is called when Slack has not been reached for a minute, with what to tell
	// the people who run the bot, and with "" when it is again. It may be nil.
	Trouble func(text string)

	OAuth  OAuth // its ClientID "" if one workspace is enough
	Access Access
}

// httpTimeout is that of one call to Slack.
const httpTimeout = 30 * time.Second

// Bot is one process's presence in Slack.
type Bot struct {
	config     Config
	chat       *converse.Chat[blockkit.Message]
	workspaces *workspaces
	endpoint   *endpoint
	sockets    *sockets
	up         atomic.Bool // it has been connected
	outage     chat.Outage
	access     atomic.Pointer[Access]
}

// service is Slack as package converse needs it.
type service struct {
	*places
	*sender
	*renderer
	worker
}

// New returns a bot that does nothing until Run.
func New(c Config) *Bot {
	c.APIURL = strings.TrimSuffix(cmp.Or(c.APIURL, DefaultAPIURL), "/") + "/"
	if c.Log == nil {
		c.Log = slog.Default()
	}
	client := &http.Client{Timeout: httpTimeout, CheckRedirect: chat.SameHost}
	if c.Dial != nil {
		client.Transport = &http.Transport{DialContext: c.Dial}
	}
	return build(c, client)
}

// build connects the parts of a bot.
func build(c Config, client *http.Client) *Bot {
	faults := &chat.StoreFaults{Log: c.Log}
	b := &Bot{config: c, outage: chat.Outage{Service: "Slack", Report: c.Trouble}}
	b.access.Store(&c.Access)
	b.workspaces = &workspaces{client: &webapi.Client{HTTP: client, Base: c.APIURL}, appToken: c.AppToken, uses: Uses{Agent: !c.NoAgent, Previews: c.Previews},
		log: c.Log, store: c.State, faults: faults, byID: map[string]*workspace{}}
	guests := newGuestList(b.workspaces.isElsewhere(), c.Log)
	sender := &sender{client: client, log: c.Log, trouble: c.Trouble}
	b.chat = converse.New(converse.Config{Platform: platform, Name: "Slack", Mux: c.Mux, State: c.State, Faults: faults, Log: c.Log, Zone: c.Zone, Limits: c.Limits, Interval: channelInterval},
		service{&places{workspaces: b.workspaces, guests: guests, access: &b.access}, sender,
			&renderer{log: c.Log, sender: sender, guests: guests, pictures: chat.NewCache[string, string](maxPictures, 0)}, worker{c.Log}})
	receiver := &receiver{Chat: b.chat, workspaces: b.workspaces, log: c.Log, mux: c.Mux,
		actions: actionHandler{b.chat, shortcutHandler{b.chat, sender, &b.access, c.Log}, &b.access},
		events:  eventHandler{b.chat, b.workspaces, guests, homeTab{b.chat, c.Mux, c.Log}, prompter{b.chat, c.Mux, c.NoAgent, c.Log}}}
	deliveries := &chat.Deliveries{Log: c.Log, MaxBody: maxBody}
	b.endpoint = &endpoint{receiver: receiver, installer: &installer{c.OAuth, b.workspaces, &b.access, deliveries}, deliveries: deliveries,
		signingSecret: c.SigningSecret, joined: &b.workspaces.joined}
	b.sockets = &sockets{receiver: receiver, workspaces: b.workspaces, botToken: c.BotToken, ping: c.PingInterval, dial: c.Dial, patience: helloWithin,
		log: c.Log, outage: &b.outage, up: &b.up}
	return b
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

// Admins returns the direct messages of the configured administrators.
func (b *Bot) Admins(context.Context) (out []bot.Place, err error) {
	ids := b.workspaces.ids()
	if len(ids) == 0 {
		return nil, fmt.Errorf("the bot is in no workspace: %w", bot.ErrConnecting)
	}
	for _, id := range ids {
		for _, admin := range b.access.Load().Admins {
			out = append(out, bot.Place{Platform: platform, Workspace: id, User: admin})
		}
	}
	return out, nil
}

// Connected reports whether Slack was reached and its deliveries awaited, at any time since New.
func (b *Bot) Connected() bool { return b.up.Load() }

// Run answers until ctx ends, then delivers the answers under way. It fails
// if the configuration or the tokens are wrong, with the fix in the error; a
// Slack that cannot be reached is waited for.
func (b *Bot) Run(ctx context.Context) error {
	c := b.config
	defer b.outage.End()
	b.outage.Down(joining)
	// What is under way outlives ctx: it is sent, not dropped.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	if c.Listener != nil {
		group.Go(func() error { return b.endpoint.serve(ctx, working, c.Listener) })
	}
	group.Go(func() error {
		if err := b.workspaces.join(ctx, c.BotToken, c.OAuth.ClientID != ""); err != nil {
			return err
		}
		b.outage.Up(joining)
		b.chat.Resume(working)
		b.workspaces.joined.Store(true)
		if c.Listener != nil {
			b.up.Store(true)
			c.Log.Info("waiting for Slack's deliveries", slog.String("address", c.Listener.Addr().String()))
		}
		if c.AppToken != "" {
			b.outage.Down(socketMode)
			for i := range socketConnections {
				group.Go(func() error { return b.sockets.connect(ctx, working, i) })
			}
		}
		b.chat.Sweep(ctx)
		return nil
	})
	err := group.Wait()
	b.chat.Finish()
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return err
}
