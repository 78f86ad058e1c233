package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

func newChat(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use:   "chat",
		Short: "Ask in the terminal, with history and completion",
		Long: `Ask in the terminal, one line at a time, as in Slack. Tab completes commands, options,
names and topics; a number presses a button; n and p turn pages; Ctrl-C stops an
answer, Ctrl-D leaves. When input is piped, it reads lines and prints plain answers.`,
		Example: `  briefing-bot chat
  echo "/who-said ceasefire" | briefing-bot chat`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withBackend(cmd.Context(), s, func(c config.Config, d control.Backend) error {
				chat := terminal.Chat{
					Mux: app.ChatMux(c, d), In: cmd.InOrStdin(), Out: cmd.OutOrStdout(),
					Color: os.Getenv("NO_COLOR") == "", About: app.About(c), History: historyFile(),
					Request: bot.Request{Platform: "terminal", Zone: c.Location(), Admin: true, Owner: true},
				}
				keepInterrupts(cmd.Context()) // Ctrl-C ends the answer under way, not the program
				return chat.Run(cmd.Context())
			})
		},
	}
}

// historyFile returns the file for the lines typed, in the user's own state folder
// (https://specifications.freedesktop.org/basedir-spec/latest/); "" if there is no such folder.
func historyFile() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	dir = filepath.Join(dir, "briefing-bot")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		printError(os.Stderr, fmt.Errorf("no history is kept: %w", err))
		return ""
	}
	return filepath.Join(dir, "history")
}
