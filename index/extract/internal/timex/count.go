package timex

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// counted reads a number with a unit: three weeks, 30-day, 42-year-old, a year
// ago, two days earlier.
func (f *reader) counted(i int) (timex, bool) {
	c, j, ok := f.number(i)
	if !ok {
		return none()
	}
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	for n := 0; n < 2 && f.says(j, "more", "additional", "full", "consecutive", "straight", "solid", "long", "short", "calendar", "trading", "working", "business"); n++ {
		j++
	}
	if f.is(j, weekdayName) && f.says(j+1, "ago") {
		return f.weekdaysAgo(j, c)
	}
	if !f.is(j, unitName) && !f.is(j, unitPlural) || f.at(j).val == int(unitPeriod) {
		return none()
	}
	if f.at(j).val == int(unitQuarter) && (f.is(j, unitName) || f.says(j+1, "of") || f.is(j-1, markHyphen)) {
		return none() // a fraction: three quarters of it
	}
	u := unit(f.at(j).val)
	next := j + 1
	if c.n == 1 && !c.half && !c.vague && f.says(next, "and") && f.is(next+1, indefinite) && f.says(next+2, "half") {
		c.half, next = true, next+3
	}
	if f.says(next, "or") && f.says(next+1, "so", "two", "more") {
		c.vague = c.vague || f.says(next+1, "two")
		next += 2
	}
	return f.afterCount(i, c, u, next)
}

// afterCount decides by what follows (ago, earlier, old) and what comes before.
func (f *reader) afterCount(i int, c count, u unit, next int) (timex, bool) {
	if t, ok := f.weeksFrom(c, u, next); ok {
		return t, ok
	}
	switch {
	case f.is(next, agoWord):
		if t, ok := f.shifted(c, u, next); ok {
			return t, true
		}
	case f.says(next, "from") && f.says(next+1, "now", "today"):
		return f.shiftToday(c, u, next+2, 1)
	case f.is(i, indefinite) && c.n == 1 && f.isRate(i, u):
		return timex{next: next, kind: article.DateSet, value: durationValue(c, u)}, true
	case f.is(next, markHyphen) && f.says(next+1, "ago", "earlier"):
		return f.agoCompound(next)
	case f.is(next, markHyphen) && f.says(next+1, "old", "olds"):
		next += 2
	case f.says(next, "old") && u == unitYear:
		return timex{next: next + 1}, true
	}
	return timex{next: next, kind: article.DateDuration, value: durationValue(c, u)}, true
}

// weekdaysAgo reads three Sundays ago at the weekday: the third one before today.
func (f *reader) weekdaysAgo(i int, c count) (timex, bool) {
	if c.vague || c.half || c.n < 1 || c.n > 999 {
		return open(i + 2)
	}
	days := daysTo(f.at(i).val, isoDay(f.today), -1) - 7*(c.n-1)
	return f.resolved(i+2, calendar{grainDay, f.today.AddDate(0, 0, days)})
}

// weeksFrom reads a week ago Tuesday, a week from Tuesday, two weeks from tomorrow, a week on Friday.
func (f *reader) weeksFrom(c count, u unit, next int) (timex, bool) {
	sign, day := 1, next+1
	switch {
	case u != unitWeek && u != unitFortnight || c.vague || c.half || c.n > 999:
		return none()
	case f.says(next, "ago"):
		sign = -1
		if f.says(day, "on") {
			day++
		}
	case !f.says(next, "from", "on"):
		return none()
	}
	weeks := c.n
	if u == unitFortnight {
		weeks *= 2
	}
	var base int
	switch {
	case f.is(day, weekdayName) && sign > 0:
		base = (f.at(day).val - isoDay(f.today) + 7) % 7
	case f.is(day, weekdayName):
		base = -((isoDay(f.today) - f.at(day).val + 7) % 7)
	case f.is(day, dayWord) && f.says(next, "from") && f.at(day).val > 0:
		base = f.at(day).val
	default:
		return none()
	}
	return f.resolved(day+1, calendar{grainDay, f.today.AddDate(0, 0, base+7*weeks*sign)})
}

// shifted reads "ago", "earlier", "later" at next: from the publication, or
// from the last date that the text named.
func (f *reader) shifted(c count, u unit, next int) (timex, bool) {
	sign := f.at(next).val
	switch {
	case f.says(next, "before", "after", "hence"), u <= unitHour:
		return none()
	case f.says(next, "ago") || sign < 0 && (f.comparable(u, c) || f.anchor.grain == grainNone || f.unplaced && u == unitYear):
		return f.shiftToday(c, u, next+1, sign)
	case f.anchor.grain == grainNone && !c.vague:
		return timex{next: next + 1, kind: article.DateDate}, true
	}
	period, reference := shiftedPeriod(c, u, f.anchor.start, sign)
	return timex{next: next + 1, kind: article.DateDate, value: reference, period: period, past: sign < 0 && u == unitYear}, true
}

// shiftToday returns the period c units before or after the publication, or before
// the quarter under discussion.
func (f *reader) shiftToday(c count, u unit, next, sign int) (timex, bool) {
	if sign < 0 && f.comparable(u, c) {
		return f.compared(next, f.quarter.shift(-4*c.n))
	}
	period, reference := shiftedPeriod(c, u, f.today, sign)
	if reference != "" {
		return refer(next, reference)
	}
	return f.resolved(next, period)
}

// shiftedPeriod returns the period of u's grain that lies c units from a day; for a
// vague count a reference instead, for hours nothing.
func shiftedPeriod(c count, u unit, from time.Time, sign int) (calendar, string) {
	g, n := grainOfUnit[u], sign*c.n
	switch {
	case c.vague && sign < 0:
		return calendar{}, "PAST_REF"
	case c.vague:
		return calendar{}, "FUTURE_REF"
	case u <= unitHour || g == grainNone || c.n > 9999:
		return calendar{}, ""
	case u == unitDecade:
		n, g = n*10, grainYear
	case u == unitCentury:
		n, g = n*100, grainYear
	case u == unitFortnight:
		n *= 2
	}
	return periodOf(g, from).shift(n), ""
}

// agoCompound reads the end of year-ago and year-earlier, and the noun that
// they qualify: the year-ago quarter.
func (f *reader) agoCompound(hyphen int) (timex, bool) {
	next := hyphen + 2
	if f.is(next, ordinal) && f.says(next+1, "quarter") {
		c, ok := quarterOf(f.at(next).val, f.today.Year()-1)
		if ok {
			return f.compared(next+2, c)
		}
	}
	if f.says(next, "quarter", "period", "month", "year") {
		next++
	}
	if f.quarter.grain == grainQuarter {
		return f.compared(next, f.quarter.shift(-4))
	}
	return f.resolved(next, periodOf(grainYear, f.today).shift(-1))
}

// bareUnit reads a unit without a number: the year, the quarter, year-end,
// year-ago. Only after the, or in a compound.
func (f *finder) bareUnit(i int) (timex, bool) {
	u := unit(f.at(i).val)
	if u == unitWeek && f.is(i+1, numberDigits) {
		return f.weekNumber(i)
	}
	if f.is(i+1, markHyphen) && f.at(i+1).glued {
		switch {
		case u == unitYear && f.says(i+2, "ago", "earlier"):
			return f.agoCompound(i + 1)
		case u == unitYear && f.says(i+2, "end"):
			return f.resolved(i+3, periodOf(grainDay, civil(f.today.Year(), 12, 31)))
		}
		return none()
	}
	if u == unitYear && f.says(i+1, "end") {
		return f.resolved(i+2, periodOf(grainYear, f.today))
	}
	if u == unitYear && f.is(i+1, markApostrophe) && f.says(i+2, "s") && f.says(i+3, "end") {
		return f.resolved(i+4, periodOf(grainYear, f.today))
	}
	if !f.says(i-1, "the", "full", "fiscal", "calendar", "latest", "that") {
		return none()
	}
	return f.theUnit(i, u)
}

// weekNumber reads week 32 of 2024: a week of the ISO calendar.
func (f *years) weekNumber(i int) (timex, bool) {
	year, next := f.yearAfter(i + 2)
	if year == 0 {
		return none() // week 3 of the trial
	}
	c, ok := isoWeek(year, f.at(i+1).val)
	if !ok {
		return open(next)
	}
	return absolute(next, c)
}

// fiscal reads fiscal 1989, the fiscal first quarter, the full year, the
// latest quarter, the comparable year-ago period.
func (f *finder) fiscal(i int) (timex, bool) {
	j := i + 1
	if f.is(j, fiscalWord) {
		j++
	}
	proper := f.ownYear(i)
	if (f.says(j, "year") || f.is(j, markHyphen) && f.says(j+1, "year")) && (f.is(j+1, numberDigits) || f.is(j+2, numberDigits)) {
		j++
		if f.says(j, "year") {
			j++
		}
	}
	switch {
	case proper && f.is(j, numberDigits) && len(f.at(j).text) == 4:
		return f.fiscalYear(j)
	case proper && f.is(j, quarterCode):
		return f.quarterCode(j)
	case f.is(j, numberDigits) && len(f.at(j).text) == 4 && f.at(j).val > 1900 && f.at(j).val < 2100:
		return absoluteYear(j+1, f.at(j).val)
	case f.is(j, ordinal):
		return f.ordinalPeriod(j)
	case f.is(j, numberDigits) || f.is(j, cardinal):
		c, k, ok := f.number(j)
		if ok && f.is(k, unitPlural) && f.says(i, "latest") {
			return timex{next: k + 1, kind: article.DateDuration, value: durationValue(c, unit(f.at(k).val))}, true
		}
	case f.says(j, "year", "quarter", "period", "week", "month", "weekend"):
		if f.says(j, "year") && f.is(j+1, markHyphen) {
			return f.bareUnit(j)
		}
		if f.says(i-1, "the", "its", "this") || f.says(i, "full") {
			return f.theUnit(j, unit(f.at(j).val))
		}
	}
	return none()
}

// theUnit reads the quarter, the year, the period, the weekend.
func (f *finder) theUnit(i int, u unit) (timex, bool) {
	switch u {
	case unitDay:
		if f.is(i+2, dayWord) && (f.says(i+1, "before") || f.says(i+1, "after")) {
			shift := f.at(i+1).val + f.at(i+2).val
			return f.resolved(i+3, periodOf(grainDay, f.today).shift(shift))
		}
	case unitYear:
		if t, ok := f.unitBeforeLast(i, u); ok {
			return t, ok
		}
		if f.says(i+1, "ended", "ending") || f.says(i+1, "to") && f.is(i+2, monthName) {
			return timex{next: i + 1, kind: article.DateDuration, value: "P1Y"}, true
		}
		if f.is(i+1, numberDigits) && f.at(i+1).val >= 1000 {
			return absoluteYear(i+2, f.at(i+1).val)
		}
		if f.is(i+1, cardinal) {
			if t, ok := f.wordYear(i + 1); ok {
				return t, ok
			}
		}
		return f.resolved(i+1, periodOf(grainYear, f.today))
	case unitQuarter, unitPeriod:
		if f.is(i+1, indefinite) && f.says(i+2, "year") && f.says(i+3, "ago", "earlier") && f.quarter.grain != grainNone {
			return f.compared(i+4, f.quarter.shift(-4))
		}
		if c, ok := f.quarterEnded(i + 1); ok {
			return f.resolved(i+1, c)
		}
		switch {
		case f.unplaced:
			return open(i + 1)
		case f.quarter.grain != grainNone:
			return f.resolved(i+1, f.quarter)
		case u == unitPeriod && !f.says(i-1, "latest"):
			return none()
		}
		return f.resolved(i+1, periodOf(grainQuarter, f.today).shift(-1))
	case unitWeekend, unitMonth, unitWeek:
		if t, ok := f.unitBeforeLast(i, u); ok {
			return t, ok
		}
		if u == unitWeek && f.says(i+1, "of", "beginning", "starting", "commencing", "ending") && (f.is(i+2, monthName) || f.endsInDay(i+2)) {
			return open(i + 1) // the day after it says which
		}
		c := periodOf(grainOfUnit[u], f.today)
		if f.tense(i) != tenseFuture && c.start.After(f.today) {
			c = c.shift(-1)
		}
		return f.resolved(i+1, c)
	}
	return none()
}

// quarterEnded reads ended June 30, to June 2024 after a quarter, where that is a quarter of the calendar.
func (f *finder) quarterEnded(i int) (calendar, bool) {
	if !f.says(i, "ended", "ending", "to") || !f.is(i+1, monthName) && !f.is(i+1, numberDigits) {
		return calendar{}, false
	}
	t, ok := firstOf(i+1, f.monthDate, f.monthAfterDay)
	g := t.period.grain
	if !ok || g != grainMonth && g != grainDay || int(t.period.start.Month())%3 != 0 || g == grainDay && t.period.start.Day() < 25 {
		return calendar{}, false
	}
	return periodOf(grainQuarter, t.period.start), true
}

// unitBeforeLast reads the week before last, the year after next.
func (f *reader) unitBeforeLast(i int, u unit) (timex, bool) {
	c := periodOf(grainOfUnit[u], f.today)
	switch {
	case f.says(i+1, "before") && f.says(i+2, "last"):
		return f.resolved(i+3, c.shift(-2))
	case f.says(i+1, "after") && f.says(i+2, "next"):
		return f.resolved(i+3, c.shift(2))
	}
	return none()
}

// barePlural reads years, months, weeks: a vague duration.
func (f pieces) barePlural(i int) (timex, bool) {
	u := unit(f.at(i).val)
	if u < unitMinute || f.at(i).glued || u == unitQuarter && !f.is(i-1, vagueCount) {
		return none()
	}
	if f.says(i+1, "ago") {
		return refer(i+2, "PAST_REF")
	}
	if u == unitWeekend {
		return timex{next: i + 1, kind: article.DateSet, value: "XXXX-WXX-WE"}, true
	}
	return timex{next: i + 1, kind: article.DateDuration, value: durationValue(count{vague: true}, u)}, true
}
