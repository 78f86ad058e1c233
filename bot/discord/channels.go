package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// channels is what a server may lack: it does not tell about one.
const channels = "GET /channels"

// locate finds out which channel a target is a thread of, where the event did not
// say. The refusal is for people, "" if it is known.
func (b *Bot) locate(ctx context.Context, v *target) (refusal string) {
	if v.located || v.guild == "" {
		return ""
	}
	under, err := b.underOf(ctx, v.channel)
	if err != nil {
		b.Log.Error("Discord does not tell which channel a thread belongs to, and so not what it may see",
			slog.String("channel", v.channel), slog.Any("error", rest.Redact(err)))
		return "Discord does not tell me which channel this is, and so not what may be shown in it. Ask again in a minute."
	}
	v.under, v.located = under, true
	return ""
}

// askWithin is how long Discord is asked for a channel before people are told that it
// does not answer.
const askWithin = 2 * time.Second

// underOf returns the channel that a channel is a thread of, "" for none. What Discord
// tells is remembered: it never changes.
func (b *Bot) underOf(ctx context.Context, id string) (string, error) {
	under, known := b.under.Get(id)
	if known || !b.has(channels) {
		return under, nil
	}
	ctx, stop := context.WithTimeout(ctx, askWithin)
	defer stop()
	var found room
	err := b.insist(ctx, func() error { return b.rest.Call(ctx, "GET", "/channels/"+id, nil, &found) })
	if status := rest.StatusOf(err); status != 0 && status < 500 && b.APIURL != DefaultAPIURL {
		b.lackOnce(channels, rest.CodeOf(err) == 0)
		err = nil // a server with channels of its own kind
	}
	if err != nil {
		return "", err
	}
	found.ID = id
	b.learn(found)
	return found.under(), nil
}

// learn remembers which channels rooms are threads of.
func (b *Bot) learn(rooms ...room) {
	for _, r := range rooms {
		b.under.Add(r.ID, r.under())
	}
}

// learnChannels learns what an event says of rooms
// (https://discord.com/developers/docs/events/gateway-events#guild-create).
func (b *Bot) learnChannels(kind string, data json.RawMessage) {
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
		b.learn(append(told.Channels, told.Threads...)...)
		if kind != "GUILD_CREATE" && told.ID != "" {
			b.learn(told.room)
		}
	}
}

// maxKnown bounds the memory of channels and threads.
const maxKnown = 50_000
