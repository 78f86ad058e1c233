package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/maintenance"
)

func newBackup(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy the articles and the state of the chat services, and verify the copy",
		Long: `Copy the archive and the state database into a new or empty folder, even while serve
is running. Every record of the copy is then read and compared with its checksum. The
index is not copied, since it is derived from the articles. The copy is itself a data
folder, which check and ask can read.`,
		Example: `  briefing-bot backup ~/backups/$(date +%F)
  briefing-bot check --data ~/backups/2026-11-29`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := filepath.Abs(args[0])
			if err != nil {
				return fmt.Errorf("find the folder: %w", err)
			}
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error {
				report, err := d.Backup(cmd.Context(), dir)
				if err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				return printBackup(cmd.OutOrStdout(), "copied to "+dir+" and verified", report)
			})
		},
	}
}

func newRestore(s *config.Flags) *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:   "restore DIR",
		Short: "Restore the data folder from a backup",
		Long: `Copy a backup next to the data folder, verify the copy, and then put it in place. A
data folder that is not empty is refused or, with --replace, renamed and kept. Stop
every briefing-bot that uses the folder first. The index is built when the folder is
next opened.`,
		Example: "  briefing-bot restore ~/backups/2026-11-29 --data ~/briefing --replace",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(s)
			if err != nil {
				return err
			}
			data, err := filepath.Abs(c.Data)
			if err != nil {
				return fmt.Errorf("find the data folder: %w", err)
			}
			report, previous, err := maintenance.Restore(cmd.Context(), args[0], data, replace)
			if err != nil {
				return err
			}
			if previous != "" {
				fmt.Fprintf(cmd.ErrOrStderr(), "What the data folder held is kept as %s.\n", visibleLine(previous))
			}
			return printBackup(cmd.OutOrStdout(), "restored to "+data, report)
		},
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "rename the data folder that is there, and keep it")
	return cmd
}

// printBackup writes what was copied, and what of it is damaged.
func printBackup(w io.Writer, what string, r control.BackupReport) error {
	if _, err := fmt.Fprintf(w, "%s, %.1f MB: %s\n", counted(r.Articles, "article", "articles"), float64(r.Bytes)/1e6, visibleLine(what)); err != nil {
		return err
	}
	for _, p := range r.Problems {
		if _, err := fmt.Fprintln(w, visibleLine(p)); err != nil {
			return err
		}
	}
	if len(r.Problems) > 0 {
		return statusError(exitFailed)
	}
	return nil
}
