package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// canonical checks a typed value against the parameter and returns the form
// that Args hold.
func (p Param) canonical(value string, r Request) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		return "", refuse("%s: is empty.", p.Name)
	case p.Name == "tz":
		if _, err := time.LoadLocation(value); err != nil {
			return "", refuse("tz:%s is no time zone; write one such as Europe/Stockholm.", value)
		}
		return value, nil
	}
	switch p.Kind {
	case Date:
		return p.date(value, r)
	case Number:
		return p.number(value)
	case Time:
		return p.timeOfDay(value)
	case Days:
		return p.days(value)
	case Choice:
		return p.choice(value)
	}
	return value, nil
}

// date reads a date. "after June", of since:, begins on 1 July, and "before June", of
// until:, ends on 31 May.
func (p Param) date(value string, r Request) (string, error) {
	side := map[string]string{"since": "after", "until": "before"}[p.Name]
	first, rest, _ := strings.Cut(value, " ")
	if side == "" || !strings.EqualFold(first, side) {
		return ParseDate(value, r.Now, r.In())
	}
	date, err := ParseDate(rest, r.Now, r.In())
	var doubt *AmbiguousDateError
	if !errors.As(err, &doubt) {
		if err != nil {
			return "", err
		}
		return dayBeyond(side, date)
	}
	beyond := &AmbiguousDateError{Typed: value}
	for _, reading := range doubt.Readings {
		if date, err = dayBeyond(side, reading); err != nil {
			return "", err
		}
		beyond.Readings = append(beyond.Readings, date)
	}
	return "", beyond
}

func (p Param) number(value string) (string, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < p.Min || p.Max > 0 && n > p.Max {
		return "", refuse("%s:%s is not a whole number from %d to %d.", p.Name, value, p.Min, p.Max)
	}
	return strconv.Itoa(n), nil
}

// timeOfDay reads a time as people type it: 08:00, 8:00, 8.30, 8, 8am, 5:30 pm, 0800.
func (p Param) timeOfDay(value string) (string, error) {
	s := strings.NewReplacer(" ", "", ".", ":").Replace(strings.ToLower(value))
	s = strings.NewReplacer("a:m:", "am", "p:m:", "pm", "a:m", "am", "p:m", "pm", "noon", "12:00", "midnight", "00:00", "h", ":").Replace(s)
	for _, form := range []string{"15:04", "3:04pm", "3pm", "1504", "15", "15:"} {
		if at, err := time.Parse(form, s); err == nil {
			return at.Format("15:04"), nil
		}
	}
	return "", refuse("%q is no time of day. Write %s:08:00, %s:8am or %s:17:30.", value, p.Name, p.Name, p.Name)
}

// weekdays are the names of days, and the first three letters are their canonical form.
var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// days reads days as people type them: daily, weekdays, mon,thu, Monday and Thursday,
// mon-fri.
func (p Param) days(value string) (string, error) {
	switch s := strings.ToLower(strings.Join(strings.Fields(value), " ")); s {
	case "daily", "every day":
		return "daily", nil
	case "weekdays", "every weekday":
		return "weekdays", nil
	}
	var out []string
	for part := range strings.FieldsFuncSeq(strings.ToLower(value), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }) {
		if part == "and" || part == "&" {
			continue
		}
		from, to, isRange := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		first, last := weekday(from), weekday(from)
		if isRange {
			last = weekday(to)
		}
		if first < 0 || last < 0 {
			return "", refuse("%q is no day: write %s:weekdays, %s:daily or %s:mon,thu.", part, p.Name, p.Name, p.Name)
		}
		for day := first; ; day = (day + 1) % len(weekdays) {
			if name := weekdays[day][:3]; !slices.Contains(out, name) {
				out = append(out, name)
			}
			if day == last {
				break
			}
		}
	}
	if len(out) == 0 {
		return "", refuse("%q is no day: write %s:weekdays, %s:daily or %s:mon,thu.", value, p.Name, p.Name, p.Name)
	}
	return strings.Join(out, ","), nil
}

// weekday returns the place of a day in weekdays by three letters or more of its name, also
// in the plural; -1 if there is none.
func weekday(name string) int {
	return slices.IndexFunc(weekdays, func(day string) bool {
		return len(name) >= 3 && (strings.HasPrefix(day, name) || name == day+"s")
	})
}

func (p Param) choice(value string) (string, error) {
	lower := strings.TrimPrefix(strings.ToLower(value), "every ")
	if slices.Contains(p.Choices, lower) {
		return lower, nil
	}
	return "", refuse("%s:%s is not one of %s.", p.Name, value, strings.Join(p.Choices, ", "))
}
