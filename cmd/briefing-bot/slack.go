package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// slackConfig is the part of the configuration that is Slack's. Secrets are
// named, never held.
type slackConfig struct {
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

func slackDefaults() slackConfig {
	return slackConfig{
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
	slackOff    = "off"
	slackSocket = "socket"
	slackHTTP   = "http"
)

// secret reads a secret from its file or else its environment variable; ""
// where neither is set. setting is named in errors.
func secret(setting, file, env string) (string, error) {
	if file == "" {
		return strings.TrimSpace(os.Getenv(env)), nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", setting, err)
	}
	return strings.TrimSpace(string(raw)), nil
}

// slackSecrets are what Slack gave to the app.
type slackSecrets struct{ bot, app, signing, client string }

func (c slackConfig) secrets() (slackSecrets, error) {
	var s slackSecrets
	var errs [4]error
	s.bot, errs[0] = secret("slack.bot_token_file", c.BotTokenFile, c.BotTokenEnv)
	s.app, errs[1] = secret("slack.app_token_file", c.AppTokenFile, c.AppTokenEnv)
	s.signing, errs[2] = secret("slack.signing_secret_file", c.SigningSecretFile, c.SigningSecretEnv)
	s.client, errs[3] = secret("slack.client_secret_file", c.ClientSecretFile, c.ClientSecretEnv)
	return s, errors.Join(errs[:]...)
}

// mode is how to connect: off, socket or http.
func (c slackConfig) mode(s slackSecrets) string {
	switch {
	case c.Mode != slackAuto:
		return c.Mode
	case s.bot == "" && s.app == "" && s.signing == "":
		return slackOff
	case s.app == "" && s.signing != "":
		return slackHTTP
	}
	return slackSocket
}

// check says what is wrong with Slack's part, and how to mend it.
func (c slackConfig) check() error {
	if !slices.Contains([]string{slackAuto, slackOff, slackSocket, slackHTTP}, c.Mode) {
		return fmt.Errorf("slack.mode: %q is none of auto, off, socket, http", c.Mode)
	}
	if c.Agent != slackOn && c.Agent != slackOff {
		return fmt.Errorf("slack.agent: %q is neither on nor off", c.Agent)
	}
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("slack.api_url: %q is no address: write https://slack.com/api/", c.APIURL)
	}
	if c.PingInterval < 0 {
		return errors.New("slack.ping_interval: write 30s, or 0s for a server that sends no pings")
	}
	return nil
}

// checkSecrets says which token is missing or wrong, for the verbs that use
// them: others must not care what is in the environment.
func (c slackConfig) checkSecrets() error {
	s, err := c.secrets()
	if err != nil || c.mode(s) == slackOff {
		return err
	}
	return c.checkTokens(s)
}

func (c slackConfig) checkTokens(s slackSecrets) error {
	const app = "https://api.slack.com/apps → your app → "
	type token struct{ value, prefix, what, env, where string }
	var tokens []token
	if c.ClientID == "" || s.bot != "" {
		tokens = append(tokens, token{s.bot, "xoxb-", "bot token", c.BotTokenEnv, "OAuth & Permissions → Bot User OAuth Token"})
	}
	if c.ClientID != "" {
		tokens = append(tokens, token{s.client, "", "client secret", c.ClientSecretEnv, "Basic Information → Client Secret"})
	}
	if c.mode(s) == slackSocket {
		tokens = append(tokens, token{s.app, "xapp-", "app token", c.AppTokenEnv, "Basic Information → App-Level Tokens, with connections:write"})
	} else {
		tokens = append(tokens, token{s.signing, "", "signing secret", c.SigningSecretEnv, "Basic Information → Signing Secret"})
	}
	for _, t := range tokens {
		switch {
		case t.value == "":
			return fmt.Errorf("slack: the %s is missing: set %s (%s%s), or slack.mode: off", t.what, t.env, app, t.where)
		case c.APIURL == slack.DefaultAPIURL && !strings.HasPrefix(t.value, t.prefix):
			return fmt.Errorf("slack: %s holds no %s, which begins with %s: copy it from %s%s", t.env, t.what, t.prefix, app, t.where)
		}
	}
	return c.checkAddresses(s)
}

func (c slackConfig) checkAddresses(s slackSecrets) error {
	if key, err := stateKey(); err != nil || c.ClientID != "" && key == nil {
		return errors.Join(err, fmt.Errorf("slack.client_id: the tokens of workspaces that install the bot are encrypted: set %s to 32 bytes, such as `openssl rand -base64 32` makes", stateKeyName))
	}
	if c.ClientID != "" && !strings.HasPrefix(c.PublicURL, "https://") && !strings.HasPrefix(c.PublicURL, "http://") {
		return errors.New("slack.public_url: workspaces that install the bot need it: write where they reach slack.address, such as https://bot.example.com")
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil && c.listens(s) {
		return fmt.Errorf("slack.address: %q is no address: write 127.0.0.1:8384", c.Address)
	}
	return nil
}

// listens says whether Slack or people reach the bot over HTTP.
func (c slackConfig) listens(s slackSecrets) bool { return c.mode(s) == slackHTTP || c.ClientID != "" }

// slackBot is the bot in Slack, nil where Slack is not configured.
func (f *folder) slackBot(store *state.Store) (*slack.Bot, error) {
	c := f.config.Slack
	s, err := c.secrets()
	if err != nil || c.mode(s) == slackOff {
		return nil, err
	}
	settings, err := c.bot(s)
	if err != nil {
		return nil, err
	}
	settings.Mux, settings.State, settings.Log, settings.Zone = f.mux, store, f.log, f.config.zone()
	settings.Trouble = f.trouble("Slack")
	return slack.New(settings), nil
}

// bot is the configuration as package slack takes it, its address opened.
func (c slackConfig) bot(s slackSecrets) (slack.Config, error) {
	out := slack.Config{
		APIURL: c.APIURL, PingInterval: c.PingInterval, BotToken: s.bot, NoAgent: c.Agent == slackOff,
		Access: slack.Access{Workspaces: c.Workspaces, Channels: c.Channels, Users: c.Users, Admins: c.Admins, Sources: c.Sources},
	}
	if out.PingInterval == 0 {
		out.PingInterval = -1
	}
	if c.mode(s) == slackSocket {
		out.AppToken = s.app
	} else {
		out.SigningSecret = s.signing
	}
	if c.ClientID != "" {
		out.OAuth = slack.OAuth{ClientID: c.ClientID, ClientSecret: s.client, PublicURL: c.PublicURL}
	}
	if !c.listens(s) {
		return out, nil
	}
	var err error
	if out.Listener, err = net.Listen("tcp", c.Address); err != nil {
		return out, fmt.Errorf("open the address for Slack's deliveries (slack.address in the configuration): %w", err)
	}
	return out, nil
}
