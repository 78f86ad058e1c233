// Package extract finds in an article who said what, whom it names, and which
// dates it speaks of. Its functions are pure: the same article and names give
// the same annotation. Each stage stands in files of its own: document and
// sentence cut the text up, quote pairs the marks, date, people and statement
// find, speaker says whom the words mean.
package extract

import (
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/article"
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
	d := newDocument(a)
	d.quotes = findQuotes(d)
	dates := findDates(d)
	statements := x.findStatements(d)
	people := findPeople(d, x.names, statements)
	dateStatements(d, dates, statements)
	return article.Annotation{Statements: statements, Dates: dates, People: people}
}

// Events are the rows that a gives to a timeline: each date with a period of
// the calendar, with the sentence that names it. Where a's own date is unknown,
// dates that therefore stay unresolved are among them, without a period.
func (x *Extractor) Events(a article.Article, found article.Annotation) []article.Event {
	var out []article.Event
	for _, row := range x.Timeline(a, found) {
		if row.Date.Type == article.DateTime && !namesDay(row.Date.Span.Of(a.Text)) {
			continue
		}
		out = append(out, article.Event{Date: row.Date, Sentence: row.Sentence, Possible: row.Possible})
	}
	if a.Published.IsZero() {
		out = append(out, unresolved(a, found.Dates)...)
	}
	return out
}

// unresolved are the relative dates of an article whose own date is unknown.
func unresolved(a article.Article, dates []article.Date) []article.Event {
	d := newDocument(a)
	var out []article.Event
	for _, date := range dates {
		if date.Type == article.DateDate && date.Value == "" {
			out = append(out, article.Event{Date: date, Sentence: sentenceSpan(d, date.Span)})
		}
	}
	return out
}

// namesDay says whether the words of a time of day tell the day too: "8 a.m.
// on Monday" does, "midnight" alone does not.
func namesDay(words string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if dayWords[w] {
			return true
		}
	}
	return false
}

var dayWords = wordSet(`monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
	january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec today tonight yesterday tomorrow this last`)
