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
	f.noteNames()
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
		i = f.addRest(t)
	}
	return f.found
}

// addRest adds what the text only goes on with after t: the other days of its month,
// the other end of its years: May 19-21, May 3, 5 and 7, 1998-99, 1998/99. It
// returns the piece after the last one.
func (f *finder) addRest(t timex) int {
	for range maxListed {
		more, ok := f.anotherYear(t)
		if !ok {
			more, ok = f.anotherDay(t)
		}
		if !ok {
			break
		}
		f.add(t.next+1, more)
		t = more
	}
	return t.next
}

// add appends the expression that begins at piece i.
func (f *finder) add(i int, t timex) {
	span := article.Span{Start: f.pieces[i].Start, End: f.pieces[t.next-1].End}
	date := article.Date{Span: span, Type: t.kind, Value: t.value}
	if value := t.period.value(); t.period.grain != grainNone && value != "" { // the year 10000 has none
		date.Value = value + t.part
		date.Precision = t.period.precision()
		if !t.past {
			f.anchor = t.period
			f.noteQuarter(t.period)
		}
		if date.Precision != article.Unknown {
			zone := f.zone()
			date.From, date.To = inZone(t.period.start, zone), inZone(t.period.end(), zone)
		}
	}
	if t.value == "P9M" || t.value == "P6M" {
		f.quarter = calendar{} // a report goes on to longer periods
	}
	f.found = append(f.found, date)
	f.last, f.lastAt = t, i
}

// noteQuarter remembers the quarter under discussion, from which "a year
// earlier" then counts: the latest complete one that the text named.
func (f *reader) noteQuarter(c calendar) {
	switch c.grain {
	case grainQuarter:
		complete := !c.end().After(f.today) && c.start.After(f.quarter.start)
		if f.quarter.grain == grainNone && !c.start.After(f.today) || complete {
			f.quarter, f.unplaced = c, false
		}
	case grainHalf:
		f.quarter = calendar{}
	}
}
