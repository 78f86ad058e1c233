package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

func newIngest(s *config.Flags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ingest PATH|URL|-...",
		Short: "Add articles from files, folders, web addresses or standard input",
		Long: `Add articles. Folders are read with their subfolders. Formats: .txt (with
NAME.meta.yaml beside it), .md with front matter, .html, .json, .jsonl, .csv, each also
as .gz; "-" reads standard input. The address of a feed (RSS, Atom, JSON Feed, news
sitemap) adds the articles that it lists. Articles that
are already there are skipped, changed ones become a new version, and unreadable
ones are listed with the reason. Only regular files are read: to read a pipe, use
standard input.`,
		Example: `  briefing-bot ingest ~/articles
  briefing-bot ingest today.jsonl https://example.com/news/treaty.html
  briefing-bot ingest https://example.com/feed.xml
  curl -s https://example.com/feed.jsonl | briefing-bot ingest -`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return runIngest(cmd, s, args, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one line of JSON")
	return cmd
}

func runIngest(cmd *cobra.Command, s *config.Flags, args []string, asJSON bool) error {
	c, err := s.Load()
	if err != nil {
		return err
	}
	inputs, err := absolute(args)
	if err != nil {
		return err
	}
	return withNewBackend(cmd.Context(), c, func(_ config.Config, d control.Backend) error { return ingestInto(cmd, d, inputs, asJSON) })
}

// ingestInto ingests, shows the progress and prints the report, also that of an
// ingest that stopped early.
func ingestInto(cmd *cobra.Command, d control.Backend, inputs []string, asJSON bool) error {
	show, done := progressShown(os.Stderr)
	report, err := d.Ingest(cmd.Context(), control.Delivery{Inputs: inputs, Stdin: interruptible(cmd.Context(), cmd.InOrStdin())}, show)
	done()
	if printErr := printReport(cmd, report, asJSON); printErr != nil {
		return printErr
	}
	if err != nil {
		return fmt.Errorf("stopped early: %w", err)
	}
	return nil
}

// absolute returns the inputs with absolute paths, which mean the same in the
// process that owns the folder.
func absolute(inputs []string) ([]string, error) {
	out := make([]string, len(inputs))
	for i, in := range inputs {
		out[i] = in
		if in == "-" || strings.Contains(in, "://") {
			continue
		}
		abs, err := filepath.Abs(in)
		if err != nil {
			return nil, fmt.Errorf("resolve path %s: %w", in, err)
		}
		out[i] = abs
	}
	return out, nil
}

func printReport(cmd *cobra.Command, r ingest.Report, asJSON bool) error {
	for _, rejection := range r.Rejected {
		fmt.Fprintf(cmd.ErrOrStderr(), "rejected %s: %s\n", visibleLine(rejection.Path), visibleLine(rejection.Reason))
	}
	if more := r.RejectedTotal - len(r.Rejected); more > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "the first %d rejections are listed; %d articles were rejected\n", len(r.Rejected), r.RejectedTotal)
	}
	if asJSON {
		return writeLine(cmd.OutOrStdout(), r)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d added, %d updated, %d unchanged, %d near-copies among the new, %d rejected\n",
		r.Added, r.Updated, r.Unchanged, r.Duplicates, r.RejectedTotal)
	return err
}

// progressShown draws a progress bar if w is a terminal. done removes it.
func progressShown(w *os.File) (show func(ingest.Progress), done func()) {
	if !term.IsTerminal(int(w.Fd())) {
		return func(ingest.Progress) {}, func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(io.Writer(w)),
		progressbar.OptionSetDescription("articles"), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("articles"), progressbar.OptionThrottle(control.ProgressInterval),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	show = func(p ingest.Progress) {
		bar.ChangeMax64(expected(p))
		_ = bar.Set64(int64(p.Done)) // a bar that cannot be drawn stops nothing
	}
	return show, func() { _ = bar.Finish() }
}

// expected returns how many articles there will be: known, or estimated from the
// share of bytes read so far; -1 if neither is possible yet.
func expected(p ingest.Progress) int64 {
	switch {
	case p.Total > 0:
		return int64(p.Total)
	case p.Size > 0 && p.Bytes > 0 && p.Done > 0:
		return max(int64(p.Done), int64(float64(p.Done)*float64(p.Size)/float64(p.Bytes)))
	}
	return -1
}
