package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/annotate"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/source"
)

func newAnnotate() *cobra.Command {
	var explain bool
	var namesFile string
	cmd := &cobra.Command{
		Use:   "annotate [FILE...]",
		Short: "Print statements, dates and people of articles as JSON, one line per article",
		Long: `Print the statements, dates and people found in articles, one line of JSON per
article, in order. Articles come from the files, or from standard input. The verb
needs neither a data folder nor a configuration.`,
		Example: `  briefing-bot annotate article.txt
  briefing-bot annotate < articles.jsonl > annotated.jsonl
  briefing-bot annotate --explain article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := config.ReadNames(namesFile)
			if err != nil {
				return err
			}
			return annotateFiles(cmd, extract.New(names), args, explain)
		},
	}
	cmd.Flags().BoolVar(&explain, "explain", false, "print each statement with the reasons for it, as text")
	cmd.Flags().StringVar(&namesFile, "names", "", "file of known people and their spellings")
	return cmd
}

// annotateGC lets the heap grow to five times what is in use, some 20 MB, before
// it is collected: articles come and go, and collecting took an eighth of the time.
const annotateGC = 400

// annotateMemory is the size in bytes from which the heap is collected more
// often than annotateGC says: only the longest texts come to it.
const annotateMemory = 160 << 20

// annotateFiles prints the annotations of the articles of args until ctx ends.
func annotateFiles(cmd *cobra.Command, x *extract.Extractor, args []string, explain bool) error {
	debug.SetGCPercent(annotateGC)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(annotateMemory)
	}
	// A standard input that sends nothing must not outlive the verb.
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
	err := annotate.Run(ctx, x, items(ctx, cmd, args), func(result annotate.Result) error {
		return printAnnotated(out, cmd.ErrOrStderr(), result, explain)
	})
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return err
}

// items returns the articles of the files, or of standard input.
func items(ctx context.Context, cmd *cobra.Command, args []string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		if len(args) == 0 {
			args = []string{"-"}
		}
		for _, path := range args {
			read := source.ReadFile(path, "")
			if path == "-" {
				read = source.Read(source.Input{Name: "-", Reader: interruptible(ctx, cmd.InOrStdin())})
			}
			for item := range read {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// printAnnotated prints one article's annotation, or why the article was rejected.
func printAnnotated(out, problems io.Writer, a annotate.Result, explain bool) error {
	if a.Item.Err != nil {
		_, err := fmt.Fprintf(problems, "rejected %s: %s\n", visibleLine(a.Item.Path), visibleLine(a.Item.Err.Error()))
		return err
	}
	if explain {
		return explainStatements(out, a)
	}
	return writeLine(out, annotate.NewLine(a.Item.Article, a.Annotation))
}

// explainStatements prints each statement with what decided it.
func explainStatements(out io.Writer, a annotate.Result) error {
	text := a.Item.Article.Text
	var errs []error
	say := func(format string, values ...any) {
		_, err := io.WriteString(out, terminal.Visible(fmt.Sprintf(format, values...)))
		errs = append(errs, err)
	}
	say("%s: %d statements\n", a.Item.Article.ID, len(a.Annotation.Statements))
	for i, s := range a.Annotation.Statements {
		speaker := "nobody certain"
		if s.Speaker != article.Nobody {
			speaker = a.Annotation.People[s.Speaker].Name
		}
		say("\n%d. %s · %s · cue %q · source %q · confidence %.2f\n", i+1, speaker, s.Kind, s.Cue.Of(text), s.Source.Of(text), s.Confidence)
		for _, c := range s.Content {
			say("   [%d-%d] %s\n", c.Start, c.End, c.Of(text))
		}
		for _, why := range s.Why {
			say("   because %s\n", why)
		}
	}
	return errors.Join(errs...)
}
