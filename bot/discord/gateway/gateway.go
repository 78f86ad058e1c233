package gateway

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

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
