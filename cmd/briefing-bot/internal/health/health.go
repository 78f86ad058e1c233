// Package health keeps what is wrong with the running program now, in words
// for the people who look after it: status, /readyz and the footers of answers
// read it. A problem has a key, so that whoever found it can clear it again. It
// knows nothing of what can go wrong.
package health

import (
	"errors"
	"slices"
	"strings"
	"sync"
)

// Problem is one thing that is wrong now.
type Problem struct {
	// Text tells people what is wrong, what it costs them, and how to fix it, in
	// whole sentences.
	Text string
	// Incomplete marks a problem that can make answers shorter than they
	// should be. Answers carry Note until it is cleared, and the program is
	// not ready.
	Incomplete bool
	// Note is the sentence shown in answers, Text if empty.
	Note string
}

// Health is a set of problems. The zero value is ready for use by many goroutines.
type Health struct {
	mu       sync.Mutex
	keys     []string // in the order in which they were first set
	problems map[string]Problem
}

// Set records the problem known by key, in place of an earlier one of that key.
func (h *Health) Set(key string, p Problem) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.problems[key]; !known {
		h.keys = append(h.keys, key)
	}
	if h.problems == nil {
		h.problems = map[string]Problem{}
	}
	h.problems[key] = p
}

// Clear removes the problem known by key, if there is one.
func (h *Health) Clear(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.problems[key]; known {
		delete(h.problems, key)
		h.keys = slices.DeleteFunc(h.keys, func(k string) bool { return k == key })
	}
}

// Lines returns the text of each problem, oldest first.
func (h *Health) Lines() []string {
	return h.lines(func(p Problem) (string, bool) { return p.Text, true })
}

// Notes returns the sentences that belong in every answer, oldest first.
func (h *Health) Notes() []string {
	return h.lines(func(p Problem) (string, bool) {
		if p.Note == "" {
			return p.Text, p.Incomplete
		}
		return p.Note, p.Incomplete
	})
}

// Ready returns an error that names what keeps answers from being whole, nil if
// nothing does.
func (h *Health) Ready() error {
	if notes := h.Notes(); len(notes) > 0 {
		return errors.New(strings.Join(notes, " "))
	}
	return nil
}

func (h *Health) lines(of func(Problem) (string, bool)) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, key := range h.keys {
		if line, ok := of(h.problems[key]); ok {
			out = append(out, line)
		}
	}
	return out
}
