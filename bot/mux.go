package bot

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// Mux finds a request's command, gives its handler a time limit, and turns
// whatever happens into a Card. Commands is not changed after the first call.
type Mux struct {
	Commands []Command
	Timeout  time.Duration // for one answer; 10 s where zero
	Log      *slog.Logger  // slog.Default if nil
	// Words returns a word of the index for an example's placeholder ({topic},
	// {person}, {quote}, {month}, {source}) that the asker may see, "" if there is none.
	Words func(r Request, placeholder string) string

	// Explain returns the message for an error that people can do something about, and nil
	// for any other. It may be nil.
	Explain func(err error) *Error

	// Observe is called after each answer with how long it took; nil if nobody counts.
	Observe func(r Request, card Card, took time.Duration)

	underWay sync.WaitGroup
}

const defaultTimeout = 10 * time.Second

// Find returns the command of that name or alias.
func (m *Mux) Find(name string) (Command, bool) {
	for _, c := range m.Commands {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c, true
		}
	}
	return Command{}, false
}

func (m *Mux) logger() *slog.Logger {
	if m.Log == nil {
		return slog.Default()
	}
	return m.Log
}

// Examples returns up to most of the command's example lines with words of the
// index in them that the asker may see; an example whose placeholder has no word is left out.
func (m *Mux) Examples(r Request, c Command, most int) []string {
	var out []string
	for _, line := range c.Examples {
		if line, ok := m.fill(r, line); ok && len(out) < most {
			out = append(out, line)
		}
	}
	return out
}

func (m *Mux) fill(r Request, line string) (string, bool) {
	for {
		before, rest, ok := strings.Cut(line, "{")
		if !ok {
			return line, true
		}
		placeholder, after, _ := strings.Cut(rest, "}")
		word := ""
		if m.Words != nil {
			word = m.Words(r, placeholder)
		}
		if word == "" {
			return "", false
		}
		if strings.HasSuffix(before, ":") && strings.Contains(word, " ") {
			word = `"` + word + `"`
		}
		line = before + word + after
	}
}

// Family returns the commands whose names begin with that word and have another one:
// digest subscribe, digest list.
func (m *Mux) Family(word string) []Command {
	var out []Command
	for _, c := range m.Commands {
		if first, _, ok := strings.Cut(c.Name, " "); ok && strings.EqualFold(first, word) {
			out = append(out, c)
		}
	}
	return out
}
