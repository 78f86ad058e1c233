package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/feed"
)

func newSources(s *config.Flags) *cobra.Command {
	return newGroup("sources", "Import and export the list of sources that are followed", newSourcesImport(s), newSourcesExport(s))
}

func newSourcesImport(s *config.Flags) *cobra.Command {
	private := false
	cmd := &cobra.Command{
		Use: "import FILE.opml", Short: "Follow the feeds of a list in OPML; - reads standard input",
		Example: "  briefing-bot sources import feeds.opml",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			feeds, err := readOPML(cmd, args[0])
			if err != nil {
				return err
			}
			c, err := s.Load()
			if err != nil {
				return err
			}
			return withNewBackend(cmd.Context(), c, func(_ config.Config, d control.Backend) error { return importSources(cmd, d, feeds, private) })
		},
	}
	cmd.Flags().BoolVar(&private, "private", false, "follow feeds in private networks too: the list is yours")
	return cmd
}

// readOPML reads a list of feeds from a file, or from standard input.
func readOPML(cmd *cobra.Command, path string) ([]feed.Outline, error) {
	in := cmd.InOrStdin()
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, feed.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	feeds, err := feed.ParseOPML(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return feeds, nil
}

// importSources adds feeds one by one, each after it was read once, and says what
// became of each. Nobody typed their addresses, so private ones are refused unless the list is
// the user's own.
func importSources(cmd *cobra.Command, d control.Backend, feeds []feed.Outline, private bool) error {
	failed := 0
	for _, f := range feeds {
		call := bot.Call{Command: "admin source add", Args: bot.Args{"url": f.Feed}}
		if !private {
			call.Args["private"] = "no"
		}
		card, err := d.Answer(cmd.Context(), control.Question{Call: &call})
		if err != nil {
			return err
		}
		line := card.Notice
		if len(card.Text) > 0 { // what changed
			line = card.Text[0]
		} else {
			failed++
		}
		fmt.Fprintln(cmd.OutOrStdout(), visibleLine(line))
	}
	if failed > 0 {
		hint := "; for those of your own network: --private"
		if private {
			hint = ""
		}
		return fmt.Errorf("%d of %d feeds were not added%s", failed, len(feeds), hint)
	}
	return nil
}

func newSourcesExport(s *config.Flags) *cobra.Command {
	return &cobra.Command{
		Use: "export", Short: "Print the sources as a list in OPML",
		Example: "  briefing-bot sources export > feeds.opml",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error { return exportSources(cmd, d) })
		},
	}
}

func exportSources(cmd *cobra.Command, d control.Backend) error {
	var feeds []feed.Outline
	read := 0
	for {
		call := bot.Call{Command: "admin source list", Args: bot.Args{}, Offset: read}
		card, err := d.Answer(cmd.Context(), control.Question{Call: &call})
		if err != nil {
			return err
		}
		if card.Status != bot.Answered {
			return errors.New(strings.TrimSuffix(card.Notice, "."))
		}
		for _, it := range card.Items {
			if read++; strings.HasPrefix(it.URL, "http") { // no mail folders
				feeds = append(feeds, feed.Outline{Title: it.Label, Feed: it.URL})
			}
		}
		if len(card.Items) == 0 || read >= card.Total {
			break
		}
	}
	raw, err := feed.FormatOPML(strconv.Itoa(len(feeds))+" sources of briefing-bot", feeds)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(raw)
	return err
}
