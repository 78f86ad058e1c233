package timex

import (
	"github.com/briefing-bot/briefing-bot/index/article"
)

// maxListed bounds the members of a list of dates that share a month or a year.
const maxListed = 12

// anotherYear reads the end of 1998-99, 1998/99 and 1999-00 after the first year.
func (f *finder) anotherYear(t timex) (timex, bool) {
	link, end := f.at(t.next), f.at(t.next+1)
	if t.period.grain != grainYear || !f.is(t.next-1, numberDigits) || end.class != numberDigits || len(end.text) != 2 || !link.glued || !end.glued {
		return none()
	}
	if link.class != markHyphen && link.class != markSlash || f.at(t.next+2).glued && (f.is(t.next+2, markHyphen) || f.is(t.next+2, markSlash)) || f.at(t.next+2).text == "%" {
		return none()
	}
	year := t.period.start.Year()
	last := year/100*100 + end.val
	if last < year {
		last += 100
	}
	if last == year || last-year > 30 && last/100 > year/100 {
		return none()
	}
	return absoluteYear(t.next+2, last)
}

// anotherDay reads a further day of the month of t, which the text gives as a number only.
func (f *finder) anotherDay(t timex) (timex, bool) {
	c := t.period
	if t.kind != article.DateDate || c.grain != grainDay || !f.endsInDay(t.next-1) {
		return none()
	}
	at := t.next + 1
	switch {
	case f.is(t.next, markHyphen), f.says(t.next, "to", "and", "or", "through"):
	case !f.is(t.next, markComma) || !f.listOfDays(at):
		return none()
	case f.says(at, "and", "or"):
		at++
	}
	day, next := f.dayOfMonth(at)
	if day == 0 || !f.endsInDay(at) || f.goesOn(next) {
		return none()
	}
	if !validDay(c.start.Year(), int(c.start.Month()), day) || day <= c.start.Day() {
		return none()
	}
	more, _ := absolute(next, calendar{grainDay, civil(c.start.Year(), int(c.start.Month()), day)})
	more.full = t.full
	if year, after := f.yearAfter(next); year == c.start.Year() {
		more.next = after
	}
	return more, true
}

// endsInDay reports whether piece i is the number of a day.
func (f pieces) endsInDay(i int) bool {
	day, _ := f.dayOfMonth(i)
	return day > 0
}

// goesOn reports whether the number before piece i is no day of the month before it: it
// counts something (May 3 and 12 people), has a month of its own or is a time.
func (f pieces) goesOn(i int) bool {
	p := f.at(i)
	switch p.class {
	case unitPlural, unitName, monthName, markColon, markSlash:
		return true
	case markHyphen:
		return p.glued
	case linkWord:
		return f.says(i, "of") && f.is(i+1, monthName)
	case noDate:
		return p.text == "%" || pluralNoun(p.text)
	}
	return false
}

// pluralNoun reports whether a word that follows a number looks like what it counts.
func pluralNoun(word string) bool {
	if len(word) < 4 || word[0] < 'a' || word[0] > 'z' {
		return false
	}
	return word == "people" || word == "percent" || word[len(word)-1] == 's'
}

// listOfDays reports whether the numbers from piece i on are a list that ends in "and"
// or "or": 5 and 7; 5, 7 and 9.
func (f pieces) listOfDays(i int) bool {
	for range maxListed {
		if f.says(i, "and", "or") {
			return f.endsInDay(i+1) && !f.goesOn(i+2)
		}
		if !f.endsInDay(i) {
			return false
		}
		i++
		if f.is(i, markComma) {
			i++
		}
	}
	return false
}

// linkBefore returns the link between the expression found last and the one whose month,
// day or weekday is piece i.
func (f *dates) linkBefore(i int) link {
	if len(f.found) == 0 {
		return linkNone
	}
	kind, next := f.linkAt(f.last.next)
	if kind == linkNone || f.listedStart(next) != f.listedStart(i) || i < next {
		return linkNone
	}
	if kind == linkList && f.says(f.last.next, "and") && f.says(f.lastAt-1, "between") {
		return linkRange
	}
	return kind
}

// laterYear returns the year that closes the range or list which goes on at piece i after a month,
// or a day of it: 28 March to 2 April 2024; January, May and July 2023. It is the year before
// where the turn of a year lies between the two. Without such a year it returns 0.
func (f *dates) laterYear(i, month, day int) int {
	turns := 0
	for range maxListed {
		kind, j := f.linkAt(i)
		if kind == linkNone {
			return 0
		}
		m, d, next := f.listedDate(j, month, day > 0)
		switch {
		case next == j:
			return 0
		case m < month && kind == linkList, m == month && d <= day:
			return 0
		case m < month:
			turns++
		}
		month, day, i = m, d, next
		if f.says(i, "quarter") && day == 0 {
			i++ // the July-September quarter of 2024
		}
		if year, _ := f.yearAfter(i); year > 0 {
			return year - turns
		}
	}
	return 0
}

// listedDate reads a month, a day with its month, or a day of the given month where days is set.
func (f pieces) listedDate(i, month int, days bool) (m, day, next int) {
	j := f.listedStart(i)
	if f.is(j, monthName) {
		next = j + 1
		if f.abbreviated(j) {
			next++
		}
		if d, after := f.dayOfMonth(next); d > 0 {
			return f.at(j).val, d, after
		}
		return f.at(j).val, 0, next
	}
	d, next := f.dayOfMonth(j)
	if d == 0 {
		return 0, 0, i
	}
	k := next
	if f.says(k, "of") {
		k++
	}
	switch {
	case f.is(k, monthName) && f.abbreviated(k):
		return f.at(k).val, d, k + 2
	case f.is(k, monthName):
		return f.at(k).val, d, k + 1
	case !days:
		return 0, 0, i
	}
	return month, d, next
}

// listedStart skips what may stand between a link and the next day or month of a list.
func (f pieces) listedStart(i int) int {
	for range 4 {
		switch {
		case f.is(i, weekdayName), f.is(i, markComma) && f.is(i-1, weekdayName), f.is(i, partWord), f.is(i, markHyphen) && f.is(i-1, partWord):
		case f.says(i, "the", "in", "on", "of", "from"):
		default:
			return i
		}
		i++
	}
	return i
}

// maxRangeDays is how far the end of a range without a year may lie after its beginning;
// what lies further off was moved from one to the other.
const maxRangeDays = 300

// earlierYear returns the year that a month, or its day, at piece i takes from the expression before
// it: 28 March 2024 to 2 April; December 2023 to February. Otherwise it returns 0.
func (f *dates) earlierYear(i, month, day int) int {
	kind := f.linkBefore(i)
	g := f.last.period.grain
	if kind == linkNone || g != grainMonth && g != grainDay || kind == linkList && !f.last.full {
		return 0
	}
	from := f.last.period.start
	if g == grainDay && day == 0 {
		from = periodOf(grainMonth, from).start
	}
	year := from.Year()
	if day == 0 {
		day = 1
	}
	if civil(year, month, day).Before(from) {
		if kind == linkList {
			return 0
		}
		year++
	}
	if civil(year, month, day).Sub(from).Hours() > 24*maxRangeDays {
		return 0
	}
	return year
}

// yearBeside returns the year that the text gives a month or its day, at piece i and ending before next, by a
// phrase of its own: "12 years ago, in June", "last year, on 3 May", "in May two years ago". Otherwise it returns 0.
func (f *dates) yearBeside(i, next int) int {
	if f.is(next, markComma) {
		next++
	}
	if !f.knows(grainYear) {
		return 0
	}
	if c, j, ok := f.number(next); ok && !c.vague && !c.half && (f.is(j, unitPlural) || f.is(j, unitName)) && unit(f.at(j).val) == unitYear && f.says(j+1, "ago") {
		return f.today.Year() - c.n
	}
	before := f.last.next
	if len(f.found) == 0 || f.last.period.grain != grainYear || !f.is(before, markComma) || before+2 != i || !f.says(i-1, "in", "on", "during") {
		return 0
	}
	if !f.says(before-1, "ago", "year") {
		return 0 // closed in 2019, in May …
	}
	return f.last.period.start.Year()
}

// leadsToDay reports whether piece i leads on to a day of the month.
func (f pieces) leadsToDay(i int) bool {
	return f.is(i, weekdayName) || f.is(i, markComma) && f.is(i-1, weekdayName) ||
		f.says(i, "on", "from", "between", "since", "until", "till", "by", "before", "after", "of", "the", "for")
}
