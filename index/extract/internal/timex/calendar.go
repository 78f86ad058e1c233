package timex

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// calendar is a period of the civil calendar: a day, a week, a quarter. Start
// is in UTC whatever the article's zone; zoned periods are made from it last.
type calendar struct {
	grain grain
	start time.Time
}

// grain is the kind of period, from coarse to fine.
type grain uint8

const (
	grainNone grain = iota
	grainCentury
	grainDecade
	grainYear
	grainHalf
	grainSeason
	grainQuarter
	grainMonth
	grainWeek
	grainWeekend
	grainDay
	grainMinute
)

var grainOfUnit = [...]grain{
	unitMinute: grainMinute, unitHour: grainMinute, unitDay: grainDay, unitWeek: grainWeek, unitMonth: grainMonth,
	unitQuarter: grainQuarter, unitYear: grainYear, unitDecade: grainDecade, unitCentury: grainCentury,
	unitWeekend: grainWeekend, unitFortnight: grainWeek, unitHalf: grainHalf, unitNight: grainDay,
}

func civil(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// periodOf returns the period of the given grain that holds t.
func periodOf(g grain, t time.Time) calendar {
	y, m, d := t.Year(), int(t.Month()), t.Day()
	switch g {
	case grainCentury:
		t = civil(y-y%100, 1, 1)
	case grainDecade:
		t = civil(y-y%10, 1, 1)
	case grainYear:
		t = civil(y, 1, 1)
	case grainHalf:
		t = civil(y, (m-1)/6*6+1, 1)
	case grainSeason:
		t = civil(y, m/3*3, 1)
	case grainQuarter:
		t = civil(y, (m-1)/3*3+1, 1)
	case grainMonth:
		t = civil(y, m, 1)
	case grainWeek:
		t = civil(y, m, d-isoDay(t)+1)
	case grainWeekend:
		t = civil(y, m, d-isoDay(t)+6)
	case grainDay:
		t = civil(y, m, d)
	}
	return calendar{g, t}
}

// isoDay returns 1 for Monday to 7 for Sunday.
func isoDay(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// shift returns the period n periods later.
func (c calendar) shift(n int) calendar {
	y, m, d := c.start.Date()
	switch c.grain {
	case grainCentury:
		return calendar{c.grain, civil(y+100*n, 1, 1)}
	case grainDecade:
		return calendar{c.grain, civil(y+10*n, 1, 1)}
	case grainYear:
		return calendar{c.grain, civil(y+n, int(m), 1)}
	case grainHalf:
		return calendar{c.grain, civil(y, int(m)+6*n, 1)}
	case grainSeason, grainQuarter:
		return calendar{c.grain, civil(y, int(m)+3*n, 1)}
	case grainMonth:
		return calendar{c.grain, civil(y, int(m)+n, 1)}
	case grainWeek, grainWeekend:
		return calendar{c.grain, civil(y, int(m), d+7*n)}
	case grainMinute:
		return calendar{c.grain, c.start.Add(time.Duration(n) * time.Minute)}
	}
	return calendar{c.grain, civil(y, int(m), d+n)}
}

// end returns the first moment after the period.
func (c calendar) end() time.Time {
	if c.grain == grainWeekend {
		return c.start.AddDate(0, 0, 2)
	}
	return c.shift(1).start
}

// value returns the period as a TIMEX3 value.
func (c calendar) value() string {
	y, m := c.start.Year(), int(c.start.Month())
	if y < 0 || y > 9999 {
		return ""
	}
	switch c.grain {
	case grainCentury:
		return fmt.Sprintf("%02d", y/100)
	case grainDecade:
		return fmt.Sprintf("%03d", y/10)
	case grainYear:
		return fmt.Sprintf("%04d", y)
	case grainHalf:
		return fmt.Sprintf("%04d-H%d", y, (m-1)/6+1)
	case grainSeason:
		return fmt.Sprintf("%04d-%s", y, seasonCodes[(m/3+3)%4])
	case grainQuarter:
		return fmt.Sprintf("%04d-Q%d", y, (m-1)/3+1)
	case grainMonth:
		return fmt.Sprintf("%04d-%02d", y, m)
	case grainWeek, grainWeekend:
		return weekValue(c)
	case grainMinute:
		return c.start.Format("2006-01-02T15:04")
	}
	return c.start.Format(time.DateOnly)
}

// isoWeek returns week n of a year, its last one for n = -1, and reports whether the year has it.
func isoWeek(year, n int) (calendar, bool) {
	if n == -1 {
		return periodOf(grainWeek, civil(year, 12, 28)), true
	}
	c := periodOf(grainWeek, civil(year, 1, 4)).shift(n - 1)
	y, w := c.start.ISOWeek()
	return c, y == year && w == n
}

func weekValue(c calendar) string {
	y, w := c.start.ISOWeek()
	if c.grain == grainWeekend {
		return fmt.Sprintf("%04d-W%02d-WE", y, w)
	}
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// precision returns how exactly the period is known, in the terms of article.Date.
func (c calendar) precision() article.Precision {
	switch c.grain {
	case grainDecade:
		return article.Decade
	case grainYear, grainHalf:
		return article.Year
	case grainSeason, grainQuarter:
		return article.Quarter
	case grainMonth:
		return article.Month
	case grainWeek, grainWeekend:
		return article.Week
	case grainDay:
		return article.Day
	case grainMinute:
		return article.Minute
	}
	return article.Unknown
}

// inZone returns the same reading of clock and calendar in another zone.
func inZone(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
}

// validDay reports whether a month has such a day.
func validDay(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	return civil(year, month, day).Day() == day
}

// easter returns Western Easter Sunday (Meeus, Jones, Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e, f := b/4, b%4, (b+8)/25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return civil(year, n/31, n%31+1)
}

// holidayDate returns the day of a holiday of the lexicon in a year.
func holidayDate(holiday, year int) time.Time {
	switch holiday {
	case 0:
		return civil(year, 12, 25)
	case 1:
		return easter(year)
	case 2: // the fourth Thursday of November
		first := civil(year, 11, 1)
		return first.AddDate(0, 0, (4-isoDay(first)+7)%7+21)
	}
	return civil(year, 10, 31)
}

func quarterOf(n, year int) (calendar, bool) {
	return calendar{grainQuarter, civil(year, n*3-2, 1)}, n >= 1 && n <= 4
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
