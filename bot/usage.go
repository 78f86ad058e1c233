package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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
