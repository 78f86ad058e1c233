package timex

import (
	"cmp"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// monthDate reads a date that begins with a month: May 19, May 19 2025, May
// 2025, May.
func (f *dates) monthDate(i int) (timex, bool) {
	month, j := f.at(i).val, i+1
	if f.abbreviated(i) {
		j++
	}
	if day, next := f.dayOfMonth(j); day > 0 && !f.counts(i, next) {
		return f.dayAndYear(i, next, month, day)
	}
	if f.says(j, "quarter") {
		return f.monthQuarter(i, j+1)
	}
	if year, next := f.yearAfter(j); year > 0 {
		return absolute(next, calendar{grainMonth, civil(year, month, 1)})
	}
	if !f.plausibleMonth(i) {
		return none()
	}
	if year := f.yearBeside(i, j); year > 0 {
		return absolute(j, calendar{grainMonth, civil(year, month, 1)})
	}
	if year := f.laterYear(j, month, 0); year > 0 {
		return absolute(j, calendar{grainMonth, civil(year, month, 1)})
	}
	if year := f.earlierYear(i, month, 0); year > 0 {
		return absolute(j, calendar{grainMonth, civil(year, month, 1)})
	}
	return f.monthAlone(i, j, -2)
}

// monthQuarter reads the June quarter, which ends with June; one that ends with another month
// than the quarters of the calendar is open.
func (f *dates) monthQuarter(i, next int) (timex, bool) {
	c, ok := quarterOf(f.at(i).val/3, f.today.Year())
	if !ok || f.at(i).val%3 != 0 {
		return open(next)
	}
	return f.partOfYear(i, next, c)
}

// counts reports whether the number between the month at i and piece next counts
// something: in March 30 shops closed.
func (f *dates) counts(i, next int) bool {
	if year, _ := f.yearAfter(next); year > 0 || f.is(next-1, numberSuffix) {
		return false
	}
	return f.says(i-1, "in", "during") && f.is(next, noDate) && pluralNoun(f.at(next).text)
}

// plausibleMonth reports whether a month without a day or a year is one: May and
// March are names and verbs too.
func (f *dates) plausibleMonth(i int) bool {
	text := f.at(i).text
	if f.abbreviated(i) && (f.timePreposition(i-1) || f.is(i+2, markHyphen) && f.is(i+3, monthName)) {
		return true
	}
	if len(text) <= 4 && text != "June" && text != "July" && text != "Sept" && text != "May" {
		return false
	}
	switch f.at(i).val {
	case 3, 4, 5, 6, 8:
	default:
		return true
	}
	next := f.at(i + 1)
	switch {
	case f.at(i-1).text == "-" || f.is(i-1, relativeWord) || f.is(i-1, partWord):
		return true
	case f.says(i-1, "in", "since", "during", "until", "till"):
		return true
	case f.isNamed(monthName, f.at(i).val):
		return false
	case next.class == noDate && capitalised(next.text) && !next.glued:
		return false
	case f.is(i-1, definite) && f.is(i+1, linkWord):
		return false
	case f.says(i-1, "and", "or") || f.is(i-1, markComma):
		return f.afterTime(i - 1)
	case f.timePreposition(i-1) || f.is(i-1, indefinite) || f.is(i-1, definite):
		return true
	}
	return f.at(i).val == 8 && verbTense(next.text) != tensePast
}

// afterTime reports whether the words before piece i are a month, a day or a year.
func (f pieces) afterTime(i int) bool {
	if f.is(i-1, markComma) {
		i--
	}
	return f.is(i-1, monthName) || f.is(i-1, numberDigits) || f.is(i-1, numberSuffix) || f.is(i-1, markStop) && f.is(i-2, monthName)
}

// dayAndYear reads the year that may follow the day, and works it out where
// there is none.
func (f *dates) dayAndYear(i, next, month, day int) (timex, bool) {
	if year, after := f.yearAfter(next); year > 0 {
		if !validDay(year, month, day) {
			return open(after)
		}
		return f.withDaypart(after, calendar{grainDay, civil(year, month, day)}, true)
	}
	if !validDay(2000, month, day) {
		return open(next)
	}
	year := cmp.Or(f.yearBeside(i, next), f.laterYear(next, month, day))
	if year == 0 {
		year = f.earlierYear(i, month, day)
	}
	switch {
	case year > 0 && !validDay(year, month, day):
		return open(next)
	case year > 0:
		return f.withDaypart(next, calendar{grainDay, civil(year, month, day)}, true)
	}
	return f.yearless(i, next, month, day)
}

// yearless resolves a day of the year by the tense at i and by the publication; 29 February
// only where a leap day is near, or has the weekday that the text gives.
func (f *dates) yearless(i, next, month, day int) (timex, bool) {
	if month == 2 && day == 29 {
		at, ok := f.leapDay(i)
		if !ok {
			return open(next)
		}
		return f.withDaypart(next, calendar{grainDay, at}, false)
	}
	return f.withDaypart(next, calendar{grainDay, f.nearest(i, month, day)}, false)
}

// maxLeapDays is how far from the publication a 29 February without a year may lie.
const maxLeapDays = 400

// leapDay returns the last leap day or the next one, as the tense at i tells, or the nearer of them.
func (f *dates) leapDay(i int) (time.Time, bool) {
	year := f.today.Year()
	for !validDay(year, 2, 29) || civil(year, 2, 29).After(f.today) {
		year--
	}
	last := civil(year, 2, 29)
	year = f.today.Year()
	for !validDay(year, 2, 29) || civil(year, 2, 29).Before(f.today) {
		year++
	}
	at := civil(year, 2, 29)
	when := f.tense(i)
	if when == tensePast && !reportingVerbs[f.verb] || when != tenseFuture && f.today.Sub(last) < at.Sub(f.today) {
		at = last
	}
	return at, f.today.Sub(at).Abs().Hours() <= 24*maxLeapDays
}

// nearest returns the given day of the year that the tense at i points to, or
// that lies nearest to the publication.
func (f *dates) nearest(i, month, day int) time.Time {
	year := f.today.Year()
	at := civil(year, month, day)
	days := int(at.Sub(f.today).Hours() / 24)
	switch f.tense(i) {
	case tensePast:
		switch {
		case days > 92, days > 0 && f.onVerb(i):
			return civil(year-1, month, day)
		case days > -300, f.nearVerb(i):
			return at
		}
	case tenseFuture:
		if days < -100 {
			return civil(year+1, month, day)
		}
		return at
	}
	switch {
	case days > 150:
		return civil(year-1, month, day)
	case days < -183:
		return civil(year+1, month, day)
	}
	return at
}

// monthAlone resolves a month without a year: rel is -1 for last, 0 for this,
// 1 for next, -2 without such a word.
func (f *dates) monthAlone(i, next, rel int) (timex, bool) {
	month := f.at(i).val
	this := periodOf(grainMonth, f.today).start
	at := calendar{grainMonth, civil(f.today.Year(), month, 1)}
	switch {
	case rel == -1 && !at.start.Before(this.AddDate(0, -1, 0)):
		at.start = civil(f.today.Year()-1, month, 1)
	case rel == 1 && !at.start.After(this):
		at.start = civil(f.today.Year()+1, month, 1)
	case rel == 0 && at.start.After(this) && f.tense(i) == tensePast && f.happened():
		at.start = civil(f.today.Year()-1, month, 1)
	case rel == 0 && at.start.Before(this) && f.tense(i) == tenseFuture:
		at.start = civil(f.today.Year()+1, month, 1)
	case rel == -2:
		at.start = f.nearestMonth(i, month, this)
	}
	return f.resolved(next, at)
}

func (f *dates) nearestMonth(i, month int, this time.Time) time.Time {
	year := f.today.Year()
	at := civil(year, month, 1)
	when, before, past := f.tense(i), i-1, -8
	for f.is(before, markHyphen) || f.is(before, partWord) {
		before--
	}
	if when != tenseFuture && f.says(before, "by", "through", "until", "till") && (when != tensePast || !capitalised(f.at(before).text)) {
		when, past = tenseUnknown, -6 // the verb's time is not the date's
	}
	switch when {
	case tensePast:
		if at.After(this.AddDate(0, 2, 0)) || at.After(this) && f.happened() {
			return civil(year-1, month, 1)
		}
		return at
	case tenseFuture:
		if at.Before(this) {
			return civil(year+1, month, 1)
		}
		return at
	}
	switch {
	case at.After(this.AddDate(0, 6, 0)):
		return civil(year-1, month, 1)
	case at.Before(this.AddDate(0, past, 0)):
		return civil(year+1, month, 1)
	}
	return at
}

// monthAfterDay reads 19 May 2025, the 19th of May.
func (f *dates) monthAfterDay(i int) (timex, bool) {
	day, j := f.dayOfMonth(i)
	if f.is(i, ordinal) || f.is(i, cardinal) {
		day, j = f.at(i).val, i+1
	}
	if f.says(j, "of") {
		j++
		if day > 0 && f.is(j, relativeWord) && f.says(j+1, "month") && !f.anchored(j) {
			return f.dayOfThat(j+2, periodOf(grainMonth, f.today).shift(f.at(j).val), day)
		}
	}
	if day == 0 || !f.is(j, monthName) {
		return none()
	}
	next := j + 1
	if f.abbreviated(j) && f.is(next+1, numberDigits) {
		next++
	}
	return f.dayAndYear(i, next, f.at(j).val, day)
}

// leadingDay reads a day whose month comes only after further days: 3–5 June; 3, 5 and 7 May 2024.
func (f *dates) leadingDay(i int) (timex, bool) {
	day, end := f.dayOfMonth(i)
	if day == 0 || f.is(end, monthName) || !f.leadsToDay(i-1) && !f.is(end, markHyphen) && f.linkBefore(i) == linkNone {
		return none()
	}
	for n, last, j := 0, day, end; n < maxListed; n++ {
		kind, k := f.linkAt(j)
		if kind == linkNone {
			return none()
		}
		k = f.listedStart(k)
		d, next := f.dayOfMonth(k)
		if d <= last {
			return none()
		}
		if f.says(next, "of") {
			next++
		}
		if f.is(next, monthName) {
			return f.leadingDate(i, next, day, d)
		}
		last, j = d, next
	}
	return none()
}

// leadingDate resolves a day by the month at piece m, before which the day last is the last of the list.
func (f *dates) leadingDate(i, m, day, last int) (timex, bool) {
	month, next, end := f.at(m).val, m+1, i+1
	if f.abbreviated(m) {
		next++
	}
	year, _ := f.yearAfter(next)
	if year == 0 {
		year = f.laterYear(next, month, last)
	}
	if year == 0 {
		year = f.earlierYear(i, month, day)
	}
	switch {
	case !validDay(2000, month, day), year > 0 && !validDay(year, month, day):
		return open(end)
	case year > 0:
		return absolute(end, calendar{grainDay, civil(year, month, day)})
	}
	return f.yearless(i, end, month, day)
}

// dayOfThat resolves a day of a month that counts from the publication: the 15th of last month.
func (f *dates) dayOfThat(next int, month calendar, day int) (timex, bool) {
	if !validDay(month.start.Year(), int(month.start.Month()), day) {
		return open(next)
	}
	return f.resolved(next, calendar{grainDay, month.start.AddDate(0, 0, day-1)})
}

// weekday reads Monday, Monday May 19, Monday night, Mondays; rel as in monthAlone.
func (f *finder) weekday(i, rel int) (timex, bool) {
	p, next := f.at(i), i+1
	if after := f.at(next); f.is(i-1, definite) && after.class == noDate && capitalised(after.text) && !after.glued {
		return none() // the Sunday Times
	}
	if f.nameOfDay(i) {
		return none()
	}
	if f.says(i-1, "final", "penultimate") && f.says(next, "of", "in") {
		n := lastPlace
		if f.says(i-1, "penultimate") {
			n--
		}
		return f.placeInPeriod(i, n)
	}
	if t, named := f.namedDay(i, next, rel); named {
		return t, t.kind != ""
	}
	if f.proverbialDay(i) {
		return none()
	}
	if f.is(next, markStop) && f.at(next).glued && len(p.text) <= 5 {
		next++
	}
	if t, ok := f.weekdayAndDate(next, p.val); ok {
		return t, ok
	}
	if len(p.text) <= 5 && next == i+1 {
		return none()
	}
	if p.text[len(p.text)-1] == 's' && len(p.text) > 5 {
		return weekdaySet(next, p.val)
	}
	if f.is(next, daypartName) && len(f.at(next).text) > 4 && f.at(next).text[len(f.at(next).text)-1] == 's' {
		t, _ := weekdaySet(next+1, p.val)
		t.value += "T" + daypartCodes[min(f.at(next).val, partNight)]
		return t, true
	}
	if rel == -2 {
		if t, ok := f.movedWeekday(i, next); ok {
			return t, ok
		}
		if f.linkBefore(i) == linkRange && f.last.period.grain == grainDay && f.is(f.lastAt, weekdayName) {
			return f.withDaypart(next, f.last.period.shift(daysTo(p.val, isoDay(f.last.period.start), 1)), true)
		}
	}
	return f.withDaypart(next, calendar{grainDay, f.weekdayDate(i, p.val, rel)}, false)
}

// weekdayAndDate reads the date at piece i that follows a weekday. A date that is another
// weekday has no value.
func (f *dates) weekdayAndDate(i, weekday int) (timex, bool) {
	if f.is(i, markComma) {
		i++
	}
	if f.says(i, "the") && f.is(i+1, numberSuffix) {
		i++
	}
	if !f.is(i, monthName) && !f.is(i, numberDigits) && !f.is(i, numberSuffix) {
		return none()
	}
	t, ok := firstOf(i, f.numericDate, f.monthDate, f.monthAfterDay, f.leadingDay)
	if !ok || t.period.grain == grainMonth {
		return none()
	}
	if t.period.grain != grainDay || isoDay(t.period.start) == weekday {
		return t, true
	}
	if year := f.otherYear(i, t); year != 0 {
		if at := t.period.start.AddDate(year, 0, 0); isoDay(at) == weekday && at.Day() == t.period.start.Day() {
			t.period.start = at
			return t, true
		}
	}
	return open(t.next)
}

// otherYear returns -1 or 1 where the tense at i allows the year before or after that of a date without
// a year, 0 where there is no such choice.
func (f *dates) otherYear(i int, t timex) int {
	ahead := t.period.start.After(f.today)
	switch when := f.tense(i); {
	case t.full || f.published.IsZero():
		return 0
	case when == tensePast && ahead:
		return -1
	case when == tenseFuture && !ahead:
		return 1
	}
	return 0
}

// movedWeekday reads Tuesday week, and the Monday before last, the Friday after next.
func (f *finder) movedWeekday(i, next int) (timex, bool) {
	day := f.at(i).val
	switch {
	case f.says(next, "of", "in") && f.is(next+1, monthName) && !f.is(i-1, definite):
		return open(next) // a Sunday in May
	case f.says(next, "last", "this", "next") && f.says(next+1, "week"):
		week := periodOf(grainWeek, f.today).shift(f.at(next).val)
		return f.resolved(next+2, calendar{grainDay, week.start.AddDate(0, 0, day-1)})
	case f.says(next, "next", "last") && !f.is(next+1, unitName) && !f.is(next+1, unitPlural) && !f.is(next+1, monthName):
		return f.resolved(next+1, calendar{grainDay, f.weekdayDate(i, day, f.at(next).val)})
	case f.says(next, "week", "fortnight") && !f.is(next+1, markHyphen) && !f.is(i-1, definite):
		weeks := 1
		if f.says(next, "fortnight") {
			weeks = 2
		}
		ahead := daysTo(day, isoDay(f.today), 1)
		return f.resolved(next+1, calendar{grainDay, f.today.AddDate(0, 0, ahead+7*weeks)})
	case f.says(next, "before") && f.says(next+1, "last") && f.is(i-1, definite):
		return f.resolved(next+2, calendar{grainDay, f.today.AddDate(0, 0, daysTo(day, isoDay(f.today), -1)-7)})
	case f.says(next, "after") && f.says(next+1, "next") && f.is(i-1, definite):
		return f.resolved(next+2, calendar{grainDay, f.today.AddDate(0, 0, daysTo(day, isoDay(f.today), 1)+7)})
	case f.says(next, "before", "after") && f.is(i-1, definite) && (f.is(next+1, holidayName) || f.is(next+1, monthName) || f.is(next+1, numberDigits)):
		if t, ok := f.weekdayFrom(i, 1); ok && t.period.grain == grainDay {
			return t, ok // the Sunday before Christmas
		}
	}
	return none()
}

func weekdaySet(next, day int) (timex, bool) {
	return timex{next: next, kind: article.DateSet, value: fmt.Sprintf("XXXX-WXX-%d", day)}, true
}

// weekdayDate returns the day that a weekday means: the latest one up to the
// publication day, or the first from it on where the text looks ahead.
func (f *dates) weekdayDate(i, day, rel int) time.Time {
	back := (isoDay(f.today) - day + 7) % 7
	ahead := (7 - back) % 7
	switch {
	case rel == -1 && back == 0:
		back = 7
	case rel == 1 && ahead == 0:
		return f.today.AddDate(0, 0, 7)
	case rel == 1:
		return f.today.AddDate(0, 0, ahead)
	case rel >= 0:
		return f.today.AddDate(0, 0, day-isoDay(f.today))
	case rel == -2 && f.tense(i) == tenseFuture:
		return f.today.AddDate(0, 0, ahead)
	}
	return f.today.AddDate(0, 0, -back)
}
