package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/doctor"
)

func newDoctor(s *config.Flags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say how to mend it",
		Long: `Look at the configuration, the files of secrets, the data folder and its disk, every
article and the index, the watched folders, the console's address, the clock, and what
Slack and Discord say of the tokens. It works beside a running serve. The exit status is 1
if there is a problem, and 0 if there are warnings alone.`,
		Example: "  briefing-bot doctor --config briefing.yaml",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.CheckAll()
			found := doctor.New(c, err, app.Connect).Run(cmd.Context())
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(found)
			} else {
				err = printFindings(cmd.OutOrStdout(), found)
			}
			if err != nil {
				return fmt.Errorf("print the findings: %w", err)
			}
			if slices.ContainsFunc(found, func(f doctor.Finding) bool { return f.Level == doctor.Problem }) {
				return statusError(exitFailed)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as one JSON array")
	return cmd
}

// signs stand before findings.
var signs = map[doctor.Level]string{doctor.Good: "✓", doctor.Warning: "!", doctor.Problem: "✗"}

// printFindings writes the findings, the worst last, where they are seen.
func printFindings(w io.Writer, found []doctor.Finding) error {
	order := []doctor.Level{doctor.Good, doctor.Warning, doctor.Problem}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b doctor.Finding) int {
		return cmp.Compare(slices.Index(order, a.Level), slices.Index(order, b.Level))
	})
	var out strings.Builder
	count := map[doctor.Level]int{}
	for _, f := range found {
		count[f.Level]++
		fmt.Fprintf(&out, "%s %s: %s\n", signs[f.Level], f.About, strings.ReplaceAll(f.Text, "\n", "\n  "))
		if f.Fix != "" {
			fmt.Fprintf(&out, "  → %s\n", f.Fix)
		}
	}
	fmt.Fprintf(&out, "%d problems, %d warnings, %d fine\n", count[doctor.Problem], count[doctor.Warning], count[doctor.Good])
	_, err := io.WriteString(w, terminal.Visible(out.String()))
	return err
}
