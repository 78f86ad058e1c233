package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

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
