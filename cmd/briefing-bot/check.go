package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

func newCheck(s *config.Flags) *cobra.Command {
	var asJSON, salvage bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check every article for damage, and that the index has them all",
		Long: `Check the data folder: every record of the archive, every version of every
article, the statements found in them and their receipts, the index, the sources and the state
database. Damage that can be
repaired without loss is repaired. The exit status is 0 if nothing is wrong and 1 if
something is damaged or lost; standard output lists it.

With --salvage, everything intact is copied into a new archive under the
same article numbers, so that receipts stay valid. The damaged file is renamed and
kept. The index then follows the archive. No other briefing-bot may use the folder
meanwhile.`,
		Example: `  briefing-bot check
  briefing-bot check --salvage`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(s)
			if err != nil {
				return err
			}
			report, err := app.Check(cmd.Context(), c, salvage)
			if err != nil {
				return err
			}
			if err := printCheck(cmd.OutOrStdout(), report, asJSON); err != nil {
				return err
			}
			if len(report.Problems) > 0 {
				return statusError(exitFailed)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one line of JSON")
	cmd.Flags().BoolVar(&salvage, "salvage", false, "replace a damaged archive by a new one with everything that is intact")
	return cmd
}

// sourcesLine tells how many sources were looked at.
func sourcesLine(n int) string {
	if n == 1 {
		return "1 source, what is known of it and the articles that it gave were checked.\n"
	}
	return fmt.Sprintf("%d sources, what is known of them and the articles that they gave were checked.\n", n)
}

// printCheck writes the report for people or as JSON.
func printCheck(w io.Writer, r control.CheckReport, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s in %s, %d of them in the index; %s.\n", counted(r.Articles, "article", "articles"),
		counted(r.Versions, "version is whole", "versions are whole"), r.Indexed, counted(r.Receipts, "receipt verifies", "receipts verify"))
	if r.Sources > 0 {
		out.WriteString(sourcesLine(r.Sources))
	}
	for _, line := range r.Repaired {
		out.WriteString("Repaired: " + line + "\n")
	}
	for _, line := range r.Earlier {
		out.WriteString("Lost earlier: " + line + "\n")
	}
	for _, line := range r.Problems {
		out.WriteString(line + "\n")
	}
	if len(r.Problems) == 0 {
		out.WriteString("Nothing is damaged.\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}
