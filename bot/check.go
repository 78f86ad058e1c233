package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
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
		return ParseDate(value, r.Now, r.In())
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
	lower := strings.ToLower(value)
	if slices.Contains(p.Choices, lower) {
		return lower, nil
	}
	return "", refuse("%s:%s is not one of %s.", p.Name, value, strings.Join(p.Choices, ", "))
}

// usageError returns err with the command's usage and examples.
func (m *Mux) usageError(r Request, c Command, err error) error {
	return &Error{Usage: true, Err: err, Message: err.Error() + "\nUsage: " + c.Usage() + m.exampleLines(r, c, 2)}
}

func (m *Mux) exampleLines(r Request, c Command, most int) string {
	var b strings.Builder
	for _, line := range m.Examples(r, c, most) {
		b.WriteString("\nExample: " + line)
	}
	return b.String()
}

// names returns the names of all commands.
func (m *Mux) names() []string {
	var names []string
	for _, c := range m.Commands {
		names = append(names, c.Name)
	}
	return names
}

func (m *Mux) unknownCommand(r Request, name string) error {
	message := fmt.Sprintf("No command %q.", name)
	if near, ok := Nearest(name, m.names()); ok {
		c, _ := m.Find(near)
		return m.usageError(r, c, refuse("%s Did you mean %s?", message, near))
	}
	return &Error{Usage: true, Message: message + " Write help for the list of commands."}
}

// unknownSubCommand returns the error for a command that a family does not have, with
// the nearest one or all of them.
func (m *Mux) unknownSubCommand(r Request, family, word string) error {
	names := subCommands(m.Family(family))
	message := fmt.Sprintf("%s has no %q.", family, word)
	if near, ok := Nearest(word, names); ok {
		c, _ := m.Find(family + " " + near)
		return m.usageError(r, c, refuse("%s Did you mean %s %s?", message, family, near))
	}
	return &Error{Usage: true, Message: message + " It has " + strings.Join(names, ", ") + ".",
		Actions: []Action{Ask("What "+family+" can do", helpCommand, "command", family)}}
}

func (m *Mux) unknownOption(r Request, c Command, l lexeme) error {
	message := fmt.Sprintf("%s has no option %s:.", c.Name, l.key)
	if near, ok := Nearest(l.key, c.optionNames()); ok {
		message += fmt.Sprintf(" Did you mean %s:?", near)
	}
	return m.usageError(r, c, refuse("%s", message))
}

// Nearest returns the candidate with the fewest differing letters, where it is near
// enough to be a slip: at most a third of the letters, and at least one may.
func Nearest(word string, candidates []string) (string, bool) {
	length := utf8.RuneCountInString(word)
	best, at := "", 1+max(1, length/3)
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c); n-length >= at || length-n >= at {
			continue // each letter more is a difference
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < at {
			best, at = c, d
		}
	}
	return best, best != ""
}

// distance counts insertions, deletions, substitutions and swaps of
// neighbours (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
