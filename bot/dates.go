package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	isoDate     = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$`)
	isoWeek     = regexp.MustCompile(`^(\d{4})-w(\d{2})$`)
	ago         = regexp.MustCompile(`^(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)(?: ago)?$`)
	agoInWords  = regexp.MustCompile(`^(an?|one|two|three|four|five|six|seven|ten|twelve) (days?|weeks?|months?|years?) ago$`)
	slashed     = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$`)
	monthDay    = regexp.MustCompile(`^(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
	dayMonth    = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(\pL+)\.?(?:,? (\d{4}))?$`)
	monthYear   = regexp.MustCompile(`^(\pL+)\.?(?:,? (\d{4}))?$`)
	monthNames  = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	dayNames    = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	unitLetters = map[byte]string{'d': "day", 'w': "week", 'm': "month", 'y': "year"}
)

func parseISO(s string, _ time.Time) (string, error) {
	first, last, ok := strings.Cut(s, "/")
	if m := isoWeek.FindStringSubmatch(s); m != nil {
		s = m[1] + "-W" + m[2]
	} else if !isoDate.MatchString(first) || ok && !isoDate.MatchString(last) {
		return "", nil
	}
	if _, _, err := Period(s, time.UTC); err != nil {
		return "", refuse("%s is no day of the calendar.", s)
	}
	return s, nil
}

func day(t time.Time) string { return t.Format("2006-01-02") }

func week(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", y, w)
}

func parseRelative(s string, today time.Time) (string, error) {
	switch s {
	case "today", "now":
		return day(today), nil
	case "yesterday":
		return day(today.AddDate(0, 0, -1)), nil
	case "day before yesterday":
		return day(today.AddDate(0, 0, -2)), nil
	case "tomorrow":
		return day(today.AddDate(0, 0, 1)), nil
	}
	which, unit, ok := strings.Cut(s, " ")
	if !ok && slices.Contains(dayNames, s) {
		which, unit = "last", s
	}
	back, ok := map[string]int{"last": 1, "previous": 1, "this": 0}[which]
	if !ok {
		return "", nil
	}
	return relativeUnit(unit, back, today), nil
}

// relativeUnit returns the period that lies back units before today's: last month.
func relativeUnit(unit string, back int, today time.Time) string {
	first := time.Date(today.Year(), today.Month(), 1, 12, 0, 0, 0, time.UTC)
	switch unit {
	case "week":
		return week(today.AddDate(0, 0, -7*back))
	case "month":
		return first.AddDate(0, -back, 0).Format("2006-01")
	case "quarter":
		return months(first.AddDate(0, -(int(today.Month())-1)%3-3*back, 0), 3)
	case "year":
		return strconv.Itoa(today.Year() - back)
	}
	if i := slices.Index(dayNames, unit); i >= 0 {
		days := (int(today.Weekday()) - i + 7) % 7
		if days == 0 && back == 1 {
			days = 7
		}
		return day(today.AddDate(0, 0, -days))
	}
	if m := month(unit); m > 0 {
		if m == today.Month() && back == 1 { // in May, last May is a year ago
			first = first.AddDate(0, -1, 0)
		}
		return latestMonth(m, first)
	}
	return ""
}

func parseAgo(s string, today time.Time) (string, error) {
	n, unit := counted(s)
	if unit == "" {
		return "", nil
	}
	if n > 999 && unit == "year" {
		return "", refuse("%s is before all calendars.", s)
	}
	switch unit {
	case "day":
		return day(today.AddDate(0, 0, -n)), nil
	case "week":
		return day(today.AddDate(0, 0, -7*n)), nil
	case "month":
		return day(monthsBefore(today, n)), nil
	}
	return day(monthsBefore(today, 12*n)), nil
}

// counted reads how many units a date counts back: 2w, two weeks ago.
func counted(s string) (n int, unit string) {
	m := agoInWords.FindStringSubmatch(s)
	if m != nil {
		m[1] = cmp.Or(smallNumbers[m[1]], "1")
	} else if m = ago.FindStringSubmatch(s); m == nil {
		return 0, ""
	}
	n, _ = strconv.Atoi(m[1])
	return n, unitLetters[m[2][0]]
}

// unitOf returns the week, month or year that a typed date counts back to, as a
// canonical date: what was said two weeks ago was said on any day of that week. Other
// dates are returned as typed.
func unitOf(typed string, now time.Time, zone *time.Location) string {
	s := strings.ToLower(typed)
	n, unit := counted(s)
	if !strings.HasSuffix(s, " ago") || unit == "" || unit == "day" || n > 999 {
		return typed
	}
	y, m, d := now.In(zone).Date()
	return relativeUnit(unit, n, time.Date(y, m, d, 12, 0, 0, 0, time.UTC))
}

// dayBeyond returns the day before a canonical date begins, or the day after it ends.
func dayBeyond(side, value string) (string, error) {
	from, to, err := Period(value, time.UTC)
	if err != nil {
		return "", err
	}
	if side == "before" {
		to = from.AddDate(0, 0, -1)
	}
	if to.Year() < 1 || to.Year() > 9999 {
		return "", refuse("%s %s is beyond the calendar.", side, value)
	}
	return day(to), nil
}

// monthsBefore goes back n months, to the month's last day where it is shorter.
func monthsBefore(t time.Time, n int) time.Time {
	back := t.AddDate(0, -n, 0)
	if back.Day() != t.Day() {
		back = back.AddDate(0, 0, -back.Day())
	}
	return back
}

// parseSlashed reads 03/04 only where one of the two can be no month.
func parseSlashed(s string, today time.Time) (string, error) {
	m := slashed.FindStringSubmatch(s)
	if m == nil {
		return "", nil
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	var readings []string
	for _, dm := range [][2]int{{a, b}, {b, a}} {
		value, err := calendarDay(m[3], time.Month(dm[1]), dm[0], today)
		if err == nil && !slices.Contains(readings, value) {
			readings = append(readings, value)
		}
	}
	switch len(readings) {
	case 0:
		return "", refuse("%s is no day of the calendar.", s)
	case 1:
		return readings[0], nil
	}
	return "", &AmbiguousDateError{Typed: s, Readings: readings}
}

func parseNamed(s string, today time.Time) (string, error) {
	if m := monthDay.FindStringSubmatch(s); m != nil && month(m[1]) > 0 {
		d, _ := strconv.Atoi(m[2])
		return calendarDay(m[3], month(m[1]), d, today)
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil && month(m[2]) > 0 {
		d, _ := strconv.Atoi(m[1])
		return calendarDay(m[3], month(m[2]), d, today)
	}
	if m := monthYear.FindStringSubmatch(s); m != nil && month(m[1]) > 0 {
		if m[2] != "" {
			return fmt.Sprintf("%s-%02d", m[2], month(m[1])), nil
		}
		return latestMonth(month(m[1]), today), nil
	}
	return "", nil
}

// month returns the month of that name or its first three letters or more; 0 where none.
func month(name string) time.Month {
	for i, full := range monthNames {
		if len(name) >= 3 && strings.HasPrefix(full, name) || name == "sept" && i == 8 {
			return time.Month(i + 1)
		}
	}
	return 0
}

func latestMonth(m time.Month, today time.Time) string {
	year := today.Year()
	if m > today.Month() {
		year--
	}
	return fmt.Sprintf("%d-%02d", year, m)
}

// calendarDay checks a day; without a year it is the latest not in the future.
func calendarDay(year string, m time.Month, d int, today time.Time) (string, error) {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		y += 2000
	}
	for back := range 8 { // 29 February may be eight years ago
		try := y
		if year == "" {
			try = today.Year() - back
		}
		t := time.Date(try, m, d, 12, 0, 0, 0, time.UTC)
		if m >= 1 && m <= 12 && t.Day() == d && t.Month() == m && (year != "" || !t.After(today)) {
			return day(t), nil
		}
	}
	return "", refuse("%d %s is no day of the calendar.", d, m)
}

// Period returns the time that a canonical date covers in zone: from inclusive, to
// exclusive. It reads 2025, 2025-05, 2025-W21, 2025-05-19 and intervals of days, months and years.
func Period(value string, zone *time.Location) (from, to time.Time, err error) {
	if first, last, ok := strings.Cut(value, "/"); ok {
		return interval(first, last, zone)
	}
	if y, w, ok := strings.Cut(value, "-W"); ok {
		return weekPeriod(y, w, zone)
	}
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {"2006-01-02", 0, 0, 1}} {
		if len(value) != len(form.layout) {
			continue
		}
		first, err := time.Parse(form.layout, value)
		if err != nil {
			return from, to, fmt.Errorf("%q is no canonical date: %w", value, err)
		}
		return midnight(first, zone), midnight(first.AddDate(form.years, form.months, form.days), zone), nil
	}
	return from, to, fmt.Errorf("%q is no canonical date", value)
}

// interval returns the time from the beginning of a canonical date to the end of another.
func interval(first, last string, zone *time.Location) (from, to time.Time, err error) {
	if strings.Contains(last, "/") {
		return from, to, fmt.Errorf("%q is no canonical date", last)
	}
	from, _, err1 := Period(first, zone)
	_, to, err2 := Period(last, zone)
	if err := cmp.Or(err1, err2); err != nil {
		return from, to, err
	}
	if !from.Before(to) {
		return from, to, fmt.Errorf("%s is after %s", first, last)
	}
	return from, to, nil
}

// midnight returns the first moment of a calendar day in zone: where summer time
// begins at midnight, that is one o'clock.
func midnight(day time.Time, zone *time.Location) time.Time {
	t := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
	if t.Day() != day.Day() {
		_, t = t.ZoneBounds()
	}
	return t
}

func weekPeriod(year, week string, zone *time.Location) (from, to time.Time, err error) {
	y, err1 := strconv.Atoi(year)
	w, err2 := strconv.Atoi(week)
	if len(year) != 4 || err1 != nil || err2 != nil || w < 1 || w > 53 {
		return from, to, fmt.Errorf("%s-W%s is no ISO week", year, week)
	}
	fourth := time.Date(y, 1, 4, 12, 0, 0, 0, time.UTC) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	first := monday.AddDate(0, 0, 7*(w-1))
	if gotY, gotW := first.ISOWeek(); gotY != y || gotW != w {
		return from, to, fmt.Errorf("%d has no week %d", y, w)
	}
	return midnight(first, zone), midnight(first.AddDate(0, 0, 7), zone), nil
}
