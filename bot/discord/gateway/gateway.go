package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// Config configures a Gateway. Receive, Connected and Outage are called from
// several goroutines.
type Config struct {
	REST  *rest.Client
	Log   *slog.Logger
	Token string
	// URL is the gateway's address, "" for what the server says.
	URL string
	// Shard and Shards are this process's shard; Shards is 0 for as many as Discord
	// advises, all in this process.
	Shard, Shards int
	// Elsewhere is set for another server than Discord's own, which may lack RESUME.
	Elsewhere bool
	// Patience is the time limit for HELLO, and for READY or RESUMED;
	// 20 s if it is 0.
	Patience time.Duration
	// Dial opens connections; the system's network, by way of the proxy that the
	// environment names, if it is nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Outage is called with the shards that are down.
	Outage *chat.Outage
	// Connected is called whenever a shard is ready.
	Connected func()
	// Receive is called with each event, in order. It must return at once.
	Receive func(kind string, data json.RawMessage)
}

// defaultPatience is the time for HELLO, and for READY or RESUMED: whatever becomes of a
// connection, half a minute later there is another one.
const defaultPatience = 20 * time.Second

// Gateway keeps this process's connections to Discord's gateway.
type Gateway struct {
	Config
	budget    budget
	unresumes atomic.Bool // the server lacks RESUME
}

// New returns a gateway that does nothing until run.
func New(c Config) *Gateway {
	c.Patience = cmp.Or(c.Patience, defaultPatience)
	return &Gateway{Config: c}
}

// Run keeps the connections until ctx ends. It returns an error if no further try
// would help.
func (g *Gateway) Run(ctx context.Context) error {
	shards, err := g.shards(ctx)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range shards {
		group.Go(func() error { return s.keep(ctx) })
	}
	return group.Wait()
}

// shards returns the connections of this process. It waits for a Discord that is down,
// because how many shards there are must not be guessed.
func (g *Gateway) shards(ctx context.Context) ([]*shard, error) {
	if g.Shards > 0 {
		return []*shard{{Gateway: g, number: g.Shard, of: g.Shards}}, nil
	}
	info, err := g.insist(ctx)
	if err != nil {
		return nil, err
	}
	var out []*shard
	for i := range max(1, info.Shards) { // a server that does not say needs one
		out = append(out, &shard{Gateway: g, number: i, of: max(1, info.Shards)})
	}
	return out, nil
}

// insist asks for the gateway until Discord answers. A server that has no answer needs
// one shard.
func (g *Gateway) insist(ctx context.Context) (told advice, err error) {
	p := outbox.Policy{First: firstBackoff, Max: maxBackoff,
		Passes: func(err error) (time.Duration, bool) { return 0, rest.Transient(err) },
		Notify: func(err error, in time.Duration) {
			g.Log.Warn("Discord does not say where its gateway is; will retry", slog.Duration("in", in), slog.Any("error", rest.Redact(err)))
		}}
	err = outbox.Retry(ctx, p, func() (err error) {
		told, err = g.ask(ctx)
		return err
	})
	var fatal *rest.TokenError
	if errors.As(err, &fatal) || ctx.Err() != nil {
		return told, err
	}
	return told, nil
}
