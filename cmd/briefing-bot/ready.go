package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// readyTimeout is how long serve may take to say that it is ready.
const readyTimeout = 5 * time.Second

// maxReason is how much of an answer is shown, in bytes.
const maxReason = 4 << 10

func newReady(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use:   "ready",
		Short: "Tell whether serve is running and its answers are whole",
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
