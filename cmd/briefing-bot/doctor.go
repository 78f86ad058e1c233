package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/console"

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
		Short: "Diagnose the set-up and say how to fix it",
		Long: `Check the configuration, the secret files, the data folder and its disk, every article
and the index, the watched folders, the console's address, the clock, and the tokens of
Slack and Discord. It works while serve is running. The exit status is 1 if there is a
problem, and 0 if there are only warnings.`,
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

// signs precede findings.
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
	fmt.Fprintf(&out, "%s, %s, %d fine\n", counted(count[doctor.Problem], "problem", "problems"), counted(count[doctor.Warning], "warning", "warnings"), count[doctor.Good])
	_, err := io.WriteString(w, terminal.Visible(out.String()))
	return err
}

// readyTimeout is the time serve has to answer.
const readyTimeout = 5 * time.Second

// maxReason is the maximum number of bytes of an answer that are shown.
const maxReason = 4 << 10

func newReady(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use:   "ready",
		Short: "Report whether serve is running and its answers are complete",
		Long: `Ask the serve of this configuration over its console's address (console.address)
whether it is ready. The exit status is 0 if it is and 1 if it is not, or does not
answer. Containers and monitors without an HTTP client use it as their health check.`,
		Example: "  briefing-bot ready --config briefing.yaml",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(s)
			if err != nil {
				return err
			}
			if err := askReady(cmd.Context(), c.Console.Address); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "ready")
			return err
		},
	}
}

// askReady returns why the serve at a console's address is not ready.
func askReady(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, console.Openable(address)+"readyz", nil)
	if err != nil {
		return fmt.Errorf("console.address: %w", err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("serve does not answer at %s: %w", address, err)
	}
	defer answer.Body.Close()
	reason, err := io.ReadAll(io.LimitReader(answer.Body, maxReason))
	if err != nil {
		return fmt.Errorf("serve at %s: %w", address, err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.New("not ready: " + strings.TrimSpace(string(reason)))
	}
	return nil
}
