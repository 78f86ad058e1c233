package discord

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// gatewayTold is what Discord says of its gateway
// (https://discord.com/developers/docs/events/gateway#get-gateway-bot).
type gatewayTold struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total       int `json:"total"`
		Remaining   int `json:"remaining"`
		ResetAfter  int `json:"reset_after"` // milliseconds
		Concurrency int `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

func (b *Bot) askGateway(ctx context.Context) (gatewayTold, error) {
	var told gatewayTold
	err := b.rest.Call(ctx, "GET", "/gateway/bot", nil, &told)
	if mended := rest.AsTokenError(err); mended != nil {
		return told, mended
	}
	if err != nil {
		return told, fmt.Errorf("ask Discord for its gateway: %w", err)
	}
	return told, nil
}

// identifying keeps the budget of IDENTIFYs: one in 5 s for each key, and none
// when the day's are spent, for then Discord takes the token away.
type identifying struct {
	mu   sync.Mutex
	next map[int]time.Time
}

// identifyWithin is the time for one IDENTIFY
// (https://discord.com/developers/docs/events/gateway#rate-limiting).
const identifyWithin = 5 * time.Second

// spare IDENTIFYs are left for a person who has to start the bot again.
const spare = 10

// turn returns when a shard may identify.
func (i *identifying) turn(ctx context.Context, b *Bot, shard int) error {
	concurrency := 1
	told, err := b.askGateway(ctx)
	switch {
	case err == nil && told.Limit.Total > 0:
		concurrency = max(1, told.Limit.Concurrency)
		if told.Limit.Remaining <= min(spare, told.Limit.Total/2) {
			wait := time.Duration(told.Limit.ResetAfter) * time.Millisecond
			b.Log.Error("nearly all of today's connections to Discord are spent; waiting for new ones", slog.Duration("for", wait))
			if err := chat.Pause(ctx, wait); err != nil {
				return err
			}
		}
	case rest.StatusOf(err) == 0 && err != nil:
		return err
	}
	key := shard % concurrency
	i.mu.Lock()
	now := time.Now()
	at := i.next[key]
	if at.Before(now) {
		at = now
	}
	if i.next == nil {
		i.next = map[int]time.Time{}
	}
	i.next[key] = at.Add(identifyWithin)
	i.mu.Unlock()
	return chat.Pause(ctx, time.Until(at))
}
