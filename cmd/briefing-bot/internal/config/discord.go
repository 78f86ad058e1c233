package config

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/discord"
)

// Discord is the part of the configuration that is Discord's. Secrets are
// named, never held.
type Discord struct {
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

func discordDefaults() Discord {
	return Discord{Mode: discordAuto, TokenEnv: "DISCORD_TOKEN", Address: "127.0.0.1:8385", APIURL: discord.DefaultAPIURL, Shard: "0", Shards: discordAuto,
		Servers: []string{}, Channels: []string{}, Roles: []string{}, Sources: map[string][]string{}}
}

// The modes of discord.mode.
const (
	discordAuto    = "auto" // the gateway where a token is set
	DiscordOff     = "off"
	discordGateway = "gateway"
	DiscordHTTP    = "http"
)

// Enabled reports whether the bot is to answer in Discord.
func (c Discord) Enabled(token string) bool {
	return c.Mode != DiscordOff && (c.Mode != discordAuto || token != "")
}

// check returns what is wrong with the settings, the token apart.
func (c Discord) check() []error {
	errs := []error{oneOf("discord.mode", c.Mode, discordAuto, DiscordOff, discordGateway, DiscordHTTP)}
	if !isAddress(c.APIURL, "https", "http") {
		errs = append(errs, invalid("discord.api_url", "%q is not an address: write %s", c.APIURL, discord.DefaultAPIURL))
	}
	if c.GatewayURL != "" && !isAddress(c.GatewayURL, "wss", "ws") {
		errs = append(errs, invalid("discord.gateway_url", "%q is not an address: write wss://gateway.discord.gg/, or leave it empty", c.GatewayURL))
	}
	_, _, err := c.Sharding()
	return append(errs, err)
}

// checkSecrets returns whether the token is missing or wrong.
func (c Discord) checkSecrets() error {
	token, err := c.Token()
	if err != nil || !c.Enabled(token) {
		return err
	}
	return c.checkToken(token)
}

func isAddress(address string, schemes ...string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Host != ""
}

func (c Discord) checkToken(token string) error {
	const app = "https://discord.com/developers/applications → your app → "
	switch {
	case token == "":
		return fmt.Errorf("discord: the bot token is missing: set %s (%sBot → Reset Token), or discord.mode: off", c.TokenEnv, app)
	case strings.ContainsAny(token, " \t\n"):
		return fmt.Errorf("discord: %s does not hold a bot token: copy it, without the word Bot, from %sBot → Reset Token", c.TokenEnv, app)
	case c.Mode != DiscordHTTP:
		return nil
	case len(c.PublicKey) != 64:
		return fmt.Errorf("discord.public_key: it has 64 digits: copy it from %sGeneral Information → Public Key", app)
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return fmt.Errorf("discord.address: %q is not an address: write 127.0.0.1:8385", c.Address)
	}
	return nil
}

// Sharding returns this process's shard and the number of shards, 0 for as many as
// Discord advises.
func (c Discord) Sharding() (shard, shards int, err error) {
	if c.Shards == discordAuto {
		return 0, 0, nil
	}
	shards, err = strconv.Atoi(c.Shards)
	if err != nil || shards < 1 {
		return 0, 0, invalid("discord.shards", "%q is not auto or a number from 1", c.Shards)
	}
	shard, err = strconv.Atoi(c.Shard)
	if err != nil || shard < 0 || shard >= shards {
		return 0, 0, invalid("discord.shard", "%q is not a number from 0 to %d", c.Shard, shards-1)
	}
	return shard, shards, nil
}

// Token returns the bot's token, "" if none is configured.
func (c Discord) Token() (string, error) {
	return secret("discord.token_file", c.TokenFile, c.TokenEnv)
}
