package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	ordinal = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)$`)
	season  = regexp.MustCompile(`^(?:(last|previous|this) )?(spring|summer|autumn|fall|winter)(?:,? (?:of )?(\d{4}))?$`)
	seasons = map[string]time.Month{"spring": time.March, "summer": time.June, "autumn": time.September, "fall": time.September, "winter": time.December}
	quarter = regexp.MustCompile(`^(?:q([1-4])|(first|second|third|fourth|last) quarter)(?:,? (?:of )?(\d{4}))?$`)
	partOf  = regexp.MustCompile(`^(early|mid|late|(?:end|beginning|start|middle|(?:first|second) half|(?:first|second|third|fourth|last) week) of)[ -](?:in )?(?:the )?(.+)$`)
)

// ParseDate reads a date as people type it and returns an ISO 8601 period:
// a day, a week (2025-W21), a month, a year, or an interval of them with both ends in it
// (2025-03/2025-05). Relative dates count back from now in zone; a day, month or season
// without a year is the latest that is not in the future. An *AmbiguousDateError is a date such as 03/04.
func ParseDate(typed string, now time.Time, zone *time.Location) (string, error) {
	s := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	s = strings.TrimPrefix(s, "the ")
	// Noon in UTC: days are counted by the calendar, and no summer time moves them.
	y, m, d := now.In(zone).Date()
	today := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	for _, read := range []func(string, time.Time) (string, error){
		parseISO, parseRelative, parseAgo, parseSlashed, parseNamed, parseOrdinal, parseWeekday, parseSeason, parseQuarter, parsePart,
	} {
		value, err := read(s, today)
		if value != "" || err != nil {
			return value, err
		}
	}
	return "", refuse("%q is no date that I can read. Write 2025-10-03, 2025-10, yesterday, 7d, 2w, 3m, \"last month\", \"last friday\" or \"october 3\".", typed)
}

// parseOrdinal reads a day without its month: the 27th is the latest that is not in the future.
func parseOrdinal(s string, today time.Time) (string, error) {
	m := ordinal.FindStringSubmatch(s)
	if m == nil {
		return "", nil
	}
	d, _ := strconv.Atoi(m[1])
	for back := range 3 { // of any three months one has 31 days and has begun
		t := time.Date(today.Year(), today.Month()-time.Month(back), d, 12, 0, 0, 0, time.UTC)
		if t.Day() == d && !t.After(today) {
			return day(t), nil
		}
	}
	return "", nil
}

// parseWeekday reads a day that its weekday is written before: Friday, 27 November.
func parseWeekday(s string, today time.Time) (string, error) {
	name, rest, _ := strings.Cut(s, " ")
	name, rest = strings.TrimSuffix(name, ","), strings.TrimPrefix(rest, "the ")
	if !slices.Contains(dayNames, name) {
		return "", nil
	}
	for _, read := range []func(string, time.Time) (string, error){parseISO, parseNamed, parseOrdinal} {
		value, err := read(rest, today)
		if err != nil {
			return "", err
		}
		if t, err := time.Parse(time.DateOnly, value); err == nil {
			if t.Weekday() != time.Weekday(slices.Index(dayNames, name)) {
				return "", refuse("%s is a %s.", dayText(value), t.Weekday())
			}
			return value, nil
		}
	}
	return "", nil
}

// parseSeason reads three months by their season in the north, a winter by the year that it
// begins in.
func parseSeason(s string, today time.Time) (string, error) {
	m := season.FindStringSubmatch(s)
	if m == nil {
		return "", nil
	}
	begins := time.Date(today.Year(), seasons[m[2]], 1, 12, 0, 0, 0, time.UTC)
	year, _ := strconv.Atoi(m[3])
	ended := begins.AddDate(0, 3, 0)
	switch {
	case m[3] != "":
		begins = begins.AddDate(year-today.Year(), 0, 0)
	case m[1] == "this" && (begins.Month() < time.December || today.Month() > time.February): // even if it is still to come
	case begins.After(today) || m[1] != "" && m[1] != "this" && ended.After(today):
		begins = begins.AddDate(-1, 0, 0)
	}
	return months(begins, 3), nil
}

// parseQuarter reads a quarter of a calendar year: Q4 2025, the third quarter.
func parseQuarter(s string, today time.Time) (string, error) {
	m := quarter.FindStringSubmatch(s)
	if m == nil {
		return "", nil
	}
	n := strings.Index("1234", m[1])
	if m[1] == "" {
		n = map[string]int{"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3}[m[2]]
	}
	begins := time.Date(today.Year(), time.Month(3*n+1), 1, 12, 0, 0, 0, time.UTC)
	if year, err := strconv.Atoi(m[3]); err == nil {
		begins = begins.AddDate(year-today.Year(), 0, 0)
	} else if begins.After(today) {
		begins = begins.AddDate(-1, 0, 0)
	}
	return months(begins, 3), nil
}

// parsePart reads a part of a month, thirds of it for early, mid and late, and halves of a year.
func parsePart(s string, today time.Time) (string, error) {
	m := partOf.FindStringSubmatch(s)
	if m == nil {
		return "", nil
	}
	whole := m[2]
	if whole == "month" || whole == "year" {
		whole = "this " + whole
	}
	for _, read := range []func(string, time.Time) (string, error){parseISO, parseRelative, parseNamed} {
		value, err := read(whole, today)
		if err != nil {
			return "", err
		}
		if first, err := time.Parse("2006", value); err == nil && strings.HasSuffix(m[1], "half of") {
			return months(first.AddDate(0, map[string]int{"second half of": 6}[m[1]], 0), 6), nil
		}
		first, err := time.Parse("2006-01", value)
		if err != nil {
			continue
		}
		from := partEnd(first, partsOfMonth[m[1]][0])
		if month(whole) > 0 && from.After(today) {
			first = first.AddDate(-1, 0, 0)
			from = partEnd(first, partsOfMonth[m[1]][0])
		}
		return day(from) + "/" + day(partEnd(first, partsOfMonth[m[1]][1])), nil
	}
	return "", nil
}

// partsOfMonth are the first and the last day of parts of a month; 0 and less count back from
// the month's last day.
var partsOfMonth = map[string][2]int{
	"early": {1, 10}, "beginning of": {1, 10}, "start of": {1, 10}, "mid": {11, 20}, "middle of": {11, 20}, "late": {21, 0}, "end of": {21, 0},
	"first half of": {1, 15}, "second half of": {16, 0},
	"first week of": {1, 7}, "second week of": {8, 14}, "third week of": {15, 21}, "fourth week of": {22, 28}, "last week of": {-6, 0},
}

func partEnd(first time.Time, d int) time.Time {
	if d <= 0 {
		first = first.AddDate(0, 1, 0)
	}
	return time.Date(first.Year(), first.Month(), d, 0, 0, 0, 0, time.UTC)
}

// months returns the interval of n months that begins with a day's month; "" beyond the calendar.
func months(first time.Time, n int) string {
	last := first.AddDate(0, n-1, 0)
	if first.Year() < 1 || last.Year() > 9999 {
		return ""
	}
	return first.Format("2006-01") + "/" + last.Format("2006-01")
}
