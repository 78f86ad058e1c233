package timex

import "github.com/briefing-bot/briefing-bot/index/article"

// expression reads the longest time expression that begins at piece i: words
// that qualify it (the, about, early, the end of), then its core.
func (f *finder) expression(i int) (timex, bool) {
	if f.at(i).glued && f.is(i-1, markHyphen) && f.at(i-2).class == noDate && f.at(i-2).token == f.at(i).token {
		return none() // inside a compound: post-September, half-year
	}
	if t, ok := f.core(i); ok {
		return t, true
	}
	j, part := f.qualifiers(i)
	if j == i {
		return none()
	}
	t, ok := f.core(j)
	if ok && part && t.kind == article.DateSet || f.compound(i, j, t.next) {
		return none()
	}
	return t, ok
}

// qualifiers skips the words before the core of the expression at i, and reports
// whether one of them picks a part of the period.
func (f pieces) qualifiers(i int) (next int, part bool) {
	first := i
	for range 6 {
		switch f.at(i).class {
		case approximation:
			if !f.approximates(i) {
				return first, false
			}
		case definite:
			if f.says(i, "that") {
				return first, false
			}
		case partWord:
			if f.says(i, "end", "beginning", "start", "middle", "close", "rest", "remainder") && !f.says(i+1, "of") {
				return first, false
			}
			part = true
		case agoWord:
			if !f.says(i, "earlier", "later") || i != first {
				return i, part
			}
			part = true
		case markHyphen:
			if !part || !f.at(i).glued {
				return i, part
			}
		case linkWord:
			if i == first || !f.says(i, "of", "least", "most", "than", "to") && !(f.says(i, "in") && part) {
				return i, part
			}
		default:
			return i, part
		}
		i++
	}
	return i, part
}

// approximates reports whether the word at i belongs to an expression: up to,
// more than, at least; others (over, at) do with numbers only by chance.
func (f pieces) approximates(i int) bool {
	switch {
	case f.says(i, "up"):
		return f.says(i+1, "to")
	case f.says(i, "more", "less"):
		return f.says(i+1, "than")
	case f.says(i, "at"):
		return f.says(i+1, "least", "most")
	}
	return true
}

// compound reports whether the core at j is an attribute, so that the article
// before it belongs to the noun: the two-hour talks, the 2012 election.
func (f pieces) compound(i, j, next int) bool {
	switch f.at(j).class {
	case monthName, weekdayName:
		return f.is(j-1, definite)
	case numberDigits, cardinal, ordinal:
		if f.is(j-1, definite) && f.is(j, numberDigits) && next == j+1 {
			return true
		}
		return f.is(i, definite) && f.is(j+1, markHyphen) && f.at(j+1).glued
	}
	return false
}

// core reads the expression that begins at i without qualifiers.
func (f *finder) core(i int) (timex, bool) {
	switch f.at(i).class {
	case numberDigits, numberSuffix, markApostrophe:
		return f.numeric(i)
	case cardinal:
		return firstOf(i, f.wordYear, f.wordClock, f.monthAfterDay, f.counted)
	case indefinite, vagueCount:
		return firstOf(i, f.counted)
	case ordinal:
		return firstOf(i, f.place, f.ordinalPeriod, f.monthAfterDay)
	case monthName:
		return f.monthDate(i)
	case weekdayName:
		return f.weekday(i, -2)
	case unitName:
		return f.bareUnit(i)
	case unitPlural:
		return f.barePlural(i)
	case seasonName:
		return f.season(i, -2)
	case daypartName:
		return f.daypart(i)
	case dayWord:
		return f.dayWord(i)
	case relativeWord:
		return f.relative(i)
	case reference:
		return f.reference(i)
	case definite:
		return firstOf(i, f.definitePhrase)
	case everyWord, frequencyWord:
		return f.set(i)
	case holidayName:
		return f.holiday(i, -2)
	case fiscalWord:
		return f.fiscal(i)
	case decadeName:
		return f.wordDecade(i)
	case quarterCode:
		return f.quarterCode(i)
	case fiscalCode:
		return f.fiscalCode(i)
	case linkWord, approximation:
		return f.phrase(i)
	}
	return none()
}

// numeric reads what begins with digits.
func (f *finder) numeric(i int) (timex, bool) {
	return firstOf(i, f.numericDate, f.clock, f.monthAfterDay, f.leadingDay, f.place, f.decade, f.ordinalPeriod, f.counted, f.yearAlone)
}

// reference reads now, recently, soon; recent and current only where a noun
// of time follows.
func (f pieces) reference(i int) (timex, bool) {
	if f.says(i, "recent") {
		if f.is(i+1, unitPlural) {
			next := i + 2
			if f.says(next, "and") && f.is(next+1, unitPlural) {
				next += 2
			}
			return refer(next, "PAST_REF")
		}
		return none()
	}
	if f.at(i).text == "Now" && f.is(i+1, markComma) {
		return none() // goes on with a story
	}
	if f.says(i, "soon") && f.says(i-1, "as") || f.says(i, "soon") && f.says(i+1, "after") {
		return none()
	}
	return refer(i+1, referenceCodes[f.at(i).val])
}

// definitePhrase reads the past, the future, the time: not calendar periods.
func (f *finder) definitePhrase(i int) (timex, bool) {
	j := i + 1
	if f.says(j, "near") {
		j++
	}
	switch {
	case f.says(i, "the") && f.says(j, "future") && !f.is(j+1, markHyphen) && f.says(i-1, "in", "for", "into", "of"):
		return refer(j+1, "FUTURE_REF")
	case f.says(i, "the") && f.says(i+1, "past") && f.says(i-1, "in") && !f.says(i+2, "few", "several", "couple", "half"):
		switch f.at(i + 2).class {
		case unitName, unitPlural, numberDigits, cardinal, monthName, seasonName, indefinite, weekdayName, fiscalWord, markHyphen:
			return none()
		}
		return refer(i+2, "PAST_REF")
	case f.says(i, "this") && f.says(i+1, "moment"):
		return refer(i+2, "PRESENT_REF")
	case f.says(i, "these") && f.says(i+1, "days"):
		return refer(i+2, "PRESENT_REF")
	case f.says(i, "that") && f.says(i+1, "year", "month", "week", "day"):
		return f.sameUnit(i + 1)
	case f.says(i, "that") && f.is(i+1, weekdayName):
		return f.weekday(i+1, -2)
	case f.says(i, "the", "its") && f.says(i+1, "same") && f.is(i+2, unitName):
		return f.sameUnit(i + 2)
	}
	return none()
}

// sameUnit reads the same day, the same week: the last period named.
func (f *reader) sameUnit(i int) (timex, bool) {
	g := grainOfUnit[f.at(i).val]
	if g < grainYear || f.anchor.grain < g || g == grainMinute {
		return timex{next: i + 1, kind: article.DateDate}, g != grainNone && g != grainMinute
	}
	return absolute(i+1, periodOf(g, f.anchor.start))
}

// phrase reads the few expressions of several words that begin with a word
// which is no time word itself.
func (f *finder) phrase(i int) (timex, bool) {
	switch {
	case f.says(i, "tonight"):
		t, _ := f.resolved(i+1, periodOf(grainDay, f.today))
		t.kind, t.part = article.DateTime, partOfDay(t, "TNI")
		return t, true
	case f.says(i, "new") && f.says(i+1, "year") && f.is(i+2, markApostrophe) && f.says(i+4, "day", "eve"):
		return f.newYear(i)
	case f.says(i, "future") && f.is(i+1, unitPlural):
		return refer(i+2, "FUTURE_REF")
	case f.says(i, "some") && f.says(i+1, "time") && !f.says(i+2, "in"):
		return timex{next: i + 2, kind: article.DateDuration, value: "PXX"}, true
	}
	return none()
}

// newYear reads New Year's Day and New Year's Eve: those nearest to the publication on the side that the tense gives.
func (f *finder) newYear(i int) (timex, bool) {
	month, day := 1, 1
	if f.says(i+4, "eve") {
		month, day = 12, 31
	}
	if year, next := f.yearAfter(i + 5); year > 0 {
		return absolute(next, calendar{grainDay, civil(year, month, day)})
	}
	year := f.today.Year()
	at := civil(year, month, day)
	switch days := int(at.Sub(f.today).Hours() / 24); {
	case days > 183, days > 0 && f.tense(i) == tensePast && f.happened():
		at = civil(year-1, month, day)
	case days < -183, days < 0 && f.tense(i) == tenseFuture:
		at = civil(year+1, month, day)
	}
	return f.resolved(i+5, calendar{grainDay, at})
}
