package slack

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Config is what a Bot needs. Tokens and secrets come from the environment or
// from files and are never logged.
type Config struct {
	Mux   *bot.Mux
	State *state.Store
	Log   *slog.Logger
	Zone  *time.Location // to read and show dates in; a channel's setting "zone" goes before it

	APIURL string // DefaultAPIURL where ""; any Slack-compatible server's, with its path
	// PingInterval is how long a Socket Mode connection may be without a ping
	// before it counts as lost; 30 s where 0, and never where negative.
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

	// Trouble is called when Slack has not been reached for a minute, with what to tell
	// the people who run the bot, and with "" when it is again. It may be nil.
	Trouble func(text string)

	OAuth  OAuth // its ClientID "" if one workspace is enough
	Access Access
}

// DefaultAPIURL is Slack's own.
const DefaultAPIURL = "https://slack.com/api/"

// platform is the name of this surface in Requests and in the store.
const platform = "slack"

// Bounds of our own.
const (
	answersAtOnce = 32                     // searches at the same time; the rest wait
	claimWithin   = 100 * time.Millisecond // then an event is acknowledged, claimed or not
	lateAfter     = 2 * time.Second        // a search or a queue that is longer says so
	graceful      = 20 * time.Second       // for answers under way at a shutdown
	httpTimeout   = 30 * time.Second       // of one call to Slack
)

// The connections that may be down: to the Web API at the start, and those of Socket
// Mode, of which one is enough.
const (
	joining = iota
	socketMode
)

// Bot is one process's presence in Slack.
type Bot struct {
	Config
	client      *http.Client
	recent      *chat.Dedup
	lanes       outbox.SendQueue
	questions   chat.KeyedMutex // of messages that ask
	withdrawing withdrawing
	slots       chan struct{}
	work        sync.WaitGroup
	looks       singleflight.Group          // look-ups of users and channels under way
	outsiders   *chat.Cache[string, bool]   // whether users are guests and channels shared
	pictures    *chat.Cache[string, string] // file IDs by workspace and content
	joined      atomic.Bool                 // the workspaces are known
	up          atomic.Bool                 // it has been connected
	faults      chat.StoreFaults
	deliveries  chat.Deliveries
	outage      chat.Outage
	patience    time.Duration // with a connection that has to greet
	live        atomic.Int32  // Socket Mode connections that stand

	mu         sync.Mutex
	workspaces map[string]*workspace // by ID
	lacking    map[string]time.Time  // methods that a workspace lacks, until when they are tried again
}

// New returns a bot that does nothing until Run.
func New(c Config) *Bot {
	c.APIURL = strings.TrimSuffix(cmp.Or(c.APIURL, DefaultAPIURL), "/") + "/"
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Bot{Config: c, client: &http.Client{Timeout: httpTimeout, CheckRedirect: chat.SameHost}, recent: chat.NewDedup(), lanes: outbox.SendQueue{Interval: channelInterval}, slots: make(chan struct{}, answersAtOnce),
		workspaces: map[string]*workspace{}, patience: helloWithin, faults: chat.StoreFaults{Log: c.Log}, deliveries: chat.Deliveries{Log: c.Log, MaxBody: maxBody}, outage: chat.Outage{Service: "Slack", Report: c.Trouble}, lacking: map[string]time.Time{},
		outsiders: chat.NewCache[string, bool](maxOutside, outsideLife), pictures: chat.NewCache[string, string](maxPictures, 0)}
}

// Connected reports whether Slack was reached and its deliveries awaited, at any time since New.
func (b *Bot) Connected() bool { return b.up.Load() }

// Run answers until ctx ends, then delivers the answers under way. It fails
// where the configuration or the tokens are wrong, with the fix in the error; a
// Slack that cannot be reached is waited for.
func (b *Bot) Run(ctx context.Context) error {
	if b.Dial != nil {
		b.client.Transport = &http.Transport{DialContext: b.Dial}
	}
	defer b.outage.End()
	b.outage.Down(joining)
	// What is under way outlives ctx: it is sent, not dropped.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	if b.Listener != nil {
		group.Go(func() error { return b.serve(ctx, working, b.Listener) })
	}
	group.Go(func() error {
		if err := b.join(ctx); err != nil {
			return err
		}
		b.outage.Up(joining)
		b.tellInterrupted(working)
		b.joined.Store(true)
		if b.Listener != nil {
			b.up.Store(true)
			b.Log.Info("waiting for Slack's deliveries", slog.String("address", b.Listener.Addr().String()))
		}
		if b.AppToken != "" {
			b.outage.Down(socketMode)
			for i := range connections {
				group.Go(func() error { return b.connect(ctx, working, i) })
			}
		}
		return b.sweep(ctx)
	})
	err := group.Wait()
	b.finish()
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return err
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
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Hour):
		}
	}
}

// task is what an envelope asks for.
type task struct {
	pending state.Pending // ID "" if there is nothing to claim
	lasting bool          // do says itself when it is finished
	reply   any           // of the acknowledgement
	do      func(ctx context.Context)
}

// receive acknowledges an envelope and does what it asks for, once. It returns
// after the acknowledgement. working outlives a shutdown.
func (b *Bot) receive(working context.Context, e envelope, ack func(payload any) error) {
	t, err := b.understand(e)
	if err != nil {
		b.Log.Warn("a message from Slack was not understood", slog.String("kind", e.Kind), slog.Any("error", err))
	}
	claimed := make(chan claim, 1)
	if t.do != nil {
		b.work.Add(1)
		go func() { claimed <- b.claim(working, t.pending) }()
	}
	var verdict claim
	select {
	case verdict = <-claimed:
		claimed <- verdict
	case <-time.After(claimWithin):
	}
	if err := ack(t.reply); err != nil {
		b.Log.Warn("a message from Slack could not be acknowledged; it will come again", slog.String("kind", e.Kind), slog.Any("error", err))
	}
	if t.do != nil {
		go b.perform(working, t, claimed)
	}
}

// perform does a task that was claimed.
func (b *Bot) perform(ctx context.Context, t task, claimed <-chan claim) {
	defer b.work.Done()
	c := <-claimed
	if !c.isFirst {
		return
	}
	b.attempt(ctx, t)
	if c.kept && !t.lasting {
		b.finished(ctx, t.pending.ID)
	}
}

// attempt does a task; after a panic whoever asked is told.
func (b *Bot) attempt(ctx context.Context, t task) {
	defer func() {
		if p := recover(); p != nil {
			b.failed(ctx, b.ephemeralPending(t.pending), p)
		}
	}()
	t.do(ctx)
}

// claim is whether an event is to be handled.
type claim struct {
	isFirst bool
	kept    bool // the store has it as under way
}

// claim reports whether an event is new: to this process, and to the store, which
// knows what was handled before a restart. A store that fails leaves the
// process's own memory.
func (b *Bot) claim(ctx context.Context, p state.Pending) claim {
	if p.ID == "" {
		return claim{isFirst: true}
	}
	if !b.recent.First(p.ID) {
		return claim{}
	}
	p.Platform = platform
	isFirst, err := b.State.Begin(ctx, p)
	if err != nil {
		b.faults.Failed("events are not remembered: one may be answered twice after a restart", err)
		return claim{isFirst: true}
	}
	return claim{isFirst: isFirst, kept: isFirst}
}

// understand finds out what an envelope asks for; a task without do asks for nothing.
func (b *Bot) understand(e envelope) (task, error) {
	switch e.Kind {
	case commandEnvelope:
		c, err := read[command](e)
		if err != nil {
			return task{}, err
		}
		return b.onCommand(e, c), nil
	case interactiveEnvelope:
		i, err := read[interaction](e)
		if err != nil {
			return task{}, err
		}
		return b.onInteraction(e, i)
	case eventEnvelope:
		ev, err := read[event](e)
		if err != nil {
			return task{}, err
		}
		return b.onEvent(ev), nil
	}
	return task{}, nil
}

// web sends requests for the library.
func (b *Bot) web() *webAPI { return &webAPI{client: b.client, base: b.APIURL} }

// api returns a client for a token.
func (b *Bot) api(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(b.APIURL), slack.OptionHTTPClient(b.web()), slack.OptionAppLevelToken(b.AppToken))
}

// finished notes that an event's answer was given, or never will be.
func (b *Bot) finished(ctx context.Context, event string) {
	b.faults.Eventually(ctx, "an answer could not be marked as given", func() error { return b.State.Finish(ctx, platform, event) })
}
