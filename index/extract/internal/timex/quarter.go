package timex

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// fiscalYear reads the number of a financial year: fiscal 2024 has the value 2024, as in
// TimeBank, but no period, for its days only the firm knows; 2023-24 is left open.
func (f *years) fiscalYear(i int) (timex, bool) {
	year := f.at(i).val
	if next := f.secondYear(i); next > 0 {
		return open(next)
	}
	if year < 1900 || year > 2100 {
		return none()
	}
	return refer(i+1, fmt.Sprintf("%04d", year))
}

// fiscalCode reads FY2024, FY24, FY 2024.
func (f *years) fiscalCode(i int) (timex, bool) {
	year, next := f.at(i).val, i+1
	if year < 0 {
		if f.is(next, numberDigits) && len(f.at(next).text) == 4 {
			return f.fiscalYear(next)
		}
		return none()
	}
	if link := f.at(next); f.is(next+1, numberDigits) && f.at(next+1).glued && len(f.at(next+1).text) == 2 && (link.class == markHyphen || link.class == markSlash) {
		return open(next + 2)
	}
	if year < 100 {
		year = f.century(year)
	}
	return refer(next, fmt.Sprintf("%04d", year))
}

// quarterCode reads Q1 2024, 3Q 2022, Q1'24, H1 2024, Q3, and Q1 FY2025, which is open.
func (f *finder) quarterCode(i int) (timex, bool) {
	q, _ := parseQuarterCode(f.at(i).text)
	next := i + 1
	year := q.year
	if year >= 0 && year < 100 {
		year = f.century(year)
	}
	if year < 0 {
		year, next = f.yearOfCode(next)
	}
	if after, ok := f.fiscalAfter(next); ok {
		return open(after)
	}
	if q.fiscal || f.ownYear(i-1) {
		return open(next)
	}
	c := q.in(max(year, 0))
	switch {
	case year > 0:
		return absolute(next, c)
	case !f.timePreposition(i-1) && (q.half || !f.is(i-1, definite) && !f.is(i-1, approximation)) || f.is(next, markColon):
		return none()
	}
	return f.partOfYear(i, next, q.in(f.today.Year()))
}

// yearOfCode reads the year after Q1: 2024, of 2024, -2024; -1 if there is none.
func (f *years) yearOfCode(i int) (year, next int) {
	j := i
	if (f.is(j, markHyphen) || f.is(j, markSlash)) && f.at(j).glued {
		j++
	}
	if year, next = f.yearAfter(j); year > 0 && f.secondYear(next-1) == 0 {
		return year, next
	}
	kind, j := f.linkAt(i)
	if kind != linkNone && f.is(j, quarterCode) {
		if q, _ := parseQuarterCode(f.at(j).text); q.year < 0 {
			if year, _ = f.yearAfter(j + 1); year > 0 {
				return year, i
			}
		}
	}
	return -1, i
}

// fiscalAfter reads the financial year that a quarter or half belongs to: FY24, of fiscal 2024,
// of the financial year, of its 2023-24 financial year. It returns the piece after it.
func (f *years) fiscalAfter(i int) (next int, ok bool) {
	j := i
	if f.says(j, "of", "in") {
		j++
		if f.is(j, definite) {
			j++
		}
		if f.is(j, relativeWord) {
			j++
		}
	}
	switch {
	case f.is(j, fiscalCode):
		t, ok := f.fiscalCode(j)
		return t.next, ok
	case f.is(j, numberDigits) && f.ownYearAfter(j) > 0:
		return f.ownYearAfter(j), true
	case !f.ownYear(j):
		return i, false
	}
	j++
	if f.says(j, "year") {
		j++
	}
	if f.is(j, numberDigits) && len(f.at(j).text) == 4 {
		return max(f.secondYear(j), j+1), true
	}
	return j, true
}

// ordinalPeriod reads third-quarter, the first half of 1998, 20th century, the
// first nine months.
func (f *finder) ordinalPeriod(i int) (timex, bool) {
	if f.is(i, numberSuffix) && !ordinalSuffix(" "+f.at(i).text) || f.is(i, numberDigits) || f.is(i, markApostrophe) {
		return none()
	}
	n, j := f.at(i).val, i+1
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	if f.says(j, "century") && f.beforeChrist(j+1) {
		return open(j + 2)
	}
	if f.says(j, "century") && n > 1 {
		return absolute(j+1, calendar{grainCentury, civil(100*(n-1), 1, 1)})
	}
	if f.ownYear(j) && f.says(j+1, "quarter", "half") {
		f.quarter, f.unplaced = calendar{}, true
		return open(j + 2)
	}
	if c, next, ok := f.part(i, f.today.Year()); ok {
		return f.partOfYear(i, next, c)
	}
	if t, ok := f.leadingPart(i); ok {
		return t, ok
	}
	if f.at(j).val == 2 && n == 1 && f.says(j+1, "quarters") {
		if year, next := f.yearAfter(j + 2); year > 0 {
			return absolute(next, calendar{grainHalf, civil(year, 1, 1)})
		}
	}
	if c, k, ok := f.number(j); ok && n == 1 && f.is(k, unitPlural) {
		return timex{next: k + 1, kind: article.DateDuration, value: durationValue(c, unit(f.at(k).val))}, true
	}
	return none()
}

// leadingPart reads first of the first and second quarters of 2024.
func (f *finder) leadingPart(i int) (timex, bool) {
	kind, j := f.linkAt(i + 1)
	if f.says(j, "the") {
		j++
	}
	if kind == linkNone || !f.is(j, ordinal) && !f.is(j, numberSuffix) || !f.says(j+1, "quarter", "quarters") && !f.says(j+1, "half", "halves") {
		return none()
	}
	q := quarterPart{n: f.at(i).val, half: f.says(j+1, "half", "halves"), year: -1}
	if q.n > 4 || q.half && q.n > 2 {
		return none()
	}
	t, ok := f.partOfYear(j, j+2, q.in(f.today.Year()))
	t.next = i + 1
	return t, ok
}

// partOfYear resolves a quarter or half by the year that follows, or by the
// publication: the latest that has begun, unless the text looks ahead.
func (f *dates) partOfYear(i, next int, c calendar) (timex, bool) {
	month := int(c.start.Month())
	if after, ok := f.fiscalAfter(next); ok {
		return open(after)
	}
	if f.ownYear(i-1) || f.is(i-1, markHyphen) && f.ownYear(i-2) {
		f.quarter, f.unplaced = calendar{}, true
		return open(next)
	}
	if year, after := f.yearAfter(next); year > 0 {
		return absolute(after, calendar{c.grain, civil(year, month, 1)})
	}
	j := next
	if f.says(j, "of") {
		j++
	}
	if f.is(j, fiscalWord) {
		j++
	}
	if f.is(j, numberDigits) && len(f.at(j).text) == 4 && j > next {
		return absolute(j+1, calendar{c.grain, civil(f.at(j).val, month, 1)})
	}
	if f.is(j, relativeWord) && f.says(j+1, "year") {
		return f.resolved(j+2, calendar{c.grain, civil(f.today.Year()+f.at(j).val, month, 1)})
	}
	if f.says(j, "the") && f.says(j+1, "year") && j > next {
		next = j + 2
	}
	if c.grain == grainHalf && next == i+2 && !f.says(i-1, "the", "fiscal") {
		return none()
	}
	if c.start.After(f.today) && (f.tense(i) != tenseFuture || c.start.Sub(f.today).Hours() > 24*200) {
		c = calendar{c.grain, civil(f.today.Year()-1, month, 1)}
	} else if c.end().AddDate(0, 4, 0).Before(f.today) && f.tense(i) == tenseFuture {
		c = calendar{c.grain, civil(f.today.Year()+1, month, 1)}
	}
	return f.resolved(next, c)
}

// lastPart reads last half of 1989: the part that ends the year.
func (f *years) lastPart(j, rel int) (timex, bool) {
	if rel != -1 || !f.says(j, "half", "quarter") || !f.says(j+1, "of") {
		return none()
	}
	year, next := f.yearAfter(j + 1)
	switch {
	case year == 0:
		return none()
	case f.says(j, "half"):
		return absolute(next, calendar{grainHalf, civil(year, 7, 1)})
	}
	return absolute(next, calendar{grainQuarter, civil(year, 10, 1)})
}

// yearsPart reads 's first quarter after a year.
func (f *years) yearsPart(i int, year calendar) (timex, bool) {
	if !f.is(i, markApostrophe) || !f.says(i+1, "s") {
		return none()
	}
	if q, ok := parseQuarterCode(f.at(i + 2).text); ok && q.year < 0 {
		return f.resolved(i+3, q.in(year.start.Year()))
	}
	if f.says(i+2, "quarter", "period") && f.quarter.grain == grainQuarter {
		return f.compared(i+3, calendar{grainQuarter, civil(year.start.Year(), int(f.quarter.start.Month()), 1)})
	}
	if !f.is(i+2, ordinal) {
		return none()
	}
	c, next, ok := f.part(i+2, year.start.Year())
	if !ok {
		return none()
	}
	return f.resolved(next, c)
}
