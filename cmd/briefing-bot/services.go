package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"github.com/briefing-bot/briefing-bot/bot/discord"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

func newSlack(s *config.Flags) *cobra.Command {
	group := newGroup("slack", "Print what Slack needs: the app manifest")
	var f manifestFlags
	manifest := &cobra.Command{
		Use:   "manifest",
		Short: "Print the app manifest to paste into Slack",
		Long: `Print the app manifest: slash commands, shortcuts, events and scopes, with the
reason for each scope. Paste it at https://api.slack.com/apps → Create New App →
From a manifest. Without --url the app uses Socket Mode.

The app is an agent: people open it in Slack's side bar and see suggested
questions. Slack offers agents on paid plans only; --no-agent prints the app for any plan,
with everything else. An app that was made before 30 June 2026 as an assistant can
stay one until February 2027: --assistant prints that form, which Slack refuses for
new apps.

The slash commands have plain names such as /people and /topics. Where another app of the
workspace has one of them, Slack gives it to the app that was installed last: --prefix and
--one-command avoid that.

With --previews, links to articles of those domains are shown with their headline, outlet, date
and what is said in them, in channels that the bot is in.`,
		Example: `  briefing-bot slack manifest
  briefing-bot slack manifest --no-agent
  briefing-bot slack manifest --previews example.com,news.example.org
  briefing-bot slack manifest --format json --url https://bot.example.com`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.Load()
			if err != nil {
				return err
			}
			o, err := f.options(c.Slack)
			if err != nil {
				return err
			}
			uses := slack.Uses{Agent: o.View != slack.NoView, Previews: len(o.Previews) > 0}
			return printManifest(cmd.OutOrStdout(), slack.NewManifest(app.Commands(), o), uses, f.format)
		},
	}
	f.register(manifest)
	group.AddCommand(manifest)
	return group
}

// manifestFlags are the flags of slack manifest.
type manifestFlags struct {
	format, publicURL, prefix      string
	assistant, noAgent, oneCommand bool
	previews                       []string
}

func (f *manifestFlags) register(manifest *cobra.Command) {
	flags := manifest.Flags()
	flags.StringVar(&f.format, "format", "yaml", "yaml or json")
	flags.StringVar(&f.publicURL, "url", "", "where Slack reaches the bot over HTTP (slack.public_url in the configuration)")
	flags.BoolVar(&f.assistant, "assistant", false, "for an existing assistant app; Slack refuses it for new apps, and for all in February 2027")
	flags.BoolVar(&f.noAgent, "no-agent", false, "for an app that is not an agent, for workspaces without a paid plan (slack.agent: off in the configuration)")
	flags.StringVar(&f.prefix, "prefix", "", "begins the names of slash commands, such as news- for /news-who-said; /briefing stays")
	flags.StringSliceVar(&f.previews, "previews", nil, "up to five domains of articles whose links are shown with what is said in them (slack.previews in the configuration)")
	flags.BoolVar(&f.oneCommand, "one-command", false, "register /briefing alone, after which every command can be typed")
	manifest.MarkFlagsMutuallyExclusive("assistant", "no-agent")
	manifest.MarkFlagsMutuallyExclusive("prefix", "one-command")
}

// options returns what the manifest is to have: the flags, and the configuration where a flag is not given.
func (f *manifestFlags) options(c slack.Settings) (slack.ManifestOptions, error) {
	o := slack.ManifestOptions{PublicURL: cmp.Or(f.publicURL, c.PublicURL), Prefix: f.prefix, OneCommand: f.oneCommand, Previews: c.Previews}
	if len(f.previews) > 0 {
		o.Previews = f.previews
	}
	if err := slack.CheckPreviews(o.Previews); err != nil {
		return o, fmt.Errorf("%w: %w", err, errUsage)
	}
	if f.prefix != "" && !commandPrefix.MatchString(f.prefix) {
		return o, fmt.Errorf("--prefix %q is not lower-case letters, digits and hyphens with a hyphen at the end, such as news-: %w", f.prefix, errUsage)
	}
	switch {
	case f.assistant:
		o.View = slack.AssistantView
	case f.noAgent || !c.IsAgent():
		o.View = slack.NoView
	}
	return o, nil
}

// commandPrefix matches valid prefixes of slash command names.
var commandPrefix = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,14}-$`)

func printManifest(w io.Writer, m slack.Manifest, uses slack.Uses, format string) error {
	switch format {
	case "json":
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(m); err != nil {
			return fmt.Errorf("write the manifest: %w", err)
		}
		_, err := w.Write(terminal.VisibleJSON(out.Bytes()))
		return err
	case "yaml":
		comments := yaml.CommentMap{}
		optional := 0
		for i, r := range slack.Scopes(uses) {
			comments[fmt.Sprintf("$.oauth_config.scopes.bot[%d]", i)] = []*yaml.Comment{yaml.LineComment(" " + r.Why)}
			if r.Optional() {
				comments[fmt.Sprintf("$.oauth_config.scopes.bot_optional[%d]", optional)] = []*yaml.Comment{yaml.LineComment(" without it " + r.Without)}
				optional++
			}
		}
		raw, err := yaml.MarshalWithOptions(m, yaml.WithComment(comments))
		if err != nil {
			return fmt.Errorf("write the manifest: %w", err)
		}
		_, err = io.WriteString(w, terminal.Visible(string(raw)))
		return err
	}
	return fmt.Errorf("--format %q is not one of yaml, json: %w", format, errUsage)
}

func newDiscord(s *config.Flags) *cobra.Command {
	group := newGroup("discord", "Print what Discord needs: the commands and the invite link")
	group.AddCommand(&cobra.Command{
		Use: "commands", Short: "Print the commands that serve registers with Discord, as JSON", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot discord commands",
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := discord.CommandsJSON(app.Commands())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", raw)
			return err
		},
	}, newInvite(s))
	return group
}

func newInvite(s *config.Flags) *cobra.Command {
	forUser := false
	invite := &cobra.Command{
		Use: "invite", Short: "Print the link that adds the bot to a server", Args: usageArgs(cobra.NoArgs),
		Long: `Print the link that adds the bot to a server or, with --user, its commands to your own
account: check-quote and who-said go with you into every server and group. The application's ID is discord.app
in the configuration, or BRIEFING_BOT_DISCORD_APP: copy it from
https://discord.com/developers/applications → your app → General Information.`,
		Example: "  BRIEFING_BOT_DISCORD_APP=123456789012345678 briefing-bot discord invite",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.Load()
			if err != nil {
				return err
			}
			if _, err := strconv.ParseUint(c.Discord.App, 10, 64); err != nil {
				return errors.New("discord.app: write the application's ID, a number (https://discord.com/developers/applications → your app → General Information → Application ID)")
			}
			link := discord.InviteURL(c.Discord.App)
			if forUser {
				link = discord.UserInviteURL(c.Discord.App)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link)
			return err
		},
	}
	invite.Flags().BoolVar(&forUser, "user", false, "the link for one's own account")
	return invite
}
