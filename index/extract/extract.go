// Package extract finds in an article who said what, whom it names, and which
// dates it mentions. Its functions are pure: the same article and the same names
// give the same annotation.
//
// The work is done in stages, a package each below internal: layout reads the text
// in the form that the others need, doc cuts it up, timex reads dates, attribution
// finds statements, people finds persons and the speakers of statements. No stage
// knows another; this package runs them in order, and maps their spans back to the
// text as given. Start with Extractor.Annotate.
package extract

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/layout"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/people"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/timex"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/turns"
)

// Version is raised by every change that can alter an annotation; articles that
// an older version annotated are annotated again.
const Version = 15

// Extractor annotates articles. It never changes after New and may be used by
// many goroutines.
type Extractor struct {
	names *people.KnownNames
	model *attribution.Model // nil if the embedded model cannot be read, which a test excludes
}

// New returns an Extractor that knows the given names, which may be empty.
func New(names []Name) *Extractor {
	model, err := attribution.Embedded()
	if err != nil {
		model = nil
	}
	return &Extractor{names: people.NewKnownNames(names), model: model}
}

// Annotate returns the statements, persons and dates of a. It accepts any text,
// takes time linear in its length, and never fails.
func (x *Extractor) Annotate(a article.Article) article.Annotation {
	annotation, _ := x.AnnotateContext(context.Background(), a)
	return annotation
}

// AnnotateContext is like Annotate, but gives up within 100 milliseconds once ctx is
// done. It then returns ctx's error and no annotation.
func (x *Extractor) AnnotateContext(ctx context.Context, a article.Article) (article.Annotation, error) {
	found, _, err := x.annotate(ctx, a)
	return found, err
}

// AnnotateEvents is like AnnotateContext, and returns the rows that a gives to a timeline,
// too: each date with a period of the calendar, with the sentence that names it. If a's own
// date is unknown, the dates that therefore stay unresolved are among them, without a
// period.
func (x *Extractor) AnnotateEvents(ctx context.Context, a article.Article) (article.Annotation, []article.Event, error) {
	found, read, err := x.annotate(ctx, a)
	if err != nil {
		return found, nil, err
	}
	return found, givenEvents(read.view, timex.Events(read.doc, seenDates(read.view, found.Dates))), nil
}

// reading is an article as it was read: its text in the form that the stages need, cut up.
type reading struct {
	view layout.View
	doc  *doc.Document
}

func (x *Extractor) annotate(ctx context.Context, a article.Article) (article.Annotation, reading, error) {
	headline := headlineEnd(a)
	view := layout.Read(a.Text)
	a.Text = view.Text
	d := doc.NewContext(ctx, a)
	d.Quotes = doc.FindQuotes(d)
	dates := timex.Find(d)
	parts := partsOf(d)
	tagged := lexicon.Tag(parts.english)
	var statements []article.Statement
	if x.model != nil {
		prose := tagged
		if parts.prose != parts.english {
			prose = lexicon.Tag(parts.prose)
		}
		said, rest := turns.Find(prose)
		statements = combine(x.model.Statements(rest), said, a.Text)
		timex.TrimSources(d, dates, statements)
	}
	persons := people.Find(tagged, x.names, statements)
	timex.SetSaid(d, dates, statements)
	setSentences(d, statements)
	if err := ctx.Err(); err != nil {
		return article.Annotation{}, reading{}, fmt.Errorf("annotating an article: %w", err)
	}
	found := article.Annotation{Statements: statements, Dates: dates, People: persons, Language: parts.language}
	given(view, &found)
	found.Statements = slices.DeleteFunc(found.Statements, func(st article.Statement) bool { return st.Cue.Start < headline && !st.Cue.IsZero() })
	return found, reading{view, d}, nil
}

// headlineEnd returns the end of the title where the text begins with it, on lines of its own, and 0 elsewhere. A
// headline sums up what somebody says below: "Pact keeps 1,400 jobs, minister says".
func headlineEnd(a article.Article) int {
	rest := a.Text
	for word := range strings.FieldsSeq(a.Title) {
		var ok bool
		if rest, ok = strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), word); !ok {
			return 0
		}
	}
	if line, _, _ := strings.Cut(rest, "\n"); a.Title == "" || strings.TrimSpace(line) != "" {
		return 0
	}
	return len(a.Text) - len(rest)
}
