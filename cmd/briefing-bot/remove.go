package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// removeFlags are the flags of remove.
type removeFlags struct{ yes, purge, undo bool }

func newRemove(s *config.Flags) *cobra.Command {
	var f removeFlags
	cmd := &cobra.Command{
		Use:   "remove ARTICLE|URL|RECEIPT|FOLDER|OUTLET...",
		Short: "Take articles out of the briefing",
		Long: `Take articles out of the briefing: one by its ID, its address or a receipt of its words,
all that came from a file or folder, or all of an outlet. What would go is shown first.

Removed articles leave every answer, their receipts say so, and earlier posts in chat that
quote them are edited. They stay removed when they come in again, until --undo. Their words
stay in the data folder; --purge deletes them there too, which cannot be undone.`,
		Example: `  briefing-bot remove https://example.com/news/treaty.html
  briefing-bot remove ~/articles/2024 --yes
  briefing-bot remove "Example Times" --purge
  briefing-bot remove --undo ~/articles/2024`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.undo && f.purge {
				return fmt.Errorf("what was purged cannot be taken back: leave out --purge or --undo: %w", errUsage)
			}
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error { return remove(cmd, d, args, f) })
		},
	}
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&f.purge, "purge", false, "delete the words from the data folder too")
	cmd.Flags().BoolVar(&f.undo, "undo", false, "take removed articles back")
	return cmd
}

// remove shows what would change, asks, and does it. Nothing is done if one of the
// targets names nothing.
func remove(cmd *cobra.Command, d control.Backend, targets []string, f removeFlags) error {
	var calls []bot.Call
	for _, target := range targets {
		card, err := preview(cmd, d, target, f)
		if err != nil {
			return err
		}
		call, ok := confirmation(card)
		if !ok {
			return errors.New(strings.TrimSuffix(card.Notice, "."))
		}
		card.Actions = nil
		if err := terminal.Render(cmd.OutOrStdout(), card, terminal.OptionsFor(os.Stdout)); err != nil {
			return fmt.Errorf("print the answer: %w", err)
		}
		calls = append(calls, call)
	}
	if err := confirm(cmd, f); err != nil {
		return err
	}
	for _, call := range calls {
		card, err := d.Answer(cmd.Context(), control.Question{Call: &call})
		if err != nil {
			return err
		}
		if card.Status != bot.Answered {
			return errors.New(strings.TrimSuffix(card.Notice, "."))
		}
		fmt.Fprintln(cmd.OutOrStdout(), visibleLine(strings.Join(card.Text, " ")))
		if !f.undo && !f.purge {
			fmt.Fprintf(cmd.OutOrStdout(), "Undo: briefing-bot remove --undo %q\n", call.Args["article"])
		}
	}
	return nil
}

// preview asks what would change. A target that names nothing as it was typed is tried
// as a path from the current folder.
func preview(cmd *cobra.Command, d control.Backend, target string, f removeFlags) (bot.Card, error) {
	ask := func(target string) (bot.Card, error) {
		call := bot.Call{Command: "admin remove", Args: bot.Args{"article": target}}
		if f.undo {
			call.Args["undo"] = "yes"
		}
		if f.purge {
			call.Args["purge"] = "yes"
		}
		return d.Answer(cmd.Context(), control.Question{Call: &call})
	}
	card, err := ask(target)
	if _, found := confirmation(card); err != nil || found || strings.Contains(target, "://") {
		return card, err
	}
	path, err := filepath.Abs(target)
	if err != nil || path == target {
		return card, nil
	}
	if asPath, err := ask(path); err != nil || names(asPath) {
		return asPath, err
	}
	return card, nil
}

// names reports whether a card is about articles: one that found none offers the
// outlets.
func names(card bot.Card) bool {
	return !slices.ContainsFunc(card.Actions, func(a bot.Action) bool { return a.Call.Command == "sources" })
}

// confirmation returns the call that does what a card shows.
func confirmation(card bot.Card) (bot.Call, bool) {
	for _, a := range card.Actions {
		if a.Call.Args["confirm"] != "" {
			return a.Call, true
		}
	}
	return bot.Call{}, false
}

// confirm asks whether to go on.
func confirm(cmd *cobra.Command, f removeFlags) error {
	if f.yes || f.undo {
		return nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return fmt.Errorf("nothing was removed: add --yes to remove these without being asked: %w", errUsage)
	}
	fmt.Fprint(cmd.OutOrStdout(), "Remove? [y/N] ")
	line, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if answer := strings.ToLower(strings.TrimSpace(line)); answer != "y" && answer != "yes" {
		return errors.New("nothing was removed")
	}
	return nil
}
