package slack

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/setting"
)

// Settings is the part of the configuration under slack:. Secrets are named there,
// never held.
type Settings struct {
	Mode              string              `yaml:"mode" env:"BRIEFING_BOT_SLACK_MODE"`
	BotTokenEnv       string              `yaml:"bot_token_env" env:"BRIEFING_BOT_SLACK_BOT_TOKEN_ENV"`
	BotTokenFile      string              `yaml:"bot_token_file" env:"BRIEFING_BOT_SLACK_BOT_TOKEN_FILE"`
	AppTokenEnv       string              `yaml:"app_token_env" env:"BRIEFING_BOT_SLACK_APP_TOKEN_ENV"`
	AppTokenFile      string              `yaml:"app_token_file" env:"BRIEFING_BOT_SLACK_APP_TOKEN_FILE"`
	SigningSecretEnv  string              `yaml:"signing_secret_env" env:"BRIEFING_BOT_SLACK_SIGNING_SECRET_ENV"`
	SigningSecretFile string              `yaml:"signing_secret_file" env:"BRIEFING_BOT_SLACK_SIGNING_SECRET_FILE"`
	Address           string              `yaml:"address" env:"BRIEFING_BOT_SLACK_ADDRESS"`
	PublicURL         string              `yaml:"public_url" env:"BRIEFING_BOT_SLACK_PUBLIC_URL"`
	ClientID          string              `yaml:"client_id" env:"BRIEFING_BOT_SLACK_CLIENT_ID"`
	ClientSecretEnv   string              `yaml:"client_secret_env" env:"BRIEFING_BOT_SLACK_CLIENT_SECRET_ENV"`
	ClientSecretFile  string              `yaml:"client_secret_file" env:"BRIEFING_BOT_SLACK_CLIENT_SECRET_FILE"`
	Agent             string              `yaml:"agent" env:"BRIEFING_BOT_SLACK_AGENT"`
	Previews          []string            `yaml:"previews" env:"BRIEFING_BOT_SLACK_PREVIEWS"`
	APIURL            string              `yaml:"api_url" env:"BRIEFING_BOT_SLACK_API_URL"`
	PingInterval      time.Duration       `yaml:"ping_interval" env:"BRIEFING_BOT_SLACK_PING_INTERVAL"`
	Workspaces        []string            `yaml:"workspaces" env:"BRIEFING_BOT_SLACK_WORKSPACES"`
	Channels          []string            `yaml:"channels" env:"BRIEFING_BOT_SLACK_CHANNELS"`
	Users             []string            `yaml:"users" env:"BRIEFING_BOT_SLACK_USERS"`
	Admins            []string            `yaml:"admins" env:"BRIEFING_BOT_SLACK_ADMINS"`
	Sources           map[string][]string `yaml:"sources"`
}

// DefaultSettings returns the settings of a configuration that has none of them.
func DefaultSettings() Settings {
	return Settings{
		Mode: ModeAuto, BotTokenEnv: "SLACK_BOT_TOKEN", AppTokenEnv: "SLACK_APP_TOKEN", SigningSecretEnv: "SLACK_SIGNING_SECRET", ClientSecretEnv: "SLACK_CLIENT_SECRET",
		Address: "127.0.0.1:8384", Agent: agentOn,
		APIURL: DefaultAPIURL, PingInterval: 30 * time.Second,
		Previews: []string{}, Workspaces: []string{}, Channels: []string{}, Users: []string{}, Admins: []string{}, Sources: map[string][]string{},
	}
}

// The values of slack.mode. Those of slack.agent are on and off.
const (
	ModeAuto   = "auto" // on if a token is set
	ModeOff    = "off"
	ModeSocket = "socket"
	ModeHTTP   = "http"
)

const (
	agentOn  = "on"
	agentOff = "off"
)

// Secrets holds what Slack gave to the app.
type Secrets struct{ Bot, App, Signing, Client string }

// Secrets returns the tokens and secrets that the configuration names.
func (c Settings) Secrets() (Secrets, error) {
	var s Secrets
	var errs [4]error
	s.Bot, errs[0] = setting.Secret("slack.bot_token_file", c.BotTokenFile, c.BotTokenEnv)
	s.App, errs[1] = setting.Secret("slack.app_token_file", c.AppTokenFile, c.AppTokenEnv)
	s.Signing, errs[2] = setting.Secret("slack.signing_secret_file", c.SigningSecretFile, c.SigningSecretEnv)
	s.Client, errs[3] = setting.Secret("slack.client_secret_file", c.ClientSecretFile, c.ClientSecretEnv)
	return s, errors.Join(errs[:]...)
}

// Connection returns how to connect: off, socket or http.
func (c Settings) Connection(s Secrets) string {
	switch {
	case c.Mode != ModeAuto:
		return c.Mode
	case s.Bot == "" && s.App == "" && s.Signing == "":
		return ModeOff
	case s.App == "" && s.Signing != "":
		return ModeHTTP
	}
	return ModeSocket
}

// Check returns what is wrong with the settings, secrets apart.
func (c Settings) Check() []error {
	errs := []error{
		setting.OneOf("slack.mode", c.Mode, ModeAuto, ModeOff, ModeSocket, ModeHTTP),
		setting.OneOf("slack.agent", c.Agent, agentOn, agentOff),
	}
	if !setting.IsAddress(c.APIURL, "https", "http") {
		errs = append(errs, setting.Invalid("slack.api_url", "%q is not an address: write https://slack.com/api/", c.APIURL))
	}
	errs = append(errs, CheckPreviews(c.Previews))
	errs = append(errs, setting.Listening("slack.address", c.Address, "127.0.0.1:8384"))
	if c.PingInterval < 0 {
		errs = append(errs, setting.Invalid("slack.ping_interval", "must be 0s (for a server that sends no pings) or longer, such as 30s"))
	}
	return append(errs, c.checkIDs()...)
}

// checkIDs returns which entries of the lists of who may ask are no IDs: a name there
// matches nobody, so that nobody is answered. A place without outlets would see all.
func (c Settings) checkIDs() []error {
	return []error{
		setting.IDs("slack.workspaces", c.Workspaces, workspaceID, exampleWorkspace),
		setting.IDs("slack.channels", c.Channels, channelID, exampleChannel),
		setting.IDs("slack.users", c.Users, userID, exampleUser),
		setting.IDs("slack.admins", c.Admins, userID, exampleUser),
		setting.IDs("slack.sources", slices.Sorted(maps.Keys(c.Sources)), placeID, exampleChannel),
		setting.Outlets("slack.sources", c.Sources),
	}
}

// The IDs of Slack: T for a workspace, E for an organisation, C, G and D for a channel,
// U and W for a person. Slack itself has capitals and digits behind that letter; servers that
// speak its protocol may have others.
var (
	workspaceID = regexp.MustCompile(`^[TE][A-Za-z0-9_-]+$`)
	channelID   = regexp.MustCompile(`^[CGD][A-Za-z0-9_-]+$`)
	userID      = regexp.MustCompile(`^[UW][A-Za-z0-9_-]+$`)
	placeID     = regexp.MustCompile(`^[CGDTE][A-Za-z0-9_-]+$`)
)

const (
	exampleWorkspace = "T0123456789 (it is in the address of Slack in a browser)"
	exampleChannel   = "C0123456789 (in Slack: View channel details)"
	exampleUser      = "U0123456789 (in Slack: a person's profile → Copy member ID)"
)

// CheckPreviews returns what is wrong with the domains whose links are to have previews.
func CheckPreviews(domains []string) error {
	if len(domains) > maxPreviewDomains {
		return setting.Invalid("slack.previews", "names %d domains: Slack takes at most %d", len(domains), maxPreviewDomains)
	}
	for _, d := range domains {
		if !domainName.MatchString(d) || net.ParseIP(d) != nil {
			return setting.Invalid("slack.previews", "%q is not a domain in lower case, such as example.com: without https://, port and path", d)
		}
	}
	return nil
}

// domainName matches what Slack takes as a domain; it reaches those below it, too.
var domainName = regexp.MustCompile(`^[a-z0-9][-a-z0-9]*(\.[-a-z0-9]+)*\.[a-z][-a-z0-9]*[a-z0-9]$`)

// CheckSecrets returns which tokens are missing or wrong. keyErr is why the tokens
// of workspaces that install the bot cannot be encrypted, nil if they can.
func (c Settings) CheckSecrets(keyErr error) error {
	s, err := c.Secrets()
	if err != nil || c.Connection(s) == ModeOff {
		return err
	}
	return errors.Join(c.checkTokens(s), c.checkInstallation(keyErr))
}

// slackSite leads to the settings of an app.
const slackSite = "https://api.slack.com/apps → your app → "

// How Slack's tokens begin.
const (
	botPrefix = "xoxb-"
	appPrefix = "xapp-"
)

// slackToken is a secret that Slack gives an app.
type slackToken struct{ value, prefix, name, env, page string }

func (c Settings) tokens(s Secrets) []slackToken {
	var tokens []slackToken
	if c.ClientID == "" || s.Bot != "" {
		tokens = append(tokens, slackToken{s.Bot, botPrefix, "bot token", c.BotTokenEnv, "OAuth & Permissions → Bot User OAuth Token"})
	}
	if c.ClientID != "" {
		tokens = append(tokens, slackToken{s.Client, "", "client secret", c.ClientSecretEnv, "Basic Information → Client Secret"})
	}
	if c.Connection(s) == ModeSocket {
		return append(tokens, slackToken{s.App, appPrefix, "app token", c.AppTokenEnv, "Basic Information → App-Level Tokens, with connections:write"})
	}
	return append(tokens, slackToken{s.Signing, "", "signing secret", c.SigningSecretEnv, "Basic Information → Signing Secret"})
}

func (c Settings) checkTokens(s Secrets) error {
	if strings.HasPrefix(s.Bot, appPrefix) && strings.HasPrefix(s.App, botPrefix) {
		return fmt.Errorf("slack: the tokens are swapped: the bot token (%s…) belongs in %s, and the app token (%s…) in %s", botPrefix, c.BotTokenEnv, appPrefix, c.AppTokenEnv)
	}
	var errs []error
	for _, t := range c.tokens(s) {
		switch {
		case t.value == "":
			errs = append(errs, fmt.Errorf("slack: the %s is missing: set %s (%s%s), or slack.mode: off", t.name, t.env, slackSite, t.page))
		case c.APIURL == DefaultAPIURL && !strings.HasPrefix(t.value, t.prefix):
			errs = append(errs, fmt.Errorf("slack: %s does not hold the %s, which begins with %s: copy it from %s%s", t.env, t.name, t.prefix, slackSite, t.page))
		}
	}
	return errors.Join(errs...)
}

// checkInstallation returns what is wrong with the settings that other workspaces
// need to install the bot, and with the address for Slack's deliveries.
func (c Settings) checkInstallation(keyErr error) error {
	var errs []error
	if c.ClientID != "" && keyErr != nil {
		errs = append(errs, fmt.Errorf("slack.client_id: the tokens of workspaces that install the bot are encrypted: %w", keyErr))
	}
	if c.ClientID != "" && !setting.IsAddress(c.PublicURL, "https", "http") {
		errs = append(errs, errors.New("slack.public_url: workspaces that install the bot need it: write where they reach slack.address, such as https://bot.example.com"))
	}
	return errors.Join(errs...)
}

// Summary returns in a few words whether and how the bot is in Slack.
func (c Settings) Summary() string {
	s, err := c.Secrets()
	switch on := c.Connection(s); {
	case err != nil:
		return "off: its secrets cannot be read"
	case c.Mode == ModeOff:
		return "off (slack.mode)"
	case on == ModeOff:
		return fmt.Sprintf("off, since there is no token: set %s and %s (docs/slack.md)", c.BotTokenEnv, c.AppTokenEnv)
	case on == ModeHTTP:
		return "on, over HTTP at " + c.Address
	}
	return "on, over Socket Mode"
}

// Listens reports whether Slack or people reach the bot over HTTP.
func (c Settings) Listens(s Secrets) bool { return c.Connection(s) == ModeHTTP || c.ClientID != "" }

// Uses returns the parts of Slack that the app makes use of.
func (c Settings) Uses() Uses { return Uses{Agent: c.IsAgent(), Previews: len(c.Previews) > 0} }

// IsAgent reports whether the app is an agent in Slack.
func (c Settings) IsAgent() bool { return c.Agent != agentOff }
