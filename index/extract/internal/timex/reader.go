package timex

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// What reads an expression is layered by what it has to know: pieces the words alone,
// numbers what they count, reader what the text has said so far, years which year is
// meant, clauses the sentence around, dates what was found before, and finder the
// expressions that hold others.

// finder is the state of one pass over an article.
type finder struct {
	dates
	nested int // how deep placeInPeriod calls itself
}

func newFinder(d *doc.Document) *finder {
	r := reader{numbers: numbers{cutPieces(d)}, published: d.Published}
	if !d.Published.IsZero() {
		t := d.Published.Time
		r.today = civil(t.Year(), int(t.Month()), t.Day())
	}
	return &finder{dates: dates{clauses: clauses{years: years{r}, d: d}}}
}

// dates reads days and months by their names, in the year that the expression before
// them and the tense of the sentence suggest.
type dates struct {
	clauses
	found  []article.Date
	last   timex  // the expression found last
	lastAt int    // the piece that it begins at
	named  uint32 // the months and weekdays that the article uses as names of persons, a bit each
}

// clauses reads the tense of the sentence around an expression.
type clauses struct {
	years
	d        *doc.Document
	sentence int    // index of the sentence last asked for
	verb     string // the verb that the last tense was read from, or "" if it came after the expression
}

// years reads years, decades, financial years and dates in numbers.
type years struct{ reader }

// reader reads expressions against what the text has said so far: when the article
// was published and which periods it named last.
type reader struct {
	numbers
	published article.Moment
	today     time.Time // the publication day, civil; meaningless if published is unknown
	anchor    calendar  // the last period that the text named
	quarter   calendar  // the last quarter, while the text goes on comparing with it
	unplaced  bool      // the last quarter is one of a financial year whose days are not known
}

// timex is a time expression while it is being read.
type timex struct {
	next   int // the piece after it
	kind   article.DateType
	value  string   // where it is no plain period: durations, sets, references
	period calendar // where it has one
	part   string   // a part of the day that qualifies period: MO, NI
	past   bool     // found by comparison: a year ago; no new topic
	full   bool     // the text itself gives the year
}

func none() (timex, bool) { return timex{}, false }

// absolute makes a DATE of a period that the text gives in full.
func absolute(next int, c calendar) (timex, bool) {
	return timex{next: next, kind: article.DateDate, period: c, full: true}, true
}

// open makes a DATE without a value: of words that name no day of the calendar,
// or one that cannot be told.
func open(next int) (timex, bool) {
	return timex{next: next, kind: article.DateDate}, true
}

// resolved makes a DATE of a period, unresolved where the publication moment
// is not known well enough.
func (f *reader) resolved(next int, c calendar) (timex, bool) {
	if !f.knows(c.grain) {
		c = calendar{}
	}
	return timex{next: next, kind: article.DateDate, period: c}, true
}

func refer(next int, value string) (timex, bool) {
	return timex{next: next, kind: article.DateDate, value: value}, true
}

func (f *reader) zone() *time.Location {
	if f.published.IsZero() {
		return time.UTC
	}
	return f.published.Time.Location()
}

// knows reports whether the publication moment is known exactly enough to
// resolve a period of this grain.
func (f *reader) knows(g grain) bool {
	p := calendar{g, time.Time{}}.precision()
	if g <= grainDecade {
		p = article.Year
	}
	return !f.published.IsZero() && f.published.Precision >= min(p, article.Day)
}

// compared is resolved for a period that the topic is compared with.
func (f *reader) compared(next int, c calendar) (timex, bool) {
	t, ok := f.resolved(next, c)
	t.past = true
	return t, ok
}

// comparable reports whether c years back from the quarter under discussion are meant.
func (f *reader) comparable(u unit, c count) bool {
	return u == unitYear && !c.vague && !c.half && f.quarter.grain == grainQuarter
}

// withDaypart reads morning, night after a day; full is set where the day
// does not depend on the publication.
func (f *reader) withDaypart(next int, c calendar, full bool) (timex, bool) {
	t, _ := absolute(next, c)
	t.full = full
	if !full {
		t, _ = f.resolved(next, c)
	}
	p := f.at(next)
	if p.class == daypartName && p.val <= partNight {
		t.next, t.kind, t.part = next+1, article.DateTime, partOfDay(t, "T"+daypartCodes[p.val])
	}
	return t, true
}

// partOfDay returns the code, or "" if the day itself is unresolved.
func partOfDay(t timex, code string) string {
	if t.period.grain == grainNone {
		return ""
	}
	return code
}

func firstOf(i int, tries ...func(int) (timex, bool)) (timex, bool) {
	for _, try := range tries {
		if t, ok := try(i); ok {
			return t, ok
		}
	}
	return none()
}
