package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra/doc"

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

// newMan returns the verb that packages are made with.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages, one for each verb, into a folder",
		Long: `Write a manual page for each verb into a folder, which is created if absent. Where
SOURCE_DATE_EPOCH is set, it is the date of the pages.`,
		Example: "  briefing-bot man /usr/local/share/man/man1",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("create the folder of the manual pages: %w", err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			header := &doc.GenManHeader{Title: "BRIEFING-BOT", Section: "1", Source: "briefing-bot " + version(), Manual: "briefing-bot"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("write the manual pages: %w", err)
			}
			return nil
		},
	}
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "briefing-bot", version())
			return err
		},
	}
}
