package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/handlers"
)

func newChat(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "chat",
		Short: "Ask in the terminal, with history and completion",
		Long: `Ask in the terminal, line by line as in Slack. Tab completes commands, options,
names and topics; a number presses a button; n and p turn pages; Ctrl-C stops an
answer, Ctrl-D leaves. In a pipe it reads lines and prints plain answers.`,
		Example: `  briefing-bot chat
  echo "/who-said ceasefire" | briefing-bot chat`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.load()
			if err != nil {
				return err
			}
			if err := c.needBriefing(); err != nil {
				return err
			}
			d, err := openDesk(cmd.Context(), c)
			if err != nil {
				return err
			}
			defer d.close()
			chat := console.Chat{
				Mux: chatMux(c, d), In: cmd.InOrStdin(), Out: cmd.OutOrStdout(),
				Color: os.Getenv("NO_COLOR") == "", History: historyFile(),
				Request: bot.Request{Platform: "terminal", Zone: c.zone(), Admin: true, Owner: true},
			}
			keepInterrupts(cmd.Context()) // Ctrl-C ends the answer under way, not the program
			return chat.Run(cmd.Context())
		},
	}
}

// chatMux reads lines here and lets the desk answer, so that a chat works
// beside serve too.
func chatMux(c config, d desk) *bot.Mux {
	m := (&handlers.Briefing{}).NewMux() // for the list of commands alone
	m.Words, m.Timeout = nil, c.Answers.Timeout
	for i, command := range m.Commands {
		m.Commands[i].Handle = func(ctx context.Context, r bot.Request) (bot.Card, error) {
			return d.answer(ctx, question{Call: &r.Call, Zone: r.In().String()})
		}
		params := append([]bot.Param{}, command.Params...)
		for k, p := range params {
			if p.Suggest == nil {
				continue
			}
			params[k].Suggest = func(ctx context.Context, _ bot.Request, prefix string) []bot.Suggestion {
				found, err := d.suggest(ctx, completion{command.Name, p.Name, prefix})
				if err != nil {
					return nil // a completion that fails is no completion
				}
				return found
			}
		}
		m.Commands[i].Params = params
	}
	return m
}

// historyFile keeps the lines typed, in the user's own state folder
// (https://specifications.freedesktop.org/basedir-spec/latest/); "" where there is none.
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
