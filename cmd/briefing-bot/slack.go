package main

import (
	"context"
	"errors"
	"fmt"
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
	Mode         string              `yaml:"mode" env:"BRIEFING_BOT_SLACK_MODE"`
	BotTokenEnv  string              `yaml:"bot_token_env" env:"BRIEFING_BOT_SLACK_BOT_TOKEN_ENV"`
	BotTokenFile string              `yaml:"bot_token_file" env:"BRIEFING_BOT_SLACK_BOT_TOKEN_FILE"`
	AppTokenEnv  string              `yaml:"app_token_env" env:"BRIEFING_BOT_SLACK_APP_TOKEN_ENV"`
	AppTokenFile string              `yaml:"app_token_file" env:"BRIEFING_BOT_SLACK_APP_TOKEN_FILE"`
	APIURL       string              `yaml:"api_url" env:"BRIEFING_BOT_SLACK_API_URL"`
	PingInterval time.Duration       `yaml:"ping_interval" env:"BRIEFING_BOT_SLACK_PING_INTERVAL"`
	Workspaces   []string            `yaml:"workspaces" env:"BRIEFING_BOT_SLACK_WORKSPACES"`
	Channels     []string            `yaml:"channels" env:"BRIEFING_BOT_SLACK_CHANNELS"`
	Users        []string            `yaml:"users" env:"BRIEFING_BOT_SLACK_USERS"`
	Admins       []string            `yaml:"admins" env:"BRIEFING_BOT_SLACK_ADMINS"`
	Sources      map[string][]string `yaml:"sources"`
}

func slackDefaults() slackConfig {
	return slackConfig{
		Mode: slackAuto, BotTokenEnv: "SLACK_BOT_TOKEN", AppTokenEnv: "SLACK_APP_TOKEN",
		APIURL: slack.DefaultAPIURL, PingInterval: 30 * time.Second,
	}
}

// The modes of slack.mode.
const (
	slackAuto   = "auto" // on where a token is set
	slackOff    = "off"
	slackSocket = "socket"
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
type slackSecrets struct{ bot, app string }

func (c slackConfig) secrets() (slackSecrets, error) {
	var s slackSecrets
	var errs [2]error
	s.bot, errs[0] = secret("slack.bot_token_file", c.BotTokenFile, c.BotTokenEnv)
	s.app, errs[1] = secret("slack.app_token_file", c.AppTokenFile, c.AppTokenEnv)
	return s, errors.Join(errs[:]...)
}

// mode is how to connect: off or socket.
func (c slackConfig) mode(s slackSecrets) string {
	switch {
	case c.Mode != slackAuto:
		return c.Mode
	case s.bot == "" && s.app == "":
		return slackOff
	}
	return slackSocket
}

// check says what is wrong with Slack's part, and how to mend it.
func (c slackConfig) check() error {
	if !slices.Contains([]string{slackAuto, slackOff, slackSocket}, c.Mode) {
		return fmt.Errorf("slack.mode: %q is none of auto, off, socket", c.Mode)
	}
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("slack.api_url: %q is no address: write https://slack.com/api/", c.APIURL)
	}
	if c.PingInterval < 0 {
		return errors.New("slack.ping_interval: write 30s, or 0s for a server that sends no pings")
	}
	s, err := c.secrets()
	if err != nil || c.mode(s) == slackOff {
		return err
	}
	return c.checkTokens(s)
}

func (c slackConfig) checkTokens(s slackSecrets) error {
	const app = "https://api.slack.com/apps → your app → "
	for _, t := range []struct{ value, prefix, what, env, where string }{
		{s.bot, "xoxb-", "bot token", c.BotTokenEnv, "OAuth & Permissions → Bot User OAuth Token"},
		{s.app, "xapp-", "app token", c.AppTokenEnv, "Basic Information → App-Level Tokens, with connections:write"},
	} {
		switch {
		case t.value == "":
			return fmt.Errorf("slack: the %s is missing: set %s (%s%s), or slack.mode: off", t.what, t.env, app, t.where)
		case !strings.HasPrefix(t.value, t.prefix):
			return fmt.Errorf("slack: %s holds no %s, which begins with %s: copy it from %s%s", t.env, t.what, t.prefix, app, t.where)
		}
	}
	return nil
}

// chatInSlack answers in Slack until ctx ends, where Slack is configured.
func (f *folder) chatInSlack(ctx context.Context) error {
	c := f.config.Slack
	s, err := c.secrets()
	if err != nil || c.mode(s) == slackOff {
		return err
	}
	store, err := state.Open(f.config.Data, state.Options{})
	if err != nil {
		return err
	}
	ping := c.PingInterval
	if ping == 0 {
		ping = -1
	}
	b := slack.New(slack.Config{
		Mux: f.mux, State: store, Log: f.log, Zone: f.config.zone(), APIURL: c.APIURL, PingInterval: ping, BotToken: s.bot, AppToken: s.app,
		Access: slack.Access{Workspaces: c.Workspaces, Channels: c.Channels, Users: c.Users, Admins: c.Admins, Sources: c.Sources},
	})
	return errors.Join(b.Run(ctx), store.Close())
}
