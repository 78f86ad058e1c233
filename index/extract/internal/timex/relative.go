package timex

import (
	"fmt"

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
	return f.lastCounted(i, j, rel)
}

// daysTo returns how many days lie between a weekday and the next one of a kind
// before (rel -1) or after it (rel 1).
func daysTo(day, from, rel int) int {
	n := (day - from + 7) % 7
	switch {
	case rel < 0:
		return n - 7
	case n == 0:
		return 7
	}
	return n
}

// lastCounted reads the last three months, the next few days: durations.
func (f pieces) lastCounted(i, j, rel int) (timex, bool) {
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
	if f.is(next, markHyphen) && f.at(next).glued {
		return none()
	}
	g := grainOfUnit[u]
	if u == unitPeriod {
		return f.relativePeriod(i, next, rel)
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
func (f *reader) relativePeriod(i, next, rel int) (timex, bool) {
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
func (f pieces) set(i int) (timex, bool) {
	if f.is(i, frequencyWord) {
		u := unit(f.at(i).val)
		if after := f.at(i + 1).text; after != "" && f.is(i+1, noDate) && after[0] >= 'A' && u != unitYear {
			return none() // an attribute: a daily paper, Daily News
		}
		return timex{next: i + 1, kind: article.DateSet, value: durationValue(count{n: 1}, u)}, true
	}
	j := i + 1
	if f.says(j, "other") {
		j++
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
