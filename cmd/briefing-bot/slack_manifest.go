package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/handlers"
)

func newSlack(s *settings) *cobra.Command {
	group := &cobra.Command{Use: "slack", Short: "Work with Slack"}
	var format, publicURL string
	manifest := &cobra.Command{
		Use:   "manifest",
		Short: "Print the app manifest to paste into Slack",
		Long: `Print the app manifest: slash commands, shortcuts, events and scopes, with the
reason for each scope. Paste it at https://api.slack.com/apps → Create New App →
From a manifest. Without --url the app uses Socket Mode.`,
		Example: `  briefing-bot slack manifest
  briefing-bot slack manifest --format json --url https://bot.example.com`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.load()
			if err != nil {
				return err
			}
			m := slack.NewManifest((&handlers.Briefing{}).NewMux().Commands, firstOf(publicURL, c.Slack.PublicURL))
			return printManifest(cmd.OutOrStdout(), m, format)
		},
	}
	manifest.Flags().StringVar(&format, "format", "yaml", "yaml or json")
	manifest.Flags().StringVar(&publicURL, "url", "", "where Slack reaches the bot over HTTP (slack.public_url in the configuration)")
	group.AddCommand(manifest)
	return group
}

func printManifest(w io.Writer, m slack.Manifest, format string) error {
	switch format {
	case "json":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(m)
	case "yaml":
		comments := yaml.CommentMap{}
		for i, r := range slack.Scopes() {
			comments[fmt.Sprintf("$.oauth_config.scopes.bot[%d]", i)] = []*yaml.Comment{yaml.LineComment(" " + r.Why)}
		}
		raw, err := yaml.MarshalWithOptions(m, yaml.WithComment(comments))
		if err != nil {
			return fmt.Errorf("write the manifest: %w", err)
		}
		_, err = w.Write(raw)
		return err
	}
	return fmt.Errorf("--format %q is neither yaml nor json: %w", format, errUsage)
}
