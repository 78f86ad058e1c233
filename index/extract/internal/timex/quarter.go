package timex

import "github.com/briefing-bot/briefing-bot/index/article"

// fiscal reads fiscal 1989, the fiscal first quarter, the full year, the
// latest quarter, the comparable year-ago period.
func (f *finder) fiscal(i int) (timex, bool) {
	j := i + 1
	if f.is(j, fiscalWord) {
		j++
	}
	if f.says(j, "year") && f.is(j+1, numberDigits) {
		j++
	}
	switch {
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
	if f.says(j, "century") && n > 1 {
		return absolute(j+1, calendar{grainCentury, civil(100*(n-1), 1, 1)})
	}
	if c, next, ok := f.part(i, f.today.Year()); ok {
		return f.partOfYear(i, next, c)
	}
	if c, k, ok := f.number(j); ok && n == 1 && f.is(k, unitPlural) {
		return timex{next: k + 1, kind: article.DateDuration, value: durationValue(c, unit(f.at(k).val))}, true
	}
	return none()
}

// partOfYear resolves a quarter or half by the year that follows, or by the
// publication: the latest that has begun, unless the text looks ahead.
func (f *finder) partOfYear(i, next int, c calendar) (timex, bool) {
	month := int(c.start.Month())
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
	}
	return f.resolved(next, c)
}

// lastPart reads last half of 1989: the part that ends the year.
func (f *reader) lastPart(j, rel int) (timex, bool) {
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
func (f *reader) yearsPart(i int, year calendar) (timex, bool) {
	if !f.is(i, markApostrophe) || !f.says(i+1, "s") || !f.is(i+2, ordinal) {
		return none()
	}
	c, next, ok := f.part(i+2, year.start.Year())
	if !ok {
		return none()
	}
	return f.resolved(next, c)
}

// part reads first quarter, second half of a year that is known.
func (f pieces) part(i, year int) (calendar, int, bool) {
	n, j := f.at(i).val, i+1
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	switch {
	case f.says(j, "quarter"):
		c, ok := quarterOf(n, year)
		return c, j + 1, ok
	case f.says(j, "half") && n <= 2:
		return calendar{grainHalf, civil(year, n*6-5, 1)}, j + 1, true
	}
	return calendar{}, i, false
}

func quarterOf(n, year int) (calendar, bool) {
	return calendar{grainQuarter, civil(year, n*3-2, 1)}, n >= 1 && n <= 4
}
