package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// advice describes Discord's gateway
// (https://discord.com/developers/docs/events/gateway#get-gateway-bot).
type advice struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total       int `json:"total"`
		Remaining   int `json:"remaining"`
		ResetAfter  int `json:"reset_after"` // milliseconds
		Concurrency int `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// ask asks Discord for its gateway.
func (g *Gateway) ask(ctx context.Context) (advice, error) {
	var info advice
	err := g.REST.Call(ctx, "GET", "/gateway/bot", nil, &info)
	if refused := rest.AsTokenError(err); refused != nil {
		return info, refused
	}
	if err != nil {
		return info, fmt.Errorf("ask Discord for its gateway: %w", err)
	}
	return info, nil
}

// identifyWithin is the time for one IDENTIFY
// (https://discord.com/developers/docs/events/gateway#rate-limiting).
const identifyWithin = 5 * time.Second

// spare IDENTIFYs are left for a person who has to start the bot again.
const spare = 10

// turn returns when a shard may identify.
func (b *budget) turn(ctx context.Context, g *Gateway, shard int) error {
	concurrency := 1
	info, err := g.ask(ctx)
	switch {
	case err == nil && info.Limit.Total > 0:
		concurrency = max(1, info.Limit.Concurrency)
		if info.Limit.Remaining <= min(spare, info.Limit.Total/2) {
			wait := time.Duration(info.Limit.ResetAfter) * time.Millisecond
			g.Log.Error("nearly all of today's connections to Discord are spent; waiting for new ones", slog.Duration("for", wait))
			if err := outbox.Pause(ctx, wait); err != nil {
				return err
			}
		}
	case rest.StatusOf(err) == 0 && err != nil:
		return err
	}
	key := shard % concurrency
	b.mu.Lock()
	now := time.Now()
	at := b.next[key]
	if at.Before(now) {
		at = now
	}
	if b.next == nil {
		b.next = map[int]time.Time{}
	}
	b.next[key] = at.Add(identifyWithin)
	b.mu.Unlock()
	return outbox.Pause(ctx, time.Until(at))
}
