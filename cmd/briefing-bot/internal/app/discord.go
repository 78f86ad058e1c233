package app

import (
	"fmt"
	"net"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// discordBot is the bot in Discord, nil if Discord is not configured.
func (a *App) discordBot(store *state.Store) (*discord.Bot, error) {
	c := a.config.Discord
	token, err := c.Token()
	if err != nil || !c.Enabled(token) {
		return nil, err
	}
	shard, shards, err := c.Sharding()
	if err != nil {
		return nil, err
	}
	settings := discord.Config{
		Mux: a.Mux, State: store, Log: a.log, Zone: a.config.Location(), APIURL: c.APIURL, GatewayURL: c.GatewayURL, Token: token,
		Limits:  a.limits,
		Trouble: a.connectionProblem("Discord"),
		Shard:   shard, Shards: shards, TestServer: c.TestServer, PublicKey: c.PublicKey,
		Access: discordAccess(c),
	}
	if c.Mode == discord.ModeHTTP {
		if settings.Listener, err = net.Listen("tcp", c.Address); err != nil {
			return nil, fmt.Errorf("listen for Discord's deliveries (discord.address): %w", err)
		}
	}
	return discord.New(settings), nil
}

func discordAccess(c discord.Settings) discord.Access {
	return discord.Access{Servers: c.Servers, Channels: c.Channels, Roles: c.Roles, Sources: c.Sources}
}
