package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/sync/semaphore"

	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/source"
)

func newAnnotate(s *config.Flags) *cobra.Command {
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
			return annotate(cmd, extract.New(names), args, explain)
		},
	}
	cmd.Flags().BoolVar(&explain, "explain", false, "print each statement with the reasons for it, as text")
	cmd.Flags().StringVar(&namesFile, "names", "", "file of known people and their spellings")
	return cmd
}

// annotated is one article's line, or why there is none.
type annotated struct {
	item       source.Item
	annotation article.Annotation
}

// pending is an article that is being annotated.
type pending struct {
	result chan annotated // takes one, without waiting
	weight int64
}

// annotateGC lets the heap grow to five times what is in use, some 20 MB, before
// it is collected: articles come and go, and collecting took an eighth of the time.
const annotateGC = 400

// annotateMemory is the size in bytes from which the heap is collected more
// often than annotateGC says: only the longest texts come to it.
const annotateMemory = 160 << 20

// annotateRoom is how many bytes of text are annotated and printed at a time:
// hundreds of common articles, or two of the longest.
const annotateRoom = 2 * source.MaxText

// annotating reads articles, annotates them on all cores and hands them out in
// order. It holds a few articles for each core and no more.
type annotating struct {
	extractor *extract.Extractor
	queue     chan pending
	work      chan func()
	room      *semaphore.Weighted
}

// annotate prints the annotations of the articles of args, until ctx ends. Then
// it returns at once: an article that is being annotated, or a standard input
// that sends nothing, is not waited for.
func annotate(cmd *cobra.Command, x *extract.Extractor, args []string, explain bool) error {
	debug.SetGCPercent(annotateGC)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(annotateMemory)
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	a := &annotating{extractor: x, queue: make(chan pending, 4*runtime.GOMAXPROCS(0)), room: semaphore.NewWeighted(annotateRoom)}
	a.work = make(chan func(), cap(a.queue))
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for job := range a.work {
				job()
			}
		}()
	}
	go a.feed(ctx, items(ctx, cmd, args))
	out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
	err := a.print(ctx, func(result annotated) error {
		return printAnnotated(out, cmd.ErrOrStderr(), result, explain)
	})
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return err
}

// feed queues every article in order, and the work on it.
func (a *annotating) feed(ctx context.Context, items iter.Seq[source.Item]) {
	defer close(a.work)
	defer close(a.queue)
	for item := range items {
		p := pending{make(chan annotated, 1), int64(len(item.Article.Text))}
		if a.room.Acquire(ctx, p.weight) != nil {
			return
		}
		job := func() {
			result := annotated{item: item}
			if item.Err == nil {
				var err error
				if result.annotation, err = a.extractor.AnnotateContext(ctx, item.Article); err != nil {
					return // the caller stopped, and nobody waits for the result
				}
			}
			p.result <- result
		}
		select {
		case a.queue <- p:
		case <-ctx.Done():
			return
		}
		select {
		case a.work <- job:
		case <-ctx.Done():
			return
		}
	}
}

// print hands out the results in order.
func (a *annotating) print(ctx context.Context, print func(annotated) error) error {
	for {
		select {
		case p, more := <-a.queue:
			if !more && ctx.Err() == nil {
				return nil
			}
			if !more {
				break
			}
			select {
			case result := <-p.result:
				if err := print(result); err != nil {
					return err
				}
				a.room.Release(p.weight)
				continue
			case <-ctx.Done():
			}
		case <-ctx.Done():
		}
		return fmt.Errorf("interrupted: articles are missing after those printed: %w", ctx.Err())
	}
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

// printAnnotated prints one article, or why it was rejected.
func printAnnotated(out, problems io.Writer, a annotated, explain bool) error {
	if a.item.Err != nil {
		_, err := fmt.Fprintf(problems, "rejected %s: %s\n", visibleLine(a.item.Path), visibleLine(a.item.Err.Error()))
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
		_, err := io.WriteString(out, console.Visible(fmt.Sprintf(format, values...)))
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
