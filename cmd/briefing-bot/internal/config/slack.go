package config

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
)

// Slack is the part of the configuration that is Slack's. Secrets are
// named, never held.
type Slack struct {
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
	APIURL            string              `yaml:"api_url" env:"BRIEFING_BOT_SLACK_API_URL"`
	PingInterval      time.Duration       `yaml:"ping_interval" env:"BRIEFING_BOT_SLACK_PING_INTERVAL"`
	Workspaces        []string            `yaml:"workspaces" env:"BRIEFING_BOT_SLACK_WORKSPACES"`
	Channels          []string            `yaml:"channels" env:"BRIEFING_BOT_SLACK_CHANNELS"`
	Users             []string            `yaml:"users" env:"BRIEFING_BOT_SLACK_USERS"`
	Admins            []string            `yaml:"admins" env:"BRIEFING_BOT_SLACK_ADMINS"`
	Sources           map[string][]string `yaml:"sources"`
}

func slackDefaults() Slack {
	return Slack{
		Mode: slackAuto, BotTokenEnv: "SLACK_BOT_TOKEN", AppTokenEnv: "SLACK_APP_TOKEN", SigningSecretEnv: "SLACK_SIGNING_SECRET", ClientSecretEnv: "SLACK_CLIENT_SECRET",
		Address: "127.0.0.1:8384", Agent: slackOn,
		APIURL: slack.DefaultAPIURL, PingInterval: 30 * time.Second,
		Workspaces: []string{}, Channels: []string{}, Users: []string{}, Admins: []string{}, Sources: map[string][]string{},
	}
}

// The modes of slack.mode.
const (
	slackAuto   = "auto" // on where a token is set
	slackOn     = "on"   // of slack.agent
	SlackOff    = "off"
	SlackSocket = "socket"
	slackHTTP   = "http"
)

// SlackSecrets are what Slack gave to the app.
type SlackSecrets struct{ Bot, App, Signing, Client string }

// Secrets returns the tokens and secrets that the configuration names.
func (c Slack) Secrets() (SlackSecrets, error) {
	var s SlackSecrets
	var errs [4]error
	s.Bot, errs[0] = secret("slack.bot_token_file", c.BotTokenFile, c.BotTokenEnv)
	s.App, errs[1] = secret("slack.app_token_file", c.AppTokenFile, c.AppTokenEnv)
	s.Signing, errs[2] = secret("slack.signing_secret_file", c.SigningSecretFile, c.SigningSecretEnv)
	s.Client, errs[3] = secret("slack.client_secret_file", c.ClientSecretFile, c.ClientSecretEnv)
	return s, errors.Join(errs[:]...)
}

// Connection is how to connect: off, socket or http.
func (c Slack) Connection(s SlackSecrets) string {
	switch {
	case c.Mode != slackAuto:
		return c.Mode
	case s.Bot == "" && s.App == "" && s.Signing == "":
		return SlackOff
	case s.App == "" && s.Signing != "":
		return slackHTTP
	}
	return SlackSocket
}

// check returns what is wrong with the settings, secrets apart.
func (c Slack) check() []error {
	errs := []error{
		oneOf("slack.mode", c.Mode, slackAuto, SlackOff, SlackSocket, slackHTTP),
		oneOf("slack.agent", c.Agent, slackOn, SlackOff),
	}
	if !isAddress(c.APIURL, "https", "http") {
		errs = append(errs, invalid("slack.api_url", "%q is not an address: write https://slack.com/api/", c.APIURL))
	}
	if c.PingInterval < 0 {
		errs = append(errs, invalid("slack.ping_interval", "must be 0s (for a server that sends no pings) or longer, such as 30s"))
	}
	return errs
}

// checkSecrets returns which tokens are missing or wrong.
func (c Slack) checkSecrets() error {
	s, err := c.Secrets()
	if err != nil || c.Connection(s) == SlackOff {
		return err
	}
	return errors.Join(c.checkTokens(s), c.checkInstallation(s))
}

// slackSite is where the tokens of an app are.
const slackSite = "https://api.slack.com/apps → your app → "

// slackToken is a secret that Slack gives an app.
type slackToken struct{ value, prefix, name, env, page string }

func (c Slack) tokens(s SlackSecrets) []slackToken {
	var tokens []slackToken
	if c.ClientID == "" || s.Bot != "" {
		tokens = append(tokens, slackToken{s.Bot, "xoxb-", "bot token", c.BotTokenEnv, "OAuth & Permissions → Bot User OAuth Token"})
	}
	if c.ClientID != "" {
		tokens = append(tokens, slackToken{s.Client, "", "client secret", c.ClientSecretEnv, "Basic Information → Client Secret"})
	}
	if c.Connection(s) == SlackSocket {
		return append(tokens, slackToken{s.App, "xapp-", "app token", c.AppTokenEnv, "Basic Information → App-Level Tokens, with connections:write"})
	}
	return append(tokens, slackToken{s.Signing, "", "signing secret", c.SigningSecretEnv, "Basic Information → Signing Secret"})
}

func (c Slack) checkTokens(s SlackSecrets) error {
	var errs []error
	for _, t := range c.tokens(s) {
		switch {
		case t.value == "":
			errs = append(errs, fmt.Errorf("slack: the %s is missing: set %s (%s%s), or slack.mode: off", t.name, t.env, slackSite, t.page))
		case c.APIURL == slack.DefaultAPIURL && !strings.HasPrefix(t.value, t.prefix):
			errs = append(errs, fmt.Errorf("slack: %s does not hold the %s, which begins with %s: copy it from %s%s", t.env, t.name, t.prefix, slackSite, t.page))
		}
	}
	return errors.Join(errs...)
}

// checkInstallation returns what is wrong with the settings that other workspaces
// need to install the bot, and with the address for Slack's deliveries.
func (c Slack) checkInstallation(s SlackSecrets) error {
	var errs []error
	key, err := StateKey()
	if err != nil || c.ClientID != "" && key == nil {
		errs = append(errs, err, fmt.Errorf("slack.client_id: the tokens of workspaces that install the bot are encrypted: set %s to 32 bytes, such as `openssl rand -base64 32` prints", stateKeyName))
	}
	if c.ClientID != "" && !isAddress(c.PublicURL, "https", "http") {
		errs = append(errs, errors.New("slack.public_url: workspaces that install the bot need it: write where they reach slack.address, such as https://bot.example.com"))
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil && c.Listens(s) {
		errs = append(errs, fmt.Errorf("slack.address: %q is not an address: write 127.0.0.1:8384", c.Address))
	}
	return errors.Join(errs...)
}

// Listens reports whether Slack or people reach the bot over HTTP.
func (c Slack) Listens(s SlackSecrets) bool { return c.Connection(s) == slackHTTP || c.ClientID != "" }
