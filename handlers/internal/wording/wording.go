// Package wording puts numbers, dates and notices into English for people. It knows
// no card and no index.
package wording

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Count returns a number with its noun: 1 article, 1,284 articles.
func Count(n int, noun string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "person"):
		noun = strings.TrimSuffix(noun, "person") + "people"
	default:
		noun += "s"
	}
	return s + " " + noun
}

// Size returns a number of bytes in the unit that suits it: 66 kB, 1.5 MB, 234 MB,
// 1.2 GB. What is not empty has 1 kB at least.
func Size(n int64) string {
	switch kilo := (n + 999) / 1e3; {
	case kilo < 1e3:
		return fmt.Sprintf("%d kB", kilo)
	case n < 99.95e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n < 999.5e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}

// And joins names as a sentence lists them, each once: A, B and C.
func And(names []string) string {
	var each []string
	for _, n := range names {
		if !slices.Contains(each, n) {
			each = append(each, n)
		}
	}
	if len(each) < 2 {
		return strings.Join(each, "")
	}
	last := len(each) - 1
	return strings.Join(each[:last], ", ") + " and " + each[last]
}

// Join returns the notices that are not empty as one text.
func Join(notices ...string) string {
	var out string
	for _, n := range notices {
		if n != "" && out != "" {
			out += " "
		}
		out += n
	}
	return out
}

// FirstWords returns the first words of s, at most so many.
func FirstWords(s string, most int) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(most, len(words))], " ")
}

// About returns " about topic", or "" without a topic.
func About(topic string) string {
	if topic == "" {
		return ""
	}
	return " about " + topic
}
