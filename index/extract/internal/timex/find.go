package timex

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Find finds the time expressions of d and their values: one pass from
// left to right in which each word that can begin an expression is tried, and
// each try looks at a bounded number of words.
func Find(d *doc.Document) []article.Date {
	if d.Stopped() {
		return nil
	}
	f := newFinder(d)
	for i, steps := 0, 0; i < len(f.pieces); steps++ {
		if d.StoppedAt(steps) {
			break
		}
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
func (f *reader) noteQuarter(c calendar) {
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
