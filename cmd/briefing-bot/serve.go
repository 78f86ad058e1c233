package main

import (
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

func newServe(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the bot: the console, Slack, Discord and scheduled posts",
		Long: `Answer in the console and in the configured chat services, and post digests and
watches, until interrupted. Folders under watch: in the configuration are read now
and whenever they change. Meanwhile the other verbs work on the same data folder:
they reach this process over a socket there.`,
		Example: `  briefing-bot serve --config briefing.yaml
  briefing-bot serve --data ~/briefing`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(s)
			if err != nil {
				return err
			}
			if err := c.CheckSecrets(); err != nil {
				return err
			}
			f, err := app.Open(cmd.Context(), c, c.Logger())
			if errors.Is(err, archive.ErrInUse) {
				return fmt.Errorf("%w: another briefing-bot uses it. Stop that one first, or choose another folder with --data", err)
			}
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", c.Console.Address)
			if err != nil {
				return errors.Join(fmt.Errorf("listen on the console's address (console.address): %w", err), f.Close())
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "The console is at %s\n", console.Openable(listener.Addr().String()))
			if console.Exposed(listener.Addr()) {
				fmt.Fprintln(cmd.ErrOrStderr(), "Other machines can reach it at this machine's name. Their token and the answers travel unencrypted (plain HTTP): on a network that others use, put a proxy with TLS before it.")
			}
			if f.Index.Stats().Articles == 0 && len(c.Watch)+len(c.Followed()) == 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "The briefing is empty. Add articles with: %s\n", c.IngestCommand())
			}
			return errors.Join(f.Serve(cmd.Context(), listener), f.Close())
		},
	}
}
