package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// clock reads 10 p.m., 7:15 p.m. EST, 1430 GMT, 18:30, with the day that follows.
func (f *finder) clock(i int) (timex, bool) {
	h, m, j, ok := f.hourAndMinute(i)
	if !ok {
		return none()
	}
	return f.clockDay(i, j, h, m)
}

// hourAndMinute reads the time of day at i.
func (f numbers) hourAndMinute(i int) (h, m, next int, ok bool) {
	p := f.at(i)
	h, j := p.val, i+1
	sure := false
	switch {
	case p.class == numberDigits && len(p.text) <= 2 && f.is(j, markColon) && f.at(j).glued && f.minuteAt(j+1):
		m, j = f.at(j+1).val, j+1
		sure = f.says(i-1, "at", "by", "until", "before", "after", "from", "around", "about", "since") && len(f.at(j).text) == 2
		if f.is(j, numberSuffix) {
			h, ok = halfDay(h, f.at(j).text[2:])
			return h, m, j + 1, ok && m < 60
		}
		j++
	case p.class == numberSuffix && len(p.text) <= 4:
		h, ok = halfDay(h, p.text[len(p.text)-2:])
		return h, 0, i + 1, ok
	case p.class == numberDigits && p.val < 0:
		return f.stoppedClock(i)
	case p.class == numberDigits && len(p.text) == 4 && p.val >= 0 && f.is(j, zoneName):
		h, m, sure = p.val/100, p.val%100, true
	case p.class != numberDigits || len(p.text) > 2 || p.val < 0:
		return 0, 0, i, false
	}
	if h12, is := halfDay(h, f.at(j).text); is {
		return h12, m, j + 1, m < 60
	}
	if f.says(j, "o'clock", "o’clock") {
		return h, m, j + 1, h <= 12
	}
	return h, m, j, (sure || f.is(j, zoneName) && j > i+1) && (h < 24 || h == 24 && m == 0) && m < 60 && m >= 0 && !f.is(j, markColon)
}

// minuteAt reports whether two digits and perhaps am or pm go on with what is before i.
func (f numbers) minuteAt(i int) bool {
	p := f.at(i)
	return p.glued && (p.class == numberDigits || p.class == numberSuffix) && p.val >= 0 && len(p.text) >= 2
}

// stoppedClock reads 10.15 p.m. and 10.15pm, as British papers print it.
func (f numbers) stoppedClock(i int) (h, m, next int, ok bool) {
	text := f.at(i).text
	stop := strings.IndexByte(text, '.')
	if stop < 1 || stop > 2 || len(text) < stop+3 || strings.IndexByte(text, ',') >= 0 {
		return 0, 0, i, false
	}
	h, errHour := strconv.Atoi(text[:stop])
	m, errMinute := strconv.Atoi(text[stop+1 : stop+3])
	mark, next := text[stop+3:], i+1
	if mark == "" {
		mark, next = f.at(i+1).text, i+2
	}
	h, ok = halfDay(h, mark)
	return h, m, next, ok && errHour == nil && errMinute == nil && m < 60
}

// halfDay turns an hour with a.m. or p.m. into one of 24.
func halfDay(h int, mark string) (int, bool) {
	if h < 1 || h > 12 {
		return h, false
	}
	switch mark {
	case "a.m.", "am", "AM", "A.M.", "a.m", "A.M":
		return h % 12, true
	case "p.m.", "pm", "PM", "P.M.", "p.m", "P.M":
		return h%12 + 12, true
	}
	return h, false
}

// wordClock reads seven p.m., nine o'clock.
func (f *finder) wordClock(i int) (timex, bool) {
	h, j := f.at(i).val, i+1
	if h < 1 || h > 12 {
		return none()
	}
	if h24, ok := halfDay(h, f.at(j).text); ok {
		return f.clockDay(i, j+1, h24, 0)
	}
	if f.says(j, "o'clock", "o’clock") {
		return f.clockDay(i, j+1, h, 0)
	}
	return none()
}

// clockDay gives the time its zone and its day: the one that follows, or the
// last one named, or the publication day.
func (f *finder) clockDay(i, next, h, m int) (timex, bool) {
	if f.is(next, zoneName) {
		next++
	} else if f.at(next).text == "(" && f.is(next+1, zoneName) {
		next += 2
	}
	j := next
	if kind, other := f.linkAt(next); kind == linkRange {
		if _, _, end, ok := f.hourAndMinute(other); ok {
			j = end // 9 a.m. to 5 p.m. on Monday
		}
	}
	day, known := f.today, f.knows(grainDay)
	if t, ok := f.dayOfClock(j); ok && (t.period.grain == grainDay || !known && t.kind != article.DateSet) {
		day, known = t.period.start, t.period.grain == grainDay
		if j == next {
			next = t.next
		}
	} else if !ok && f.sameSentenceDay(i) {
		day, known = f.anchor.start, true
	}
	if !known {
		return timex{next: next, kind: article.DateTime, value: fmt.Sprintf("T%02d:%02d", h, m)}, true
	}
	day = day.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	return timex{next: next, kind: article.DateTime, period: calendar{grainMinute, day}}, true
}

// dayOfClock reads the day that follows a time of day.
func (f *finder) dayOfClock(i int) (timex, bool) {
	if f.says(i, "on") && f.is(i+1, numberDigits) {
		return firstOf(i+1, f.numericDate, f.monthAfterDay)
	}
	if f.says(i, "on") || f.is(i, markComma) && f.is(i+1, monthName) {
		i++
	}
	if f.is(i, weekdayName) || f.is(i, dayWord) || f.is(i, monthName) || f.says(i, "this") {
		return f.core(i)
	}
	return none()
}

// sameSentenceDay reports whether the sentence named its day already.
func (f *finder) sameSentenceDay(i int) bool {
	if len(f.found) == 0 || f.anchor.grain != grainDay {
		return false
	}
	s := f.sentenceOf(f.at(i).token)
	return f.found[len(f.found)-1].Span.Start >= f.d.Tokens[s.First].Start
}

// relativeDaypart reads this morning, last night.
func (f *reader) relativeDaypart(i, rel int) (timex, bool) {
	p := f.at(i)
	if p.val > partNight || rel > 0 {
		return none()
	}
	return f.withDaypart(i, calendar{grainDay, f.today.AddDate(0, 0, rel)}, false)
}

// daypart reads noon, midnight, mid-afternoon yesterday, the night of May 3.
func (f *finder) daypart(i int) (timex, bool) {
	p := f.at(i)
	switch p.val {
	case partNoon:
		return f.clockDay(i, i+1, 12, 0)
	case partMidnight:
		return f.clockDay(i, i+1, 0, 0)
	}
	j := i + 1
	if f.says(j, "of") || f.says(j, "on") {
		j++
	}
	if f.is(j, dayWord) || f.is(j, weekdayName) || f.is(j, monthName) {
		if t, ok := f.core(j); ok && t.period.grain == grainDay && t.part == "" {
			t.kind, t.part = article.DateTime, "T"+daypartCodes[min(p.val, partNight)]
			return t, true
		}
	}
	if !f.is(i-1, partWord) && !f.is(i-1, markHyphen) || p.val > partNight {
		return none()
	}
	return f.withDaypart(i, calendar{grainDay, f.today}, false)
}
