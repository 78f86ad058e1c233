package timex

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// monthDate reads a date that begins with a month: May 19, May 19 2025, May
// 2025, May.
func (f *finder) monthDate(i int) (timex, bool) {
	month, j := f.at(i).val, i+1
	if f.abbreviated(i) {
		j++
	}
	if day, next := f.dayOfMonth(j); day > 0 {
		return f.dayAndYear(i, next, month, day)
	}
	if year, next := f.yearAfter(j); year > 0 {
		return absolute(next, calendar{grainMonth, civil(year, month, 1)})
	}
	if !f.plausibleMonth(i) {
		return none()
	}
	return f.monthAlone(i, j, -2)
}

// plausibleMonth reports whether a month without a day or a year is one: May and
// March are names and verbs too.
func (f pieces) plausibleMonth(i int) bool {
	text := f.at(i).text
	if len(text) <= 4 && text != "June" && text != "July" && text != "Sept" && text != "May" {
		return false
	}
	switch f.at(i).val {
	case 3, 4, 5, 6, 8:
		if f.at(i+1).class == noDate && len(f.at(i+1).text) > 1 && f.at(i + 1).text[0] >= 'A' && f.at(i + 1).text[0] <= 'Z' && !f.at(i+1).glued {
			return f.timePreposition(i - 1)
		}
		if f.is(i-1, definite) && f.is(i+1, linkWord) {
			return false
		}
		return f.at(i).val == 8 || f.timePreposition(i-1) || f.is(i-1, indefinite) || f.is(i-1, definite)
	}
	return true
}

// dayAndYear reads the year that may follow the day, and works it out where
// there is none.
func (f *finder) dayAndYear(i, next, month, day int) (timex, bool) {
	if year, after := f.yearAfter(next); year > 0 {
		if !validDay(year, month, day) {
			return none()
		}
		return f.withDaypart(after, calendar{grainDay, civil(year, month, day)}, true)
	}
	if !validDay(2000, month, day) {
		return none()
	}
	return f.withDaypart(next, calendar{grainDay, f.nearest(i, month, day)}, false)
}

// nearest returns the given day of the year, or the month's first, that the tense
// at i points to, or that lies nearest to the publication.
func (f *finder) nearest(i, month, day int) time.Time {
	year := f.today.Year()
	at := civil(year, month, day)
	days := int(at.Sub(f.today).Hours() / 24)
	switch f.tense(i) {
	case tensePast:
		switch {
		case days > 92:
			return civil(year-1, month, day)
		case days > -300:
			return at
		}
	case tenseFuture:
		if days < -100 {
			return civil(year+1, month, day)
		}
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
func (f *finder) monthAlone(i, next, rel int) (timex, bool) {
	month := f.at(i).val
	this := periodOf(grainMonth, f.today).start
	at := calendar{grainMonth, civil(f.today.Year(), month, 1)}
	switch {
	case rel == -1 && !at.start.Before(this.AddDate(0, -1, 0)):
		at.start = civil(f.today.Year()-1, month, 1)
	case rel == 1 && !at.start.After(this):
		at.start = civil(f.today.Year()+1, month, 1)
	case rel == -2:
		at.start = f.nearestMonth(i, month, this)
	}
	return f.resolved(next, at)
}

func (f *finder) nearestMonth(i, month int, this time.Time) time.Time {
	year := f.today.Year()
	at := civil(year, month, 1)
	when := f.tense(i)
	if f.says(i-1, "by", "through", "until", "till") {
		when = tenseUnknown // the verb's time is not the date's
	}
	switch when {
	case tensePast:
		if at.After(this.AddDate(0, 2, 0)) || at.After(this) && f.verb != "" && !reportingVerbs[f.verb] {
			return civil(year-1, month, 1)
		}
		return at
	case tenseFuture:
		if at.Before(this) {
			return civil(year+1, month, 1)
		}
	}
	switch {
	case at.After(this.AddDate(0, 6, 0)):
		return civil(year-1, month, 1)
	case at.Before(this.AddDate(0, -8, 0)):
		return civil(year+1, month, 1)
	}
	return at
}

// monthAfterDay reads 19 May 2025, the 19th of May.
func (f *finder) monthAfterDay(i int) (timex, bool) {
	day, j := f.dayOfMonth(i)
	if f.is(i, ordinal) || f.is(i, cardinal) {
		day, j = f.at(i).val, i+1
	}
	if f.says(j, "of") {
		j++
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

// weekday reads Monday, Monday May 19, Monday night, Mondays; rel as in monthAlone.
func (f *finder) weekday(i, rel int) (timex, bool) {
	p, next := f.at(i), i+1
	if after := f.at(next); f.is(i-1, definite) && after.class == noDate && after.text != "" && after.text[0] >= 'A' && after.text[0] <= 'Z' && !after.glued {
		return none() // the Sunday Times
	}
	if len(p.text) <= 5 {
		if !f.is(next, markStop) || !f.at(next).glued {
			return none()
		}
		next++
	}
	if p.text[len(p.text)-1] == 's' && len(p.text) > 5 {
		return weekdaySet(next, p.val)
	}
	j := next
	if f.is(j, markComma) {
		j++
	}
	if f.is(j, monthName) || f.is(j, numberDigits) || f.is(j, numberSuffix) || f.says(j, "the") && f.is(j+1, numberSuffix) {
		if f.says(j, "the") {
			j++
		}
		if t, ok := firstOf(j, f.monthDate, f.monthAfterDay); ok && t.period.grain != grainMonth {
			return t, ok
		}
	}
	if f.is(next, daypartName) && len(f.at(next).text) > 4 && f.at(next).text[len(f.at(next).text)-1] == 's' {
		t, _ := weekdaySet(next+1, p.val)
		t.value += "T" + daypartCodes[min(f.at(next).val, partNight)]
		return t, true
	}
	return f.withDaypart(next, calendar{grainDay, f.weekdayDate(i, p.val, rel)}, false)
}

func weekdaySet(next, day int) (timex, bool) {
	return timex{next: next, kind: article.DateSet, value: fmt.Sprintf("XXXX-WXX-%d", day)}, true
}

// weekdayDate returns the day that a weekday means: the latest one up to the
// publication day, or the first from it on where the text looks ahead.
func (f *finder) weekdayDate(i, day, rel int) time.Time {
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

// season reads spring, the summer of 1998; rel as in monthAlone.
func (f *finder) season(i, rel int) (timex, bool) {
	month := f.at(i).val*3 + 3
	if rel == -2 && f.is(i+1, relativeWord) && !f.timePreposition(i-1) && !f.says(i-1, "the") {
		return none() // prices fall this year
	}
	if year, next := f.yearAfter(i + 1); year > 0 {
		return absolute(next, calendar{grainSeason, civil(year, month, 1)})
	}
	if rel == -2 && (!f.says(i-1, "the", "in", "by", "since", "early", "late", "mid", "every", "of") || f.says(i+1, "of", "in")) {
		return none()
	}
	at := calendar{grainSeason, civil(f.today.Year(), month, 1)}
	switch {
	case rel == -1 && !at.start.Before(f.today), rel == -2 && at.start.After(f.today) && f.tense(i) == tensePast:
		at = at.shift(-4)
	case rel == 1 && !at.start.After(f.today), rel == -2 && at.end().Before(f.today) && f.tense(i) == tenseFuture:
		at = at.shift(4)
	}
	return f.resolved(i+1, at)
}

// holiday reads Christmas, Easter Sunday, Thanksgiving Day 1997.
func (f *finder) holiday(i, rel int) (timex, bool) {
	next, which := i+1, f.at(i).val
	shift := 0
	switch {
	case f.says(next, "eve"):
		next, shift = next+1, -1
	case f.says(next, "day") || f.says(next, "sunday"):
		next++
	case f.says(next, "monday"):
		next, shift = next+1, 1
	case f.at(next).class == noDate && f.at(next).text != "" && f.at(next).text[0] >= 'A' && f.at(next).text[0] <= 'Z' && !f.at(next).glued:
		return none() // Easter Island, a name
	}
	if year, after := f.yearAfter(next); year > 0 {
		return absolute(after, periodOf(grainDay, holidayDate(which, year).AddDate(0, 0, shift)))
	}
	at := holidayDate(which, f.today.Year())
	days := int(at.Sub(f.today).Hours() / 24)
	switch {
	case rel == -1 && days >= 0, rel == -2 && days > 0 && (f.tense(i) == tensePast && days > 60 || days > 240):
		at = holidayDate(which, f.today.Year()-1)
	case rel == 1 && days <= 0, rel == -2 && days < -60 && f.tense(i) == tenseFuture:
		at = holidayDate(which, f.today.Year()+1)
	}
	return f.resolved(next, periodOf(grainDay, at.AddDate(0, 0, shift)))
}
