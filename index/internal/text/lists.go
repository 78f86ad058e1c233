package text

import (
	"iter"
	"strings"
)

// listLines returns the lines of an embedded list, without comments and blank
// lines.
func listLines(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(list) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}
