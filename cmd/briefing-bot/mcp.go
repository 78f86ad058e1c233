package main

import (
	"fmt"
	"io"
	"net"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/bot/mcp"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// mcpToken is the environment variable of the secret that clients of `mcp --listen`
// send.
const mcpToken = "BRIEFING_BOT_MCP_TOKEN"

func newMCP(s *config.Flags) *cobra.Command {
	var address, tokenFile string
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Answer an assistant over the Model Context Protocol",
		Long: `Offer the commands that search the briefing as tools of the Model Context Protocol:
who-said, timeline, check-quote, verify and the others that change nothing. An
assistant starts this verb itself and speaks with it over standard input and output;
with --listen it answers over HTTP at /mcp, to who sends the token.

Nothing is sent anywhere, but the assistant passes on what it is answered: to a
model in the cloud, that is your articles.`,
		Example: `  briefing-bot mcp --data ~/briefing
  ` + mcpToken + `=$(openssl rand -hex 16) briefing-bot mcp --listen 127.0.0.1:8474`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var token string
			if address != "" {
				var err error
				if token, err = config.ReadToken("the token", tokenFile, mcpToken); err != nil {
					return err
				}
				if token == "" {
					return fmt.Errorf("--listen needs a token: set %s or --token-file: %w", mcpToken, errUsage)
				}
			}
			return withBackend(cmd.Context(), s, func(c config.Config, d control.Backend) error {
				server := &mcp.Server{
					Mux: app.ChatMux(c, d), Request: bot.Request{Platform: "mcp", Zone: c.Location()}, Version: version(), Log: c.Logger(),
					Render: func(w io.Writer, card bot.Card) error { return terminal.Render(w, card, terminal.Options{}) },
					Limits: ratelimit.New(ratelimit.Limits{User: c.Answers.ChannelLimit}),
				}
				if address == "" {
					return server.ServeLines(cmd.Context(), interruptible(cmd.Context(), cmd.InOrStdin()), cmd.OutOrStdout())
				}
				listener, err := net.Listen("tcp", address)
				if err != nil {
					return fmt.Errorf("listen for assistants (--listen): %w", err)
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "Assistants are answered at http://%s%s\n", listener.Addr(), mcp.Path)
				return console.Serve(cmd.Context(), listener, server.Handler(token))
			})
		},
	}
	cmd.Flags().StringVar(&address, "listen", "", "answer over HTTP at this address instead, such as 127.0.0.1:8474")
	cmd.Flags().StringVar(&tokenFile, "token-file", "", "file with the token for --listen ("+mcpToken+")")
	return cmd
}
