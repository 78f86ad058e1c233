package timex

import (
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// wordYear reads a year in words: nineteen ninety-one, two thousand and five.
func (f numbers) wordYear(i int) (timex, bool) {
	first, j := f.at(i).val, i+1
	if first == 2 && f.at(j).val == 1000 && f.is(j, cardinal) {
		if f.says(i-1, "year") {
			return absoluteYear(j+1, 2000)
		}
		return none()
	}
	if f.is(j, markHyphen) {
		j++
	}
	if first < 17 || first > 20 || !f.is(j, cardinal) || f.at(j).val < 10 || f.at(j).val > 99 {
		return none()
	}
	rest, next := f.cardinal(j)
	if rest > 99 || f.is(next, unitPlural) || f.says(next, "million", "percent", "thousand", "hundred") {
		return none()
	}
	return absoluteYear(next, first*100+rest)
}

func absoluteYear(next, year int) (timex, bool) {
	return absolute(next, calendar{grainYear, civil(year, 1, 1)})
}

// yearAlone reads a year in digits, and the quarter or half that it qualifies.
func (f *years) yearAlone(i int) (timex, bool) {
	if f.is(i, markApostrophe) {
		return f.shortYear(i)
	}
	p := f.at(i)
	if p.class != numberDigits || len(p.text) != 4 || p.val < 1500 || p.val > 2100 || !f.plausibleYear(i) {
		return none()
	}
	j := i + 1
	if next := f.ownYearAfter(i); next > 0 {
		if f.secondYear(i) > 0 {
			return open(next)
		}
		return refer(next, p.text)
	}
	if c, next, ok := f.codeAfter(i); ok {
		return absolute(next, c)
	}
	if f.is(j, markApostrophe) && f.says(j+1, "s") {
		j += 2
	}
	if f.is(j, fiscalWord) {
		j++
	}
	if f.is(j, ordinal) || f.is(j, numberSuffix) {
		if c, next, ok := f.part(j, p.val); ok {
			return absolute(next, c)
		}
	}
	if f.beforeChrist(i + 1) {
		return refer(i+2, fmt.Sprintf("BC%04d", p.val))
	}
	if f.says(i+1, "period", "quarter") && f.quarter.grain == grainQuarter {
		return absolute(i+2, calendar{grainQuarter, civil(p.val, int(f.quarter.start.Month()), 1)})
	}
	if f.says(i+1, "period") {
		return absoluteYear(i+2, p.val)
	}
	return absoluteYear(i+1, p.val)
}

// beforeChrist reports whether piece i counts the years before it backwards.
func (f pieces) beforeChrist(i int) bool { return f.says(i, "bc", "bce", "b.c", "b.c.") }

// codeAfter reads the rest of 2024 Q1 and 2024-Q1.
func (f *years) codeAfter(i int) (calendar, int, bool) {
	j := i + 1
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	if !f.is(j, quarterCode) {
		return calendar{}, i, false
	}
	q, _ := parseQuarterCode(f.at(j).text)
	if q.year >= 0 {
		return calendar{}, i, false
	}
	return q.in(f.at(i).val), j + 1, true
}

// plausibleYear reports whether four digits are a year rather than a quantity.
func (f pieces) plausibleYear(i int) bool {
	before, after := f.at(i-1), f.at(i+1)
	switch {
	case before.glued && before.class == markHyphen && !f.is(i-2, numberDigits) && !f.is(i-2, partWord):
		return false
	case f.at(i).glued && (before.text == "$" || before.text == "#" || before.text == "£" || before.text == "€"):
		return false
	case after.class == markSlash && f.secondYear(i) > 0 && before.class != markSlash && f.at(i+3).class != markSlash:
		return true
	case before.class == markSlash || before.class == markColon || after.class == markSlash || after.class == markColon:
		return false
	case after.text == "%" || f.is(i+1, unitPlural) || f.says(i+1, "percent", "million", "billion", "dollars", "people", "miles"):
		return false
	case f.yearContext(i - 1):
		return true
	}
	lower := after.class == noDate && after.text != "" && after.text[0] >= 'a' && after.text[0] <= 'z'
	return f.at(i).val >= 1900 && f.at(i).val < 2060 && !(lower && after.text[len(after.text)-1] == 's')
}

// yearContext reports whether piece i leads on to a year.
func (f pieces) yearContext(i int) bool {
	return f.timePreposition(i) || f.is(i, definite) || f.is(i, fiscalWord) || f.at(i).text == "(" || f.is(i, seasonName) || f.says(i, "year")
}

// shortYear reads '98.
func (f *years) shortYear(i int) (timex, bool) {
	p := f.at(i + 1)
	if p.class != numberDigits || len(p.text) != 2 || !p.glued || !f.timePreposition(i-1) || f.at(i).glued {
		return none()
	}
	return absoluteYear(i+2, f.century(p.val))
}

// decade reads 1990s, '90s, 90s.
func (f *years) decade(i int) (timex, bool) {
	j := i
	if f.is(i, markApostrophe) {
		j++
	}
	p := f.at(j)
	digits := len(p.text) - 1
	if p.class != numberSuffix || p.val%10 != 0 || digits < 1 || p.text[digits] != 's' {
		return none()
	}
	switch {
	case digits == 4 && p.val >= 1000 && p.val <= 2100:
		return absolute(j+1, calendar{grainDecade, civil(p.val, 1, 1)})
	case digits == 2 && (j > i && p.glued || f.is(i-1, partWord) || f.says(i-1, "the")):
		return absolute(j+1, periodOf(grainDecade, civil(f.century(p.val), 1, 1)))
	}
	return none()
}

// wordDecade reads the nineties; somebody in his nineties is no date.
func (f *years) wordDecade(i int) (timex, bool) {
	if !f.says(i-1, "the") && !f.is(i-1, partWord) && !(f.is(i-1, markHyphen) && f.is(i-2, partWord)) {
		return none()
	}
	for j := i - 1; j >= i-4; j-- {
		if f.is(j, definite) && !f.says(j, "the") {
			return none()
		}
	}
	return absolute(i+1, periodOf(grainDecade, civil(f.century(f.at(i).val), 1, 1)))
}

// numericDate reads 2025-05-19, 05/19/98, 19.5.2025.
func (f *years) numericDate(i int) (timex, bool) {
	if f.at(i).val < 0 {
		return f.dottedDate(i)
	}
	a, b, c := f.at(i), f.at(i+2), f.at(i+4)
	mark := f.at(i + 1).class
	if mark != f.at(i+3).class || mark != markHyphen && mark != markSlash || !f.at(i+1).glued || !f.at(i+4).glued {
		return none()
	}
	if a.class != numberDigits || b.class != numberDigits || c.class != numberDigits && c.class != numberSuffix {
		return none()
	}
	switch {
	case len(a.text) == 4 && validDay(a.val, b.val, c.val) && len(c.text) <= 2:
		return f.withDaypart(i+5, calendar{grainDay, civil(a.val, b.val, c.val)}, true)
	case len(a.text) == 4 && len(c.text) == 5 && c.text[2] == 'T' && validDay(a.val, b.val, c.val):
		return f.moment(i+5, calendar{grainDay, civil(a.val, b.val, c.val)})
	case len(a.text) == 4 && len(b.text) == 2 && len(c.text) == 2 && mark == markHyphen && a.val >= 1500 && a.val <= 2100:
		return open(i + 5)
	case (mark == markSlash || len(c.text) == 4) && len(a.text) <= 2 && len(b.text) <= 2 && (len(c.text) == 4 || len(c.text) == 2) && c.class == numberDigits:
		return f.slashDate(i+5, a.val, b.val, c.val)
	}
	return none()
}

// moment reads the time of day in 2025-05-19T14:30:00Z, from the minutes on.
func (f *years) moment(i int, day calendar) (timex, bool) {
	h, m := digits(f.at(i - 1).text[3:]), f.at(i+1).val
	if !f.is(i, markColon) || len(f.at(i+1).text) < 2 || h < 0 || h > 23 || m < 0 || m > 59 {
		return none()
	}
	next := i + 2
	if f.is(next, markColon) && f.at(next).glued && f.at(next+1).glued {
		next += 2
	}
	at := day.start.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	return timex{next: next, kind: article.DateTime, period: calendar{grainMinute, at}}, true
}

// dottedDate reads 19.5.2025, the day first as everywhere where dates are written so.
func (f *years) dottedDate(i int) (timex, bool) {
	parts := strings.Split(f.at(i).text, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return none()
	}
	day, month, year := digits(parts[0]), digits(parts[1]), digits(parts[2])
	switch {
	case day < 0 || month < 0 || year < 1500 || year > 2100:
		return none()
	case !validDay(year, month, day):
		return open(i + 1)
	}
	return f.withDaypart(i+1, calendar{grainDay, civil(year, month, day)}, true)
}

// slashDate resolves 05/19/98 where only one order of day and month is a date,
// or only one lies near the publication.
func (f *years) slashDate(next, a, b, year int) (timex, bool) {
	if year < 100 {
		year = f.century(year)
	}
	american, european := validDay(year, a, b), validDay(year, b, a)
	switch {
	case american && european && a != b:
		if f.near(civil(year, a, b)) == f.near(civil(year, b, a)) {
			return timex{next: next, kind: article.DateDate}, true
		}
		american = f.near(civil(year, a, b))
	case !american && !european && (a > 31 || b > 31):
		return none()
	case !american && !european:
		return open(next)
	}
	if american {
		return absolute(next, calendar{grainDay, civil(year, a, b)})
	}
	return absolute(next, calendar{grainDay, civil(year, b, a)})
}

// near reports whether t lies within three days of the publication.
func (f *years) near(t time.Time) bool {
	d := t.Sub(f.today)
	return !f.published.IsZero() && d.Abs() <= 3*24*time.Hour
}

// yearAfter reads a year that completes a date: 1998, ", 1998", "of 1998", '98.
func (f *years) yearAfter(i int) (year, next int) {
	j := i
	if f.is(j, markComma) || f.says(j, "of", "in") {
		j++
	}
	p := f.at(j)
	switch {
	case p.class == numberDigits && len(p.text) == 4 && p.val >= 1000 && p.val < 2200:
		return p.val, j + 1
	case f.is(i, markApostrophe) && f.is(i+1, numberDigits) && len(f.at(i+1).text) == 2 && f.at(i+1).glued:
		return f.century(f.at(i + 1).val), i + 2
	case p.class == relativeWord && f.says(j+1, "year") && f.says(j, "last", "this", "next") && f.knows(grainYear):
		return f.today.Year() + p.val, j + 2
	case f.says(j, "that", "the") && f.anchor.grain >= grainYear:
		if years, next := f.thatYear(j); next > 0 {
			return f.anchor.start.Year() + years, next
		}
	case p.class == cardinal && p.val >= 17 && p.val <= 20:
		if t, ok := f.wordYear(j); ok {
			return t.period.start.Year(), t.next
		}
	}
	return 0, i
}

// thatYear reads that year, the same year, the following year; it returns how many years after the year
// that the text named last it lies, and the piece after it, or 0.
func (f *years) thatYear(i int) (years, next int) {
	switch {
	case f.says(i, "that") && f.says(i+1, "year"):
		return 0, i + 2
	case !f.says(i, "the") || !f.says(i+2, "year"):
		return 0, 0
	case f.says(i+1, "same"):
		return 0, i + 3
	case f.says(i+1, "following"):
		return 1, i + 3
	case f.says(i+1, "previous", "preceding"):
		return -1, i + 3
	}
	return 0, 0
}

// century completes a year of two digits: no later than ten years from now.
func (f *years) century(year int) int {
	now := 2000
	if !f.published.IsZero() {
		now = f.today.Year()
	}
	full := now - now%100 + year
	if full > now+10 {
		full -= 100
	}
	return full
}

// ownYear reports whether the year that the word at i speaks of may begin on another day
// than 1 January: a financial year, a tax year.
func (f pieces) ownYear(i int) bool {
	return f.is(i, fiscalWord) && f.says(i, "fiscal", "financial", "tax", "academic")
}

// secondYear returns the piece after 2023-24, 2023/24 or 2023-2024 at i, or 0.
func (f pieces) secondYear(i int) int {
	if !f.is(i, numberDigits) || len(f.at(i).text) != 4 || !f.is(i+1, markHyphen) && !f.is(i+1, markSlash) {
		return 0
	}
	end := f.at(i + 2)
	if end.class != numberDigits || !end.glued || len(end.text) != 2 && len(end.text) != 4 || end.val%100 != (f.at(i).val+1)%100 {
		return 0
	}
	return i + 3
}

// ownYearAfter returns the piece after 2024 financial year, 2023-24 tax year at i, or 0.
func (f pieces) ownYearAfter(i int) int {
	if len(f.at(i).text) != 4 {
		return 0
	}
	j := max(f.secondYear(i), i+1)
	if f.ownYear(j) && f.says(j+1, "year") {
		return j + 2
	}
	return 0
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
	if capitalised(f.at(i).text) && f.is(i+1, noDate) && capitalised(f.at(i+1).text) && !f.at(i+1).glued {
		return none() // the Winter Games
	}
	around := f.says(i-1, "before", "after", "during", "throughout") && f.at(i).text != "fall"
	if rel == -2 && !around && (!f.says(i-1, "the", "in", "by", "since", "until", "till", "early", "late", "mid", "every", "of") || f.says(i+1, "of", "in")) {
		return none()
	}
	if around && f.says(i+1, "of", "in", "is", "was", "has", "with") {
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
	case f.at(next).class == noDate && capitalised(f.at(next).text) && !f.at(next).glued:
		return none() // Easter Island, a name
	}
	return f.feast(i, next, rel, func(year int) time.Time { return holidayDate(which, year).AddDate(0, 0, shift) })
}

// namedDay reads Good Friday and Black Friday at the weekday; it reports whether the word before
// makes the weekday part of a name, of which some have no value.
func (f *finder) namedDay(i, next, rel int) (t timex, named bool) {
	if f.is(i-1, noDate) && f.at(i-1).text == "Super" || f.at(i-1).text == "Bloody" {
		return timex{}, true
	}
	days, ok := daysFromEaster[f.at(i-1).text]
	switch {
	case ok && isoDay(easter(2000).AddDate(0, 0, days)) == f.at(i).val:
		t, _ = f.feast(i, next, rel, func(year int) time.Time { return easter(year).AddDate(0, 0, days) })
	case f.at(i-1).text == "Black" && f.at(i).val == 5:
		t, _ = f.feast(i, next, rel, func(year int) time.Time { return holidayDate(2, year).AddDate(0, 0, 1) })
	case f.at(i-1).text == "Cyber" && f.at(i).val == 1:
		t, _ = f.feast(i, next, rel, func(year int) time.Time { return holidayDate(2, year).AddDate(0, 0, 4) })
	default:
		return timex{}, false
	}
	return t, true
}

// daysFromEaster are the weekdays of the church year that have names of their own.
var daysFromEaster = map[string]int{"Good": -2, "Ash": -46, "Palm": -7, "Maundy": -3, "Shrove": -47, "Holy": -1}

// feast resolves a day that each year has, by the year that follows or by the tense at i.
func (f *finder) feast(i, next, rel int, day func(year int) time.Time) (timex, bool) {
	if year, after := f.yearAfter(next); year > 0 {
		return absolute(after, periodOf(grainDay, day(year)))
	}
	at := day(f.today.Year())
	days := int(at.Sub(f.today).Hours() / 24)
	switch {
	case rel == -1 && days >= 0, rel == -2 && days > 0 && (f.tense(i) == tensePast && (days > 60 || f.happened()) || days > 240):
		at = day(f.today.Year() - 1)
	case rel == 1 && days <= 0, rel == -2 && days < -60 && f.tense(i) == tenseFuture:
		at = day(f.today.Year() + 1)
	}
	return f.resolved(next, periodOf(grainDay, at))
}
