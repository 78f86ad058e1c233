package timex

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// count is a number of units as the text gives it.
type count struct {
	n     int
	half  bool // and a half
	vague bool // several, a few, two or three
}

// number reads the number that begins at i: 30, seven, twenty-four, a couple
// of, two and a half, 2 1/2, half a.
func (f *finder) number(i int) (count, int, bool) {
	p := f.at(i)
	switch p.class {
	case numberDigits:
		if p.val < 0 {
			return count{}, i, false
		}
		return f.fraction(count{n: p.val}, i+1)
	case cardinal:
		n, next := f.cardinal(i)
		return f.fraction(count{n: n}, next)
	case vagueCount:
		return f.vagueNumber(i)
	case indefinite:
		return f.indefiniteNumber(i)
	}
	return count{}, i, false
}

func (f *finder) vagueNumber(i int) (count, int, bool) {
	if f.says(i, "couple") {
		return count{n: 2}, i + 2, f.says(i+1, "of") && f.is(i-1, relativeWord)
	}
	if f.says(i, "half") {
		if f.is(i+1, indefinite) {
			return count{half: true}, i + 2, true
		}
		return count{}, i, false
	}
	if f.says(i+1, "of") {
		return count{vague: true}, i + 2, f.says(i, "dozens", "scores", "hundreds", "thousands")
	}
	return count{vague: true}, i + 1, !f.says(i, "dozens", "scores", "hundreds", "thousands")
}

func (f *finder) indefiniteNumber(i int) (count, int, bool) {
	switch {
	case f.says(i+1, "couple"):
		if f.says(i+2, "of") {
			return count{n: 2}, i + 3, true
		}
		return count{n: 2}, i + 2, true
	case f.says(i+1, "few") || f.says(i+1, "several"):
		return count{vague: true}, i + 2, true
	case f.says(i+1, "half"):
		if f.is(i+2, markHyphen) {
			return count{half: true}, i + 3, true
		}
		return count{half: true}, i + 2, true
	case f.is(i+1, cardinal) && f.at(i+1).val >= 12:
		n, next := f.cardinal(i + 1)
		return count{n: n}, next, true
	}
	return f.fraction(count{n: 1}, i+1)
}

// cardinal reads number words: twenty-four, two hundred, a thousand.
func (f *finder) cardinal(i int) (n, next int) {
	total := 0
	for steps := 0; steps < 8; steps++ {
		v := f.at(i).val
		switch {
		case !f.is(i, cardinal):
			return total, i
		case v >= 100 && total > 0 && total < 1000:
			total *= v
		case v >= 100 && total == 0:
			total = v
		case total == 0 || total%100 == 0 || total%10 == 0 && total%100 >= 20 && v < 10:
			total += v
		default:
			return total, i
		}
		i++
		if f.is(i, markHyphen) && f.at(i).glued && f.is(i+1, cardinal) && total%100 >= 20 {
			i++
		}
	}
	return total, i
}

// fraction reads what follows a number: 1/2, and a half, or three, to four.
func (f *finder) fraction(c count, i int) (count, int, bool) {
	switch {
	case f.is(i, numberDigits) && f.is(i+1, markSlash) && f.is(i+2, numberDigits):
		c.half = f.at(i).val == 1 && f.at(i+2).val == 2
		return c, i + 3, true
	case f.says(i, "and") && f.is(i+1, indefinite) && f.says(i+2, "half"):
		c.half = true
		return c, i + 3, true
	case f.says(i, "and") && f.says(i+1, "half"):
		return c, i, false
	}
	return f.countRange(c, i)
}

// countRange skips the second number of "two or three", "12 to 18", "10-15":
// the count is the lower one, as most of TimeBank has it.
func (f *finder) countRange(c count, i int) (count, int, bool) {
	if !f.says(i, "or", "to") && !(f.is(i, markHyphen) && f.is(i+1, numberDigits)) {
		return c, i, true
	}
	j := i + 1
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	switch {
	case f.is(j, numberDigits) && f.at(j).val >= 0:
		return c, j + 1, true
	case f.is(j, cardinal):
		_, next := f.cardinal(j)
		return c, next, true
	}
	return c, i, true
}

// durationValue is c units as a TIMEX3 duration: P3M, PT1H30M, PXD.
func durationValue(c count, u unit) string {
	prefix := "P"
	if u <= unitHour {
		prefix = "PT"
	}
	n, letters := c.n, unitLetters[u]
	switch u {
	case unitDecade:
		if !c.vague {
			n, letters = n*10, "Y"
		}
	case unitCentury:
		if !c.vague {
			n, letters = n*100, "Y"
		}
	case unitMillennium:
		if !c.vague {
			n, letters = n*1000, "Y"
		}
	case unitFortnight:
		n, letters = n*2, "W"
	}
	switch {
	case c.vague:
		return prefix + "X" + letters
	case c.half:
		return halfValue(prefix, n, u, letters)
	}
	return fmt.Sprintf("%s%d%s", prefix, n, letters)
}

var unitLetters = [...]string{"S", "M", "H", "D", "W", "M", "Q", "Y", "E", "C", "L", "WE", "W", "H", "X", "D"}

// halfValue is n units and a half, the half in the next smaller unit.
func halfValue(prefix string, n int, u unit, letters string) string {
	half := map[unit]string{unitYear: "6M", unitHour: "30M", unitMinute: "30S", unitDay: "T12H", unitMonth: "15D", unitDecade: "5Y", unitCentury: "50Y"}[u]
	if u == unitDecade || u == unitCentury {
		years := map[unit]int{unitDecade: 10, unitCentury: 100}[u]
		return fmt.Sprintf("P%dY", n+years/2)
	}
	if half == "" {
		return fmt.Sprintf("%s%d.5%s", prefix, n, letters)
	}
	if n == 0 {
		return prefix + half
	}
	return fmt.Sprintf("%s%d%s%s", prefix, n, letters, half)
}

// counted reads a number with a unit: three weeks, 30-day, 42-year-old, a year
// ago, two days earlier.
func (f *finder) counted(i int) (timex, bool) {
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

// afterCount decides by what follows (ago, earlier, old) and what stands before.
func (f *finder) afterCount(i int, c count, u unit, next int) (timex, bool) {
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

// isRate says whether "a year" at i means every year: three times a day, 5% a
// year, $2 million a month.
func (f *finder) isRate(i int, u unit) bool {
	if u < unitHour || f.at(i).text == "A" {
		return false
	}
	for j := i - 1; j >= i-3 && j >= 0; j-- {
		p := f.at(j)
		if p.text == "%" || p.text == "$" || f.says(j, "times", "once", "twice", "percent", "million", "billion", "dollars", "barrels", "tons", "people") {
			return true
		}
		if p.class == numberDigits || p.class == linkWord || p.class == markComma {
			return p.class == numberDigits && j == i-1
		}
	}
	return false
}

// shifted reads "ago", "earlier", "later" at next: from the publication, or
// from the last date that the text named.
func (f *finder) shifted(c count, u unit, next int) (timex, bool) {
	sign := f.at(next).val
	switch {
	case f.says(next, "before", "after", "hence"), u <= unitHour:
		return none()
	case f.says(next, "ago") || sign < 0 && (f.comparable(u, c) || f.anchor.grain == grainNone):
		return f.shiftToday(c, u, next+1, sign)
	case f.anchor.grain == grainNone && !c.vague:
		return timex{next: next + 1, kind: article.DateDate}, true
	}
	period, reference := shiftedPeriod(c, u, f.anchor.start, sign)
	return timex{next: next + 1, kind: article.DateDate, value: reference, period: period, past: sign < 0 && u == unitYear}, true
}

// shiftToday is the period c units before or after the publication, or before
// the quarter under discussion.
func (f *finder) shiftToday(c count, u unit, next, sign int) (timex, bool) {
	if sign < 0 && f.comparable(u, c) {
		return f.compared(next, f.quarter.shift(-4*c.n))
	}
	period, reference := shiftedPeriod(c, u, f.today, sign)
	if reference != "" {
		return f.refer(next, reference)
	}
	return f.resolved(next, period)
}

// comparable says whether c years back from the quarter under discussion are meant.
func (f *finder) comparable(u unit, c count) bool {
	return u == unitYear && !c.vague && !c.half && f.quarter.grain == grainQuarter
}

// shiftedPeriod is the period of u's grain that lies c units from a day; for a
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

// compared is resolved for a period that the topic is compared with.
func (f *finder) compared(next int, c calendar) (timex, bool) {
	t, ok := f.resolved(next, c)
	t.past = true
	return t, ok
}

// agoCompound reads the end of year-ago and year-earlier, and the noun that
// they qualify: the year-ago quarter.
func (f *finder) agoCompound(hyphen int) (timex, bool) {
	next := hyphen + 2
	if f.is(next, ordinal) && f.says(next+1, "quarter") {
		c, ok := f.quarterOf(f.at(next).val, f.today.Year()-1)
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

// theUnit reads the quarter, the year, the period, the weekend.
func (f *finder) theUnit(i int, u unit) (timex, bool) {
	switch u {
	case unitDay:
		if f.is(i+2, dayWord) && (f.says(i+1, "before") || f.says(i+1, "after")) {
			shift := f.at(i+1).val + f.at(i+2).val
			return f.resolved(i+3, periodOf(grainDay, f.today).shift(shift))
		}
	case unitYear:
		if f.says(i+1, "ended", "ending") {
			return timex{next: i + 1, kind: article.DateDuration, value: "P1Y"}, true
		}
		if f.is(i+1, numberDigits) && f.at(i+1).val >= 1000 {
			return f.absoluteYear(i+2, f.at(i+1).val)
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
		if f.quarter.grain != grainNone {
			return f.resolved(i+1, f.quarter)
		}
		if u == unitPeriod {
			return none()
		}
		return f.resolved(i+1, periodOf(grainQuarter, f.today).shift(-1))
	case unitWeekend, unitMonth, unitWeek:
		c := periodOf(grainOfUnit[u], f.today)
		if f.tense(i) != tenseFuture && c.start.After(f.today) {
			c = c.shift(-1)
		}
		return f.resolved(i+1, c)
	}
	return none()
}

// barePlural reads years, months, weeks: a vague duration.
func (f *finder) barePlural(i int) (timex, bool) {
	u := unit(f.at(i).val)
	if u < unitMinute || f.at(i).glued || u == unitQuarter && f.is(i-1, cardinal) {
		return none()
	}
	if f.says(i+1, "ago") {
		return f.refer(i+2, "PAST_REF")
	}
	if u == unitWeekend {
		return timex{next: i + 1, kind: article.DateSet, value: "XXXX-WXX-WE"}, true
	}
	return timex{next: i + 1, kind: article.DateDuration, value: durationValue(count{vague: true}, u)}, true
}
