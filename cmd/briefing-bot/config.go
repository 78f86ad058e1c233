package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

func newConfig(s *config.Flags) *cobra.Command {
	group := newGroup("config", "Work with the configuration")
	group.AddCommand(&cobra.Command{
		Use: "check", Short: "Check the configuration and list everything that is wrong", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot config check --config briefing.yaml",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.CheckAll()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "The configuration is good.\n%s\n", visibleText(c.Summary()))
			return err
		},
	})
	return group
}
