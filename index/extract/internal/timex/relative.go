package timex

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// relative reads what begins with last, this, next, previous, following.
func (f *finder) relative(i int) (timex, bool) {
	rel, j := f.at(i).val, i+1
	if rel == 0 && f.says(j, "past", "coming") {
		rel, j = f.at(j).val, j+1
	}
	for f.is(j, fiscalWord) || f.says(j, "business", "trading") {
		j++
	}
	if rel == -1 && f.says(i, "last") {
		if t, ok := f.placeInPeriod(j, lastPlace); ok {
			return t, ok
		}
	}
	switch f.at(j).class {
	case unitName:
		return f.relativeUnit(i, j, rel)
	case unitPlural:
		return f.relativePlural(i, j, rel)
	case monthName:
		if day, _ := f.dayOfMonth(j + 1); day > 0 {
			return f.monthDate(j)
		}
		return f.monthAlone(j, j+1, rel)
	case weekdayName:
		if f.anchored(i) && f.anchor.grain == grainDay && rel != 0 {
			return absolute(j+1, f.anchor.shift(daysTo(f.at(j).val, isoDay(f.anchor.start), rel)))
		}
		return f.weekday(j, rel)
	case seasonName:
		return f.season(j, rel)
	case holidayName:
		return f.holiday(j, rel)
	case daypartName:
		return f.relativeDaypart(j, rel)
	case ordinal:
		return none()
	}
	if t, ok := f.lastPart(j, rel); ok {
		return t, ok
	}
	return f.lastCounted(j, rel)
}

// lastPlace counts from the end: the last Friday of May. The one before is the penultimate.
const lastPlace = -1

// place reads the n-th weekday, weekend, day, week or month of a longer period: the second
// Tuesday of November, the first weekend in May 2024, the third Monday after Easter.
func (f *finder) place(i int) (timex, bool) {
	if f.is(i, numberDigits) || f.is(i, numberSuffix) && !ordinalSuffix(" "+f.at(i).text) {
		return none()
	}
	if kind, j := f.linkAt(i + 1); kind == linkList && f.is(j, ordinal) && f.is(j+1, weekdayName) {
		t, ok := f.placeInPeriod(j+1, f.at(i).val) // the second and fourth Saturday of May
		t.next = i + 1
		return t, ok
	}
	return f.placeInPeriod(i+1, f.at(i).val)
}

// maxNested bounds how deep one place may count from another: the first Tuesday after the first
// Monday of last month.
const maxNested = 3

// placeInPeriod reads the n-th of what piece i names in the period after it.
func (f *finder) placeInPeriod(i, n int) (timex, bool) {
	f.nested++
	defer func() { f.nested-- }()
	weekday, u := 0, unit(f.at(i).val)
	switch {
	case f.nested > maxNested:
		return none()
	case f.is(i, weekdayName):
		weekday = f.at(i).val
	case !f.is(i, unitName) || u != unitDay && u != unitWeek && u != unitWeekend && u != unitMonth:
		return none()
	}
	if weekday > 0 && n > 0 && f.says(i+1, "after", "before", "following") {
		return f.weekdayFrom(i, n)
	}
	if !f.says(i+1, "of", "in") {
		return none()
	}
	if next := f.everyMonth(i + 2); next > 0 {
		if f.says(i+2, "the") {
			return open(next) // this month or every month
		}
		return timex{next: next, kind: article.DateSet, value: "P1M"}, true
	}
	within, ok := f.periodAfter(i+2, weekday == 0)
	switch {
	case !ok:
		return none()
	case within.period.grain == grainNone:
		return open(within.next)
	case u == unitWeek && weekday == 0 && within.period.grain == grainMonth:
		return within, true // no week is a month's own
	case u == unitMonth && weekday == 0 && within.period.grain != grainYear:
		return none()
	}
	at, ok := placeIn(within.period, weekday, u, n)
	if !ok {
		return open(within.next)
	}
	if !within.full && within.period.grain == grainMonth && weekday > 0 && f.is(within.next-1, monthName) {
		at = f.placeByTense(i, at, weekday, n)
	}
	return absolute(within.next, at)
}

// everyMonth returns the piece after "the month", "each month" or "every month" at i, or 0.
func (f numbers) everyMonth(i int) int {
	if f.says(i, "the", "each", "every") && f.says(i+1, "month") {
		return i + 2
	}
	return 0
}

// periodAfter reads the month or the year at i: November, May 2024, next month, this year, 2024.
func (f *finder) periodAfter(i int, year bool) (timex, bool) {
	if !f.is(i, monthName) && !f.is(i, relativeWord) && !f.is(i, numberDigits) && !f.is(i, partWord) {
		return none()
	}
	for n := 0; n < 2 && (f.is(i, partWord) || f.is(i, markHyphen)); n++ {
		i++
	}
	var t timex
	var ok bool
	if f.is(i, monthName) && !f.is(i+1, numberDigits) {
		t, ok = f.wholeMonth(i)
	} else {
		t, ok = f.core(i)
	}
	g := t.period.grain
	return t, ok && t.kind == article.DateDate && (g == grainMonth || g == grainYear && year || g == grainNone)
}

// wholeMonth reads a month, whatever else its word can be, and its year.
func (f *finder) wholeMonth(i int) (timex, bool) {
	next := i + 1
	if f.abbreviated(i) {
		next++
	}
	if year, after := f.yearAfter(next); year > 0 {
		return absolute(after, calendar{grainMonth, civil(year, f.at(i).val, 1)})
	}
	return f.monthAlone(i, next, -2)
}

// placeIn returns the n-th weekday, or the n-th unit, of a period, counted from its end for lastPlace.
func placeIn(c calendar, weekday int, u unit, n int) (calendar, bool) {
	g, step := grainDay, 7
	switch {
	case weekday == 0 && u == unitWeekend:
		g, weekday = grainWeekend, 6
	case weekday == 0 && u == unitWeek:
		return isoWeek(c.start.Year(), n)
	case weekday == 0 && u == unitMonth:
		first := calendar{grainMonth, c.start}
		if n == lastPlace {
			return first.shift(11), true
		}
		return first.shift(n - 1), n <= 12
	case weekday == 0:
		step = 1
	}
	var at time.Time
	if n < 0 {
		at = c.end().AddDate(0, 0, -1)
		if step == 7 {
			at = at.AddDate(0, 0, -((isoDay(at) - weekday + 7) % 7))
		}
		at = at.AddDate(0, 0, step*(n-lastPlace))
	} else {
		at = c.start
		if step == 7 {
			at = at.AddDate(0, 0, (weekday-isoDay(at)+7)%7)
		}
		at = at.AddDate(0, 0, step*(n-1))
	}
	return periodOf(g, at), at.Before(c.end())
}

// placeByTense moves a day of a month without a year to the year before or after where
// the verb does not fit it.
func (f *finder) placeByTense(i int, at calendar, weekday, n int) calendar {
	years := 0
	switch f.tense(i) {
	case tensePast:
		if f.happened() && at.start.After(f.today) {
			years = -1
		}
	case tenseFuture:
		if at.end().Before(f.today) {
			years = 1
		}
	}
	if years == 0 {
		return at
	}
	month := civil(at.start.Year()+years, int(at.start.Month()), 1)
	other, ok := placeIn(calendar{grainMonth, month}, weekday, unitDay, n)
	if !ok {
		return at
	}
	return other
}

// weekdayFrom reads the n-th weekday after or before a day: the first Monday after Easter.
func (f *finder) weekdayFrom(i, n int) (timex, bool) {
	rel := 1
	if f.says(i+1, "before") {
		rel = -1
	}
	base, ok := f.expression(i + 2)
	switch {
	case !ok || base.kind != article.DateDate:
		return none()
	case base.period.grain != grainDay:
		return open(base.next)
	}
	days := daysTo(f.at(i).val, isoDay(base.period.start), rel) + 7*(n-1)*rel
	return absolute(base.next, base.period.shift(days))
}

// lastCounted reads the last three months, the next few days: durations.
func (f numbers) lastCounted(j, rel int) (timex, bool) {
	c, k, ok := f.number(j)
	if !ok || rel == 0 || f.is(j, indefinite) {
		return none()
	}
	if f.is(k, markHyphen) && f.at(k).glued {
		k++
	}
	if !f.is(k, unitPlural) && !f.is(k, unitName) {
		return none()
	}
	next := k + 1
	if f.says(next, "or") && f.says(next+1, "so") {
		next += 2
	}
	return timex{next: next, kind: article.DateDuration, value: durationValue(c, unit(f.at(k).val))}, true
}

// relativePlural reads coming weeks, past years, previous months.
func (f pieces) relativePlural(i, j, rel int) (timex, bool) {
	if rel == 0 {
		return none()
	}
	if rel == 1 && !f.says(i, "following") {
		return refer(j+1, "FUTURE_REF")
	}
	return timex{next: j + 1, kind: article.DateDuration, value: durationValue(count{vague: true}, unit(f.at(j).val))}, true
}

// relativeUnit reads last week, this quarter, next year's first quarter, the
// following day.
func (f *finder) relativeUnit(i, j, rel int) (timex, bool) {
	u := unit(f.at(j).val)
	next := j + 1
	if f.is(next, markHyphen) && f.at(next).glued || capitalised(f.at(i).text) && capitalised(f.at(j).text) {
		return none() // the programme This Week
	}
	g := grainOfUnit[u]
	if u == unitPeriod {
		return f.relativePeriod(i, next)
	}
	if g < grainCentury || g == grainMinute {
		return none()
	}
	if u == unitDay {
		return f.relativeDay(i, next, rel)
	}
	base := periodOf(g, f.today)
	if f.anchored(i) && f.anchor.grain >= g {
		base = periodOf(g, f.anchor.start)
	}
	if u == unitWeekend && rel != 1 && isoDay(f.today) < 6 && (rel == -1 || f.tense(i) == tensePast) {
		rel = -1
	}
	c := base.shift(rel)
	if u == unitYear {
		if t, ok := f.yearsPart(next, c); ok {
			return t, ok
		}
		if f.says(next, "end") {
			next++
		}
	}
	return f.resolved(next, c)
}

// anchored reports whether the word counts from the last date named rather than
// from the publication.
func (f *reader) anchored(i int) bool {
	return f.anchor.grain != grainNone && f.says(i, "previous", "preceding", "following", "prior", "same")
}

// relativePeriod reads the latest period, the same period: the quarter in question.
func (f *reader) relativePeriod(i, next int) (timex, bool) {
	if f.quarter.grain == grainNone || !f.says(i, "same", "previous", "prior", "current", "this") {
		return none()
	}
	return f.resolved(next, f.quarter)
}

// relativeDay reads the following day, the previous day, next day.
func (f *reader) relativeDay(i, next, rel int) (timex, bool) {
	if f.says(i, "last", "past", "this", "current") {
		return none()
	}
	if f.anchor.grain != grainDay {
		return timex{next: next, kind: article.DateDate}, true
	}
	return absolute(next, f.anchor.shift(rel))
}

// dayWord reads yesterday, today, tomorrow morning.
func (f *reader) dayWord(i int) (timex, bool) {
	if f.title(i) {
		return none()
	}
	if f.says(i, "today") && f.is(i+1, markApostrophe) && f.says(i+2, "s") {
		return f.resolved(i+1, periodOf(grainDay, f.today))
	}
	c := calendar{grainDay, f.today.AddDate(0, 0, f.at(i).val)}
	return f.withDaypart(i+1, c, false)
}

// title reports whether a day is a part of a name: USA Today.
func (f pieces) title(i int) bool {
	p, before := f.at(i), f.at(i-1)
	return p.text[0] < 'a' && before.class == noDate && before.text != "" && before.text[0] >= 'A' && before.text[0] <= 'Z'
}

// set reads every Monday, each year, annually.
func (f numbers) set(i int) (timex, bool) {
	if f.is(i, frequencyWord) {
		u := unit(f.at(i).val)
		if after := f.at(i + 1).text; after != "" && f.is(i+1, noDate) && after[0] >= 'A' && u != unitYear {
			return none() // an attribute: a daily paper, Daily News
		}
		return timex{next: i + 1, kind: article.DateSet, value: durationValue(count{n: 1}, u)}, true
	}
	j := i + 1
	if f.says(j, "other") || f.is(j, ordinal) && f.is(j+1, weekdayName) {
		j++
	}
	if next := f.everyMonth(j + 2); next > 0 && f.is(j, weekdayName) && f.is(j-1, ordinal) && f.says(j+1, "of", "in") {
		return timex{next: next, kind: article.DateSet, value: "P1M"}, true
	}
	switch f.at(j).class {
	case unitName:
		if f.at(j).val == int(unitPeriod) {
			return none()
		}
		n := 1 + j - i - 1
		return timex{next: j + 1, kind: article.DateSet, value: durationValue(count{n: n}, unit(f.at(j).val))}, true
	case weekdayName:
		t, _ := weekdaySet(j+1, f.at(j).val)
		if f.is(j+1, daypartName) && f.at(j+1).val <= partNight {
			t.next, t.value = j+2, t.value+"T"+daypartCodes[f.at(j+1).val]
		}
		return t, true
	case monthName:
		return timex{next: j + 1, kind: article.DateSet, value: fmt.Sprintf("XXXX-%02d", f.at(j).val)}, true
	case seasonName:
		return timex{next: j + 1, kind: article.DateSet, value: "XXXX-" + seasonCodes[f.at(j).val]}, true
	case daypartName:
		return timex{next: j + 1, kind: article.DateSet, value: "XXXX-XX-XXT" + daypartCodes[min(f.at(j).val, partNight)]}, true
	}
	c, k, ok := f.number(j)
	if ok && f.is(k, unitPlural) && !f.is(j, indefinite) {
		return timex{next: k + 1, kind: article.DateSet, value: durationValue(c, unit(f.at(k).val))}, true
	}
	return none()
}
