package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/source"
)

func newIngest(s *config.Flags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ingest PATH|URL|-...",
		Short: "Add articles from files, folders, web addresses or standard input",
		Long: `Add articles. Folders are read with their subfolders. Formats: .txt (with
NAME.meta.yaml beside it), .md with front matter, .html and .mhtml, .json, .jsonl, .csv,
.eml and Maildirs, .docx, .pdf, each also as .gz; "-" reads standard input. The address of a feed (RSS, Atom, JSON Feed, news
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
	c, err := loadConfig(s)
	if err != nil {
		return err
	}
	if err := refuseHosts(args); err != nil {
		return err
	}
	inputs, err := absolute(args)
	if err != nil {
		return err
	}
	collectAt(ingestGC)
	isNew := app.NeedBriefing(c) != nil
	return withNewBackend(cmd.Context(), c, func(_ config.Config, d control.Backend) error {
		if isNew {
			fmt.Fprintf(cmd.ErrOrStderr(), "New data folder: %s\n", visibleLine(config.HomeRelative(c.Data)))
		}
		return ingestInto(cmd, d, inputs, asJSON)
	})
}

// ingestGC is how much the heap of an ingest grows between two collections, in percent:
// with 150 in place of Go's 100 it takes 0.92 of the processor time and some 20 MB more.
const ingestGC = 150

// collectAt sets how much the heap grows between two collections, unless the environment
// says otherwise.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
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
	switch {
	case err != nil:
		return err
	case len(report.Unread) > 0:
		return statusError(exitFailed) // printReport said why
	}
	return nil
}

// refuseHosts returns an error for an input that is no file and looks like a web
// address without its beginning.
func refuseHosts(args []string) error {
	for _, in := range args {
		if in == "-" || strings.Contains(in, "://") {
			continue
		}
		if _, err := os.Lstat(in); errors.Is(err, fs.ErrNotExist) && hostLike(in) {
			return &bot.Error{Message: fmt.Sprintf("there is no file %s. If it is a web address, write: briefing-bot ingest https://%s", in, in), Usage: true}
		}
	}
	return nil
}

// hostLike reports whether an input begins as a web address does: www.example.com,
// example.com/news.
func hostLike(input string) bool {
	host, _, _ := strings.Cut(filepath.ToSlash(input), "/")
	ending := filepath.Ext(host)
	if ending == "" || ending == host {
		return false
	}
	return strings.HasPrefix(host, "www.") || slices.Contains(hostEndings, strings.ToLower(ending))
}

// hostEndings are the ends of most addresses of news that are no ends of files.
var hostEndings = []string{".com", ".org", ".net", ".info", ".news", ".press", ".tv", ".eu", ".uk", ".us", ".ie", ".au", ".ca", ".nz", ".de", ".fr", ".se", ".no", ".fi", ".dk", ".nl", ".be", ".ch", ".at", ".it", ".es", ".ua", ".in", ".jp"}

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
	for _, path := range r.LeftOut {
		fmt.Fprintf(cmd.ErrOrStderr(), "left out %s: it tells about the folder; name the file itself to add it\n", visibleLine(path))
	}
	for _, in := range r.Unread {
		if !slices.ContainsFunc(r.Rejected, func(x ingest.Rejection) bool { return strings.HasPrefix(x.Path, in) }) {
			fmt.Fprintf(cmd.ErrOrStderr(), "no articles were found in %s\n", visibleLine(in))
		}
	}
	fmt.Fprint(cmd.ErrOrStderr(), lackingHint(r))
	if asJSON {
		return writeLine(cmd.OutOrStdout(), r)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d added, %d updated, %d unchanged, %s among the new, %d rejected\n",
		r.Added, r.Updated, r.Unchanged, counted(r.Duplicates, "near-copy", "near-copies"), r.RejectedTotal)
	return err
}

// lackingHint tells what the new articles do not say and how to add it; "" if they
// say everything.
func lackingHint(r ingest.Report) string {
	all, cut := r.Added+r.Updated, ""
	if n := r.Lacking.Cut; n > 0 {
		cut = fmt.Sprintf("Cut short: %d of %d end with “…” or the like, as NewsAPI and other services give them. What follows is not in the briefing: follow the outlets' feeds instead (admin source add), or export the whole texts.\n", n, all)
	}
	return cut + fieldsHint(r, all)
}

// fieldsHint tells how many of all new articles lack a field, and how to give it.
func fieldsHint(r ingest.Report, all int) string {
	if !r.Lacking.Any() {
		return ""
	}
	hint := ""
	if n := r.Lacking.Published; n > 0 {
		hint = fmt.Sprintf("Without a publication date: %d of %d. \"Monday\" and \"last week\" in them stay open.\n", n, all)
	}
	if n := r.Lacking.Source; n > 0 {
		hint += fmt.Sprintf("Without an outlet: %d of %d.\n", n, all)
	}
	return hint + lackingRemedy(r.Lacking.Example, max(r.Lacking.Published, r.Lacking.Source) > 1)
}

// lackingRemedy tells how to give what articles such as that of a file do not say.
func lackingRemedy(path string, several bool) string {
	others := ""
	if several {
		others = ", and the like for the others"
	}
	const values = "    published: 2026-11-02\n    source: Name of the outlet\n"
	shown := visibleLine(path)
	switch ending := strings.ToLower(filepath.Ext(strings.TrimSuffix(path, ".gz"))); {
	case path == "":
		return "Give articles as JSON lines with published and source: {\"text\": \"…\", \"published\": \"2026-11-02\", \"source\": \"Name of the outlet\"}\n"
	case ending == ".txt":
		meta := visibleLine(filepath.Join(filepath.Dir(path), source.Stem(path)+source.MetaSuffix))
		return fmt.Sprintf("To add them, write a file %s%s:\n%sThen run the same command again.\n", meta, others, values)
	case ending == ".md" || ending == ".markdown":
		return fmt.Sprintf("To add them, begin %s with these lines%s:\n    ---\n%s    ---\nThen run the same command again.\n", shown, others, values)
	case source.Supported(path) && !source.Single(path) && ending != ".eml":
		return fmt.Sprintf("To add them, give the articles of %s the fields published and source. Then run the same command again.\n", shown)
	}
	return fmt.Sprintf("To add them, save the text of %s as .txt, with a file NAME%s beside it:\n%sThen run the same command again.\n", shown, source.MetaSuffix, values)
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
