package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

func newCompact(s *config.Flags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "compact",
		Short: "Give back the disk space of what was deleted",
		Long: `Rewrite the files of the archive and the index without the space that deleted
articles and old versions had, also while serve runs: answers go out, new articles wait.
The new archive is proven before it takes the place of the old one, so a stop at any moment
leaves one or the other. Until then both are on the disk.`,
		Example: "  briefing-bot compact",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error {
				report, err := d.Compact(cmd.Context())
				if err != nil {
					return err
				}
				return printCompact(cmd.OutOrStdout(), report, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one line of JSON, in bytes")
	return cmd
}

// printCompact writes the sizes before and after, for people or as JSON.
func printCompact(w io.Writer, r control.CompactReport, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	mb := func(bytes int64) float64 { return float64(bytes) / 1e6 }
	_, err := fmt.Fprintf(w, "Articles: %.1f MB, %.1f MB before. Index: %.1f MB, %.1f MB before.\n",
		mb(r.Archive.After), mb(r.Archive.Before), mb(r.Index.After), mb(r.Index.Before))
	return err
}
