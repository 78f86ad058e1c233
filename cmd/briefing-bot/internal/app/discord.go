package app

import (
	"fmt"
	"net"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// discordBot is the bot in Discord, nil where Discord is not configured.
func (f *App) discordBot(store *state.Store) (*discord.Bot, error) {
	c := f.config.Discord
	token, err := c.Token()
	if err != nil || !c.Enabled(token) {
		return nil, err
	}
	shard, shards, err := c.Sharding()
	if err != nil {
		return nil, err
	}
	settings := discord.Config{
		Mux: f.Mux, State: store, Log: f.log, Zone: f.config.Location(), APIURL: c.APIURL, GatewayURL: c.GatewayURL, Token: token,
		Trouble: f.connectionProblem("Discord"),
		Shard:   shard, Shards: shards, TestServer: c.TestServer, PublicKey: c.PublicKey,
		Access: discord.Access{Servers: c.Servers, Channels: c.Channels, Roles: c.Roles, Sources: c.Sources},
	}
	if c.Mode == config.DiscordHTTP {
		if settings.Listener, err = net.Listen("tcp", c.Address); err != nil {
			return nil, fmt.Errorf("open the address for Discord's deliveries (discord.address in the configuration): %w", err)
		}
	}
	return discord.New(settings), nil
}
