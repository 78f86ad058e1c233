package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/spf13/cobra"
)

func newAsk(s *config.Flags) *cobra.Command {
	var asJSON bool
	var zone string
	var rows rowFlags
	cmd := &cobra.Command{
		Use:   "ask LINE",
		Short: "Answer one line as typed in chat",
		Example: `  briefing-bot ask "/who-said ceasefire"
  briefing-bot ask --json "/timeline since:2w" | jq .items
  briefing-bot ask --json --limit 1000 --offset 1000 "/timeline sort:oldest" | jq .items
  briefing-bot ask what did the minister say about water`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := rows.check(); err != nil {
				return err
			}
			return answerOnce(cmd, s, control.Question{Line: strings.Join(args, " "), Zone: zone, Limit: rows.limit, Offset: rows.offset}, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the answer as one JSON object")
	rows.add(cmd, 0, "maximum number of rows, up to 1000 (as the line says if 0)")
	cmd.Flags().StringVar(&zone, "zone", "", "time zone for dates, such as Europe/Stockholm")
	return cmd
}

func newVerify(s *config.Flags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify RECEIPT",
		Short: "Check whether the words of a receipt are still in the article",
		Long: `Check whether the words of a receipt are still in the article. The exit status is 0
if they are, and 1 if the article has changed or was removed, or if it is no receipt of
this briefing.`,
		Example: "  briefing-bot verify k7f29xq3",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			call := bot.Call{Command: "verify", Args: bot.Args{"receipt": args[0]}}
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error {
				card, err := answerWith(cmd, d, control.Question{Call: &call}, asJSON)
				if err == nil && card.Verdict != string(archive.Exact) {
					return statusError(exitFailed)
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the answer as one JSON object")
	return cmd
}

// rowFlags are the flags that say which rows of an answer to print.
type rowFlags struct{ limit, offset int }

func (f *rowFlags) add(cmd *cobra.Command, limit int, help string) {
	cmd.Flags().IntVar(&f.limit, "limit", limit, help)
	cmd.Flags().IntVar(&f.offset, "offset", 0, "number of rows to leave out, the first ones")
}

func (f *rowFlags) check() error {
	if f.limit < 0 || f.limit > bot.MaxRows {
		return fmt.Errorf("--limit %d: write a number of rows up to %d: %w", f.limit, bot.MaxRows, errUsage)
	}
	if f.offset < 0 || f.offset > bot.MaxOffset {
		return fmt.Errorf("--offset %d: write a number of rows to leave out, up to %d: %w", f.offset, bot.MaxOffset, errUsage)
	}
	return nil
}

// answerOnce prints one answer and returns its exit status.
func answerOnce(cmd *cobra.Command, s *config.Flags, q control.Question, asJSON bool) error {
	return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error {
		_, err := answerWith(cmd, d, q, asJSON)
		return err
	})
}

// answerWith prints one answer and returns it with its exit status.
func answerWith(cmd *cobra.Command, d control.Backend, q control.Question, asJSON bool) (bot.Card, error) {
	card, err := d.Answer(cmd.Context(), q)
	if err != nil {
		return card, err
	}
	if asJSON {
		err = printJSON(cmd, card)
	} else {
		err = terminal.Render(cmd.OutOrStdout(), card, terminal.OptionsFor(os.Stdout))
	}
	if err != nil {
		return card, fmt.Errorf("print the answer: %w", err)
	}
	return card, statusOf(card)
}

func printJSON(cmd *cobra.Command, card bot.Card) error {
	raw, err := bot.JSON(card)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", terminal.VisibleJSON(raw))
	return err
}

func statusOf(card bot.Card) error {
	switch card.Status {
	case bot.NotUnderstood:
		return statusError(exitNotUnderstood)
	case bot.Failed:
		return statusError(exitFailed)
	}
	return nil
}
