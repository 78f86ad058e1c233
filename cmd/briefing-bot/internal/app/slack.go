package app

import (
	"fmt"
	"net"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// slackBot is the bot in Slack, nil if Slack is not configured.
func (a *App) slackBot(store *state.Store) (*slack.Bot, error) {
	c := a.config.Slack
	s, err := c.Secrets()
	if err != nil || c.Connection(s) == slack.ModeOff {
		return nil, err
	}
	settings, err := slackSettings(c, s)
	if err != nil {
		return nil, err
	}
	settings.Mux, settings.State, settings.Log, settings.Zone = a.Mux, store, a.log, a.config.Location()
	settings.Limits = a.limits
	settings.Trouble = a.connectionProblem("Slack")
	return slack.New(settings), nil
}

// slackSettings returns the configuration as package slack takes it, its address opened.
func slackSettings(c slack.Settings, s slack.Secrets) (slack.Config, error) {
	out := slack.Config{
		APIURL: c.APIURL, PingInterval: c.PingInterval, BotToken: s.Bot, NoAgent: !c.IsAgent(), Previews: c.Uses().Previews,
		Access: slackAccess(c),
	}
	if out.PingInterval == 0 {
		out.PingInterval = -1
	}
	if c.Connection(s) == slack.ModeSocket {
		out.AppToken = s.App
	} else {
		out.SigningSecret = s.Signing
	}
	if c.ClientID != "" {
		out.OAuth = slack.OAuth{ClientID: c.ClientID, ClientSecret: s.Client, PublicURL: c.PublicURL}
	}
	if !c.Listens(s) {
		return out, nil
	}
	var err error
	if out.Listener, err = net.Listen("tcp", c.Address); err != nil {
		return out, fmt.Errorf("listen for Slack's deliveries (slack.address): %w", err)
	}
	return out, nil
}

func slackAccess(c slack.Settings) slack.Access {
	return slack.Access{Workspaces: c.Workspaces, Channels: c.Channels, Users: c.Users, Admins: c.Admins, Sources: c.Sources}
}
