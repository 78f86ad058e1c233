package timex

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Find finds the time expressions of d and their values: one pass from
// left to right in which each word that can begin an expression is tried, and
// each try looks at a bounded number of words.
func Find(d *doc.Document) []article.Date {
	f := newFinder(d)
	for i := 0; i < len(f.pieces); {
		if f.pieces[i].class == noDate {
			i++
			continue
		}
		t, ok := f.expression(i)
		if !ok {
			i++
			continue
		}
		if t.kind == "" { // an age: no date, nor is any part of it
			i = t.next
			continue
		}
		f.add(i, t)
		i = f.rangeEnd(t)
	}
	return f.found
}

// rangeEnd adds the other end of a range that begins with t, where the text
// gives only its day or the end of its year: May 19-21, 1998-99. It returns the
// piece after it.
func (f *finder) rangeEnd(t timex) int {
	link, end := f.at(t.next), f.at(t.next+1)
	if t.kind != article.DateDate || t.part != "" || end.class != numberDigits || len(end.text) > 2 || f.at(t.next+2).text == "%" {
		return t.next
	}
	if link.class != markHyphen && !f.says(t.next, "to", "and", "or", "through") {
		return t.next
	}
	c := t.period
	switch after := f.at(t.next + 2).class; {
	case after == unitPlural || after == monthName || after == markColon || after == markSlash || after == markHyphen && f.at(t.next+2).glued:
		return t.next
	case c.grain == grainDay && f.is(t.next-1, numberDigits) && len(f.at(t.next-1).text) <= 2 && validDay(c.start.Year(), int(c.start.Month()), end.val):
		c = calendar{grainDay, civil(c.start.Year(), int(c.start.Month()), end.val)}
	case c.grain == grainYear && len(end.text) == 2 && link.class == markHyphen && end.val > c.start.Year()%100:
		c = calendar{grainYear, civil(c.start.Year()/100*100+end.val, 1, 1)}
	default:
		return t.next
	}
	f.add(t.next+1, timex{next: t.next + 2, kind: article.DateDate, period: c})
	return t.next + 2
}

// finder is the state of one pass.
type finder struct {
	d         *doc.Document
	pieces    []piece
	published article.Moment
	today     time.Time // the publication day, civil; meaningless where published is unknown
	sentence  int       // index of the sentence last asked for
	verb      string    // what the last tense was read from, where it stands to the left
	found     []article.Date
	anchor    calendar // the last period the text named
	quarter   calendar // the last quarter, while the text goes on comparing with it
}

func newFinder(d *doc.Document) *finder {
	f := &finder{d: d, pieces: cutPieces(d), published: d.Published}
	if !d.Published.IsZero() {
		t := d.Published.Time
		f.today = civil(t.Year(), int(t.Month()), t.Day())
	}
	return f
}

// timex is a time expression while it is being read.
type timex struct {
	next   int // the piece after it
	kind   article.DateType
	value  string   // where it is no plain period: durations, sets, references
	period calendar // where it has one
	part   string   // a part of the day that qualifies period: MO, NI
	past   bool     // found by comparison: a year ago; no new topic
}

// add appends the expression that begins at piece i.
func (f *finder) add(i int, t timex) {
	span := article.Span{Start: f.pieces[i].Start, End: f.pieces[t.next-1].End}
	date := article.Date{Span: span, Type: t.kind, Value: t.value}
	if t.period.grain != grainNone {
		date.Value = t.period.value() + t.part
		date.Precision = t.period.precision()
		if !t.past {
			f.anchor = t.period
			f.noteQuarter(t.period)
		}
		if date.Precision != article.Unknown && date.Value != "" {
			zone := f.zone()
			date.From, date.To = inZone(t.period.start, zone), inZone(t.period.end(), zone)
		}
	}
	if t.value == "P9M" || t.value == "P6M" {
		f.quarter = calendar{} // a report goes on to longer periods
	}
	f.found = append(f.found, date)
}

// noteQuarter remembers the quarter under discussion, from which "a year
// earlier" then counts: the latest complete one that the text named.
func (f *finder) noteQuarter(c calendar) {
	switch c.grain {
	case grainQuarter:
		complete := !c.end().After(f.today) && c.start.After(f.quarter.start)
		if f.quarter.grain == grainNone && !c.start.After(f.today) || complete {
			f.quarter = c
		}
	case grainHalf:
		f.quarter = calendar{}
	}
}

func (f *finder) zone() *time.Location {
	if f.published.IsZero() {
		return time.UTC
	}
	return f.published.Time.Location()
}

// knows says whether the publication moment is known exactly enough to
// resolve a period of this grain.
func (f *finder) knows(g grain) bool {
	p := calendar{g, time.Time{}}.precision()
	if g <= grainDecade {
		p = article.Year
	}
	return !f.published.IsZero() && f.published.Precision >= min(p, article.Day)
}

// at is piece i, an empty one outside the text.
func (f *finder) at(i int) *piece {
	if i < 0 || i >= len(f.pieces) {
		return &piece{}
	}
	return &f.pieces[i]
}

func (f *finder) is(i int, c class) bool { return f.at(i).class == c }

// says reports whether piece i is one of the words, which are in lower case.
func (f *finder) says(i int, words ...string) bool {
	text := f.at(i).text
	for _, w := range words {
		if equalFoldASCII(text, w) {
			return true
		}
	}
	return false
}

// equalFoldASCII compares ASCII text with a word in lower case.
func equalFoldASCII(text, lower string) bool {
	if len(text) != len(lower) {
		return false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// resolved makes a DATE of a period, unresolved where the publication moment
// is not known well enough.
func (f *finder) resolved(next int, c calendar) (timex, bool) {
	if !f.knows(c.grain) {
		c = calendar{}
	}
	return timex{next: next, kind: article.DateDate, period: c}, true
}

// absolute makes a DATE of a period that the text gives in full.
func absolute(next int, c calendar) (timex, bool) {
	return timex{next: next, kind: article.DateDate, period: c}, true
}

func none() (timex, bool) { return timex{}, false }
