package app

import (
	"context"
	"log/slog"
	"reflect"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/calmlog"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// live are the settings that Reconfigure changes while the program runs.
var live = []string{
	"answers.user_limit", "answers.channel_limit", "log.level",
	"slack.workspaces", "slack.channels", "slack.users", "slack.admins", "slack.sources",
	"discord.servers", "discord.channels", "discord.roles", "discord.sources",
	"sources", "digests",
}

// Reconfigure reads the configuration again and applies what can change while the program
// runs: no connection is dropped, and answers under way are finished as they were begun. The
// log names each setting that changed, and those that wait for the next start. If the
// configuration is not good, nothing changes.
func (a *App) Reconfigure(ctx context.Context, load func() (config.Config, error), level *slog.LevelVar) {
	ctx = calmlog.Reply(ctx)
	c, err := load()
	if err != nil {
		a.log.ErrorContext(ctx, "configuration not reloaded; everything stays as it was", slog.Any("error", err))
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var applied, waiting []string
	for _, name := range config.Differences(a.applied, c) {
		if slices.Contains(live, name) {
			applied = append(applied, name)
		} else {
			waiting = append(waiting, name)
		}
	}
	if err := reconfigureSources(ctx, a, c); err != nil {
		a.log.ErrorContext(ctx, "sources and digests not reloaded; everything stays as it was", slog.Any("error", err))
		return
	}
	a.limits.Set(limitsOf(c))
	level.Set(c.Log.LevelVar().Level())
	if a.inSlack != nil {
		a.inSlack.SetAccess(slackAccess(c.Slack))
	}
	if a.inDiscord != nil {
		a.inDiscord.SetAccess(discordAccess(c.Discord))
	}
	a.log.InfoContext(ctx, "configuration reloaded", slog.String("changed", strings.Join(applied, ", ")))
	if len(waiting) > 0 {
		a.log.WarnContext(ctx, "settings changed that are read at the start only; restart to apply them", slog.String("settings", strings.Join(waiting, ", ")))
	}
	a.applied = mixed(a.applied, c)
}

// reconfigureSources follows the sources of a configuration and keeps its digests, where they
// changed. The caller holds a.mu.
func reconfigureSources(ctx context.Context, a *App, c config.Config) error {
	if !reflect.DeepEqual(a.applied.Sources, c.Sources) {
		if err := a.follower.Configure(ctx, c.Followed()); err != nil {
			return err
		}
	}
	if a.state == nil || reflect.DeepEqual(a.applied.Digests, c.Digests) {
		return nil
	}
	c.Zone = a.applied.Zone // which waits for the next start
	return digests{a, a.state}.sync(ctx, c)
}

// mixed returns the configuration that runs once the live settings of c are applied.
func mixed(old, c config.Config) config.Config {
	old.Answers.UserLimit, old.Answers.ChannelLimit, old.Log.Level = c.Answers.UserLimit, c.Answers.ChannelLimit, c.Log.Level
	old.Sources, old.Digests = c.Sources, c.Digests
	s, d := &old.Slack, &old.Discord
	s.Workspaces, s.Channels, s.Users, s.Admins, s.Sources = c.Slack.Workspaces, c.Slack.Channels, c.Slack.Users, c.Slack.Admins, c.Slack.Sources
	d.Servers, d.Channels, d.Roles, d.Sources = c.Discord.Servers, c.Discord.Channels, c.Discord.Roles, c.Discord.Sources
	return old
}
