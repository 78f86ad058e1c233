package discord

import (
	"context"
	"encoding/json"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// maxKnown bounds the memory of channels and threads.
const maxKnown = 50_000

// askWithin is how long Discord is asked for a channel before people are told that it
// does not answer.
const askWithin = 2 * time.Second

// channelTree knows which channels are threads of which.
type channelTree struct {
	api   *api
	under *chat.Cache[string, string] // "" for a channel that is no thread
}

func newChannelTree(a *api) *channelTree {
	return &channelTree{api: a, under: chat.NewCache[string, string](maxKnown, 0)}
}

// underOf returns the channel that a channel is a thread of, "" for none. What Discord
// says is remembered: it never changes.
func (c *channelTree) underOf(ctx context.Context, id string) (string, error) {
	under, known := c.under.Get(id)
	if known || !c.api.has(channels) {
		return under, nil
	}
	ctx, stop := context.WithTimeout(ctx, askWithin)
	defer stop()
	var found room
	err := c.api.insist(ctx, func() error { return c.api.Call(ctx, "GET", "/channels/"+id, nil, &found) })
	if status := rest.StatusOf(err); status != 0 && status < 500 && !c.api.isDiscord() {
		c.api.lackOnce(channels, rest.CodeOf(err) == 0)
		err = nil // a server with channels of its own kind
	}
	if err != nil {
		return "", err
	}
	found.ID = id
	c.learn(found)
	return found.under(), nil
}

// learn remembers which channels rooms are threads of.
func (c *channelTree) learn(rooms ...room) {
	for _, r := range rooms {
		c.under.Add(r.ID, r.under())
	}
}

// learnFrom learns what an event says of rooms
// (https://discord.com/developers/docs/events/gateway-events#guild-create).
func (c *channelTree) learnFrom(kind string, data json.RawMessage) {
	var told struct {
		room
		Channels []room `json:"channels"`
		Threads  []room `json:"threads"`
	}
	switch kind {
	case "GUILD_CREATE", "CHANNEL_CREATE", "THREAD_CREATE":
		if err := json.Unmarshal(data, &told); err != nil {
			return // who asks there, finds out
		}
		c.learn(append(told.Channels, told.Threads...)...)
		if kind != "GUILD_CREATE" && told.ID != "" {
			c.learn(told.room)
		}
	}
}
