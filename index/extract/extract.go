// Package extract finds in an article who said what, whom it names, and which
// dates it speaks of. Its functions are pure: the same article and names give
// the same annotation. Each stage stands in files of its own: document and
// sentence cut the text up, quote pairs the marks, date, people and statement
// find, speaker says whom the words mean.
package extract

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Version grows with every change that can alter an annotation; articles that
// an older version annotated are annotated again.
const Version = 5

// Extractor annotates articles. It holds what it learned and what it was told
// of names, is never changed after New, and may be used by many goroutines.
type Extractor struct {
	names   *knownNames
	learned *model // of statements; nil where the embedded model cannot be read, which a test excludes
}

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name struct {
	Full  string
	Forms []string
}

// New makes an Extractor. Names may be empty.
func New(names []Name) *Extractor {
	learned, err := readModel(statementModel)
	if err != nil {
		learned = nil
	}
	return &Extractor{names: newKnownNames(names), learned: learned}
}

// Annotate finds statements, people and dates in a. It accepts any text, takes
// time linear in its length, and never fails.
func (x *Extractor) Annotate(a article.Article) article.Annotation {
	d := doc.New(a)
	d.Quotes = doc.FindQuotes(d)
	dates := findDates(d)
	var statements []article.Statement
	if x.learned != nil {
		statements = x.learned.statements(d)
	}
	people := findPeople(d, x.names, statements)
	dateStatements(d, dates, statements)
	return article.Annotation{Statements: statements, Dates: dates, People: people}
}

// Events returns the rows that a gives to a timeline: each date with a period of
// the calendar, with the sentence that names it. If a's own date is unknown, the
// dates that therefore stay unresolved are among them, without a period.
func (x *Extractor) Events(a article.Article, found article.Annotation) []article.Event {
	return timelineEvents(doc.New(a), found.Dates)
}
