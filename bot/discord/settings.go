package discord

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/setting"
)

// Settings is the part of the configuration under discord:. Secrets are named
// there, never held.
type Settings struct {
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

// DefaultSettings returns the settings of a configuration that has none of them.
func DefaultSettings() Settings {
	return Settings{Mode: ModeAuto, TokenEnv: "DISCORD_TOKEN", Address: "127.0.0.1:8385", APIURL: DefaultAPIURL, Shard: "0", Shards: autoShards,
		Servers: []string{}, Channels: []string{}, Roles: []string{}, Sources: map[string][]string{}}
}

// The values of discord.mode.
const (
	ModeAuto    = "auto" // the gateway if a token is set
	ModeOff     = "off"
	ModeGateway = "gateway"
	ModeHTTP    = "http"
)

// autoShards is the value of discord.shards for as many as Discord advises.
const autoShards = "auto"

// Enabled reports whether the bot is to answer in Discord.
func (c Settings) Enabled(token string) bool {
	return c.Mode != ModeOff && (c.Mode != ModeAuto || token != "")
}

// Listens reports whether Discord delivers to the address.
func (c Settings) Listens() bool { return c.Mode == ModeHTTP }

// Check returns what is wrong with the settings, the token apart.
func (c Settings) Check() []error {
	errs := []error{setting.OneOf("discord.mode", c.Mode, ModeAuto, ModeOff, ModeGateway, ModeHTTP)}
	if !setting.IsAddress(c.APIURL, "https", "http") {
		errs = append(errs, setting.Invalid("discord.api_url", "%q is not an address: write %s", c.APIURL, DefaultAPIURL))
	}
	if c.GatewayURL != "" && !setting.IsAddress(c.GatewayURL, "wss", "ws") {
		errs = append(errs, setting.Invalid("discord.gateway_url", "%q is not an address: write wss://gateway.discord.gg/, or leave it empty", c.GatewayURL))
	}
	_, _, err := c.Sharding()
	errs = append(errs, err, setting.Listening("discord.address", c.Address, "127.0.0.1:8385"))
	return append(errs, c.checkIDs()...)
}

// checkIDs returns which entries of the lists of who may ask are no IDs: a name there
// matches nobody, so that nobody is answered. A place without outlets would see all.
func (c Settings) checkIDs() []error {
	places := slices.DeleteFunc(slices.Sorted(maps.Keys(c.Sources)), func(id string) bool { return id == DirectSources })
	return []error{
		setting.IDs("discord.servers", c.Servers, numericID, exampleID),
		setting.IDs("discord.channels", c.Channels, numericID, exampleID),
		setting.IDs("discord.roles", c.Roles, numericID, exampleID),
		setting.IDs("discord.sources", places, numericID, exampleID),
		setting.Outlets("discord.sources", c.Sources),
	}
}

// numericID matches Discord's IDs.
var numericID = regexp.MustCompile(`^[0-9]+$`)

const exampleID = "123456789012345678 (in Discord: Settings → Advanced → Developer Mode, then Copy ID)"

// CheckSecrets returns why the token is missing or wrong.
func (c Settings) CheckSecrets() error {
	token, err := c.Token()
	if err != nil || !c.Enabled(token) {
		return err
	}
	return c.checkToken(token)
}

func (c Settings) checkToken(token string) error {
	const app = "https://discord.com/developers/applications → your app → "
	switch {
	case token == "":
		return fmt.Errorf("discord: the bot token is missing: set %s (%sBot → Reset Token), or discord.mode: off", c.TokenEnv, app)
	case strings.ContainsAny(token, " \t\n"):
		return fmt.Errorf("discord: %s does not hold a bot token: copy it, without the word Bot, from %sBot → Reset Token", c.TokenEnv, app)
	case c.Mode != ModeHTTP:
		return nil
	case len(c.PublicKey) != 64:
		return fmt.Errorf("discord.public_key: it has 64 digits: copy it from %sGeneral Information → Public Key", app)
	}
	return nil
}

// Summary returns in a few words whether and how the bot is in Discord.
func (c Settings) Summary() string {
	token, err := c.Token()
	switch {
	case err != nil:
		return "off: its token cannot be read"
	case c.Mode == ModeOff:
		return "off (discord.mode)"
	case !c.Enabled(token):
		return fmt.Sprintf("off, since there is no token: set %s (docs/discord.md)", c.TokenEnv)
	case c.Mode == ModeHTTP:
		return "on, over HTTP at " + c.Address
	}
	return "on, over the gateway"
}

// Sharding returns this process's shard and the number of shards, 0 for as many as
// Discord advises.
func (c Settings) Sharding() (shard, shards int, err error) {
	if c.Shards == autoShards {
		return 0, 0, nil
	}
	shards, err = strconv.Atoi(c.Shards)
	if err != nil || shards < 1 {
		return 0, 0, setting.Invalid("discord.shards", "%q is not auto or a number from 1", c.Shards)
	}
	shard, err = strconv.Atoi(c.Shard)
	if err != nil || shard < 0 || shard >= shards {
		return 0, 0, setting.Invalid("discord.shard", "%q is not a number from 0 to %d", c.Shard, shards-1)
	}
	return shard, shards, nil
}

// Token returns the bot's token, "" if none is configured.
func (c Settings) Token() (string, error) {
	return setting.Secret("discord.token_file", c.TokenFile, c.TokenEnv)
}
