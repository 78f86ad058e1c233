package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/handlers"
)

// discordConfig is the part of the configuration that is Discord's. Secrets are
// named, never held.
type discordConfig struct {
	Mode       string              `yaml:"mode" env:"BRIEFING_BOT_DISCORD_MODE"`
	TokenEnv   string              `yaml:"token_env" env:"BRIEFING_BOT_DISCORD_TOKEN_ENV"`
	TokenFile  string              `yaml:"token_file" env:"BRIEFING_BOT_DISCORD_TOKEN_FILE"`
	PublicKey  string              `yaml:"public_key" env:"BRIEFING_BOT_DISCORD_PUBLIC_KEY"`
	Address    string              `yaml:"address" env:"BRIEFING_BOT_DISCORD_ADDRESS"`
	APIURL     string              `yaml:"api_url" env:"BRIEFING_BOT_DISCORD_API_URL"`
	GatewayURL string              `yaml:"gateway_url" env:"BRIEFING_BOT_DISCORD_GATEWAY_URL"`
	App        string              `yaml:"app" env:"BRIEFING_BOT_DISCORD_APP"`
	TestServer string              `yaml:"test_server" env:"BRIEFING_BOT_DISCORD_TEST_SERVER"`
	Shard      string              `yaml:"shard" env:"BRIEFING_BOT_DISCORD_SHARD"`
	Shards     string              `yaml:"shards" env:"BRIEFING_BOT_DISCORD_SHARDS"`
	Servers    []string            `yaml:"servers" env:"BRIEFING_BOT_DISCORD_SERVERS"`
	Channels   []string            `yaml:"channels" env:"BRIEFING_BOT_DISCORD_CHANNELS"`
	Roles      []string            `yaml:"roles" env:"BRIEFING_BOT_DISCORD_ROLES"`
	Sources    map[string][]string `yaml:"sources"`
}

func discordDefaults() discordConfig {
	return discordConfig{Mode: discordAuto, TokenEnv: "DISCORD_TOKEN", Address: "127.0.0.1:8385", APIURL: discord.DefaultAPIURL, Shard: "0", Shards: discordAuto,
		Servers: []string{}, Channels: []string{}, Roles: []string{}, Sources: map[string][]string{}}
}

// The modes of discord.mode.
const (
	discordAuto    = "auto" // the gateway where a token is set
	discordOff     = "off"
	discordGateway = "gateway"
	discordHTTP    = "http"
)

// on says whether the bot is to answer in Discord.
func (c discordConfig) on(token string) bool {
	return c.Mode != discordOff && (c.Mode != discordAuto || token != "")
}

// check says what is wrong with Discord's part, and how to mend it.
func (c discordConfig) check() error {
	if !slices.Contains([]string{discordAuto, discordOff, discordGateway, discordHTTP}, c.Mode) {
		return fmt.Errorf("discord.mode: %q is none of auto, off, gateway, http", c.Mode)
	}
	if !addressOf(c.APIURL, "https", "http") {
		return fmt.Errorf("discord.api_url: %q is no address: write %s", c.APIURL, discord.DefaultAPIURL)
	}
	if c.GatewayURL != "" && !addressOf(c.GatewayURL, "wss", "ws") {
		return fmt.Errorf("discord.gateway_url: %q is no address: write wss://gateway.discord.gg/, or leave it empty", c.GatewayURL)
	}
	_, _, err := c.sharding()
	return err
}

// checkSecrets says whether the token is missing or wrong, for the verbs that use
// it: others must not care what is in the environment.
func (c discordConfig) checkSecrets() error {
	token, err := c.token()
	if err != nil || !c.on(token) {
		return err
	}
	return c.checkToken(token)
}

func addressOf(address string, schemes ...string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Host != ""
}

func (c discordConfig) checkToken(token string) error {
	const app = "https://discord.com/developers/applications → your app → "
	switch {
	case token == "":
		return fmt.Errorf("discord: the bot token is missing: set %s (%sBot → Reset Token), or discord.mode: off", c.TokenEnv, app)
	case strings.ContainsAny(token, " \t\n"):
		return fmt.Errorf("discord: %s holds no bot token: copy it, without the word Bot, from %sBot → Reset Token", c.TokenEnv, app)
	case c.Mode != discordHTTP:
		return nil
	case len(c.PublicKey) != 64:
		return fmt.Errorf("discord.public_key: it has 64 digits: copy it from %sGeneral Information → Public Key", app)
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return fmt.Errorf("discord.address: %q is no address: write 127.0.0.1:8385", c.Address)
	}
	return nil
}

// sharding is this process's shard and their number, 0 for as many as Discord advises.
func (c discordConfig) sharding() (shard, shards int, err error) {
	if c.Shards == discordAuto {
		return 0, 0, nil
	}
	shards, err = strconv.Atoi(c.Shards)
	if err != nil || shards < 1 {
		return 0, 0, fmt.Errorf("discord.shards: %q is neither auto nor a number from 1", c.Shards)
	}
	shard, err = strconv.Atoi(c.Shard)
	if err != nil || shard < 0 || shard >= shards {
		return 0, 0, fmt.Errorf("discord.shard: %q is no number from 0 to %d", c.Shard, shards-1)
	}
	return shard, shards, nil
}

func (c discordConfig) token() (string, error) {
	return secret("discord.token_file", c.TokenFile, c.TokenEnv)
}

// discordBot is the bot in Discord, nil where Discord is not configured.
func (f *folder) discordBot(store *state.Store) (*discord.Bot, error) {
	c := f.config.Discord
	token, err := c.token()
	if err != nil || !c.on(token) {
		return nil, err
	}
	shard, shards, err := c.sharding()
	if err != nil {
		return nil, err
	}
	settings := discord.Config{
		Mux: f.mux, State: store, Log: f.log, Zone: f.config.zone(), APIURL: c.APIURL, GatewayURL: c.GatewayURL, Token: token,
		Trouble: f.trouble("Discord"),
		Shard:   shard, Shards: shards, TestServer: c.TestServer, PublicKey: c.PublicKey,
		Access: discord.Access{Servers: c.Servers, Channels: c.Channels, Roles: c.Roles, Sources: c.Sources},
	}
	if c.Mode == discordHTTP {
		if settings.Listener, err = net.Listen("tcp", c.Address); err != nil {
			return nil, fmt.Errorf("open the address for Discord's deliveries (discord.address in the configuration): %w", err)
		}
	}
	return discord.New(settings), nil
}

func newDiscord(s *settings) *cobra.Command {
	group := &cobra.Command{Use: "discord", Short: "What Discord needs to know: the commands, the invite link"}
	group.AddCommand(&cobra.Command{
		Use: "commands", Short: "Print the commands that serve registers with Discord, as JSON", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot discord commands",
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := discord.CommandsJSON((&handlers.Briefing{}).NewMux().Commands)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", raw)
			return err
		},
	}, &cobra.Command{
		Use: "invite", Short: "Print the link that adds the bot to a server", Args: usageArgs(cobra.NoArgs),
		Long: `Print the link that adds the bot to a server. The application's ID is discord.app
in the configuration, or BRIEFING_BOT_DISCORD_APP: copy it from
https://discord.com/developers/applications → your app → General Information.`,
		Example: "  BRIEFING_BOT_DISCORD_APP=123456789012345678 briefing-bot discord invite",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.load()
			if err != nil {
				return err
			}
			if _, err := strconv.ParseUint(c.Discord.App, 10, 64); err != nil {
				return errors.New("discord.app: write the application's ID, a number (https://discord.com/developers/applications → your app → General Information → Application ID)")
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), discord.InviteURL(c.Discord.App))
			return err
		},
	})
	return group
}
