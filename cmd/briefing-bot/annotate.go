package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/source"
)

func newAnnotate(s *settings) *cobra.Command {
	var explain bool
	var namesFile string
	cmd := &cobra.Command{
		Use:   "annotate [FILE...]",
		Short: "Print statements, dates and people of articles as JSON, a line an article",
		Long: `Print what extraction finds: article lines in (standard input, or the files), one
line of JSON an article out, in order. It opens no index and needs no configuration.`,
		Example: `  briefing-bot annotate article.txt
  briefing-bot annotate < articles.jsonl > annotated.jsonl
  briefing-bot annotate --explain article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := readNames(namesFile)
			if err != nil {
				return err
			}
			return annotate(cmd, extract.New(names), args, explain)
		},
	}
	cmd.Flags().BoolVar(&explain, "explain", false, "print each statement with what decided it, for people")
	cmd.Flags().StringVar(&namesFile, "names", "", "file of known persons and their spellings")
	return cmd
}

// annotated is one article's line, or why there is none.
type annotated struct {
	item       source.Item
	annotation article.Annotation
}

// annotateGC lets the heap grow to five times what is in use, some 20 MB, before
// it is collected: articles come and go, and collecting took an eighth of the time.
const annotateGC = 400

// annotate reads, annotates on all cores and prints in order. It holds a few
// articles for each core and no more.
func annotate(cmd *cobra.Command, x *extract.Extractor, args []string, explain bool) error {
	debug.SetGCPercent(annotateGC)
	group, ctx := errgroup.WithContext(cmd.Context())
	queue := make(chan chan annotated, 4*runtime.GOMAXPROCS(0))
	work := make(chan func(), cap(queue))
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for job := range work {
				job()
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(work)
		defer close(queue)
		return feed(ctx, cmd, x, args, queue, work)
	})
	out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
	group.Go(func() error {
		for result := range queue {
			if err := printAnnotated(out, cmd.ErrOrStderr(), <-result, explain); err != nil {
				return err
			}
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		return nil
	})
	return group.Wait()
}

// feed queues every article in order, and the work on it.
func feed(ctx context.Context, cmd *cobra.Command, x *extract.Extractor, args []string, queue chan<- chan annotated, work chan<- func()) error {
	for item := range items(cmd, args) {
		result := make(chan annotated, 1)
		job := func() {
			a := annotated{item: item}
			if item.Err == nil {
				a.annotation = x.Annotate(item.Article)
			}
			result <- a
		}
		select {
		case queue <- result:
		case <-ctx.Done():
			return ctx.Err()
		}
		work <- job
	}
	return nil
}

// items are the articles of the files, or of standard input.
func items(cmd *cobra.Command, args []string) func(func(source.Item) bool) {
	return func(yield func(source.Item) bool) {
		if len(args) == 0 {
			args = []string{"-"}
		}
		for _, path := range args {
			read := func() func(func(source.Item) bool) { return source.ReadFile(path, "") }
			if path == "-" {
				read = func() func(func(source.Item) bool) {
					return source.Read(source.Input{Name: "-", Reader: cmd.InOrStdin()})
				}
			}
			for item := range read() {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// printAnnotated prints one article, or why it was rejected.
func printAnnotated(out, problems io.Writer, a annotated, explain bool) error {
	if a.item.Err != nil {
		_, err := fmt.Fprintf(problems, "rejected %s: %v\n", a.item.Path, a.item.Err)
		return err
	}
	if explain {
		return explainStatements(out, a)
	}
	return writeLine(out, annotationJSON(a.item.Article, a.annotation))
}

// explainStatements prints each statement with what decided it.
func explainStatements(out io.Writer, a annotated) error {
	text := a.item.Article.Text
	var errs []error
	say := func(format string, values ...any) {
		_, err := fmt.Fprintf(out, format, values...)
		errs = append(errs, err)
	}
	say("%s: %d statements\n", a.item.Article.ID, len(a.annotation.Statements))
	for i, s := range a.annotation.Statements {
		speaker := "nobody certain"
		if s.Speaker != article.Nobody {
			speaker = a.annotation.People[s.Speaker].Name
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

// The forms of CONTRACT's annotate lines.
type (
	annotationLine struct {
		ID         string          `json:"id"`
		Statements []statementLine `json:"statements"`
		Dates      []dateLine      `json:"dates"`
		People     []personLine    `json:"people"`
	}
	statementLine struct {
		Kind       article.Kind   `json:"kind"`
		Content    []article.Span `json:"content"`
		Cue        *article.Span  `json:"cue"`
		Source     *article.Span  `json:"source"`
		Speaker    string         `json:"speaker"`
		Inner      *article.Span  `json:"inner,omitempty"`
		Fragment   bool           `json:"fragment,omitempty"`
		Confidence float64        `json:"confidence"`
		Said       *saidLine      `json:"said"`
	}
	saidLine struct {
		Value     string `json:"value"`
		Precision string `json:"precision"`
	}
	dateLine struct {
		article.Span
		Type  article.DateType `json:"type"`
		Value string           `json:"value"`
	}
	personLine struct {
		Name     string         `json:"name"`
		Variants []string       `json:"variants"`
		Roles    []article.Span `json:"roles"`
		Mentions []article.Span `json:"mentions"`
	}
)

func annotationJSON(a article.Article, found article.Annotation) annotationLine {
	line := annotationLine{ID: a.ID, Statements: []statementLine{}, Dates: []dateLine{}, People: []personLine{}}
	for _, s := range found.Statements {
		out := statementLine{Kind: s.Kind, Content: s.Content, Cue: spanOrNull(s.Cue), Source: spanOrNull(s.Source),
			Inner: spanOrNull(s.Inner), Fragment: s.Fragment, Confidence: s.Confidence}
		if s.Speaker != article.Nobody {
			out.Speaker = found.People[s.Speaker].Name
		}
		if s.Said.Value != "" {
			out.Said = &saidLine{s.Said.Value, s.Said.Precision.String()}
		}
		line.Statements = append(line.Statements, out)
	}
	for _, d := range found.Dates {
		line.Dates = append(line.Dates, dateLine{d.Span, d.Type, d.Value})
	}
	for _, p := range found.People {
		line.People = append(line.People, personLine{p.Name, orEmpty(p.Variants), orEmpty(p.Roles), orEmpty(p.Mentions)})
	}
	return line
}

func spanOrNull(s article.Span) *article.Span {
	if s.IsZero() {
		return nil
	}
	return &s
}

// orEmpty is the slice, [] rather than null in JSON.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
