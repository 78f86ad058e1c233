package console

import (
	"strings"
	"unicode/utf8"
)

// paragraph is a piece of an article's text that is set apart from the next.
type paragraph struct {
	Start, End int // the text that is seen
	Next       int // where the next begins: what lies between are line ends and blanks
}

// paragraphsOf cuts a text into its paragraphs, which together are all of it. A line
// end begins one, except where the text was wrapped: there only a blank or an indented
// line does.
func paragraphsOf(text string) []paragraph {
	var out []paragraph
	wrapped := isWrapped(text)
	for start := 0; start < len(text); {
		end := start + paragraphEnd(text[start:], wrapped)
		next := end
		for next < len(text) && strings.ContainsRune(" \t\r\n", rune(text[next])) {
			next++
		}
		if rest := strings.LastIndexByte(text[end:next], '\n'); rest >= 0 && next < len(text) {
			next = end + rest + 1 // the next line's indent is its own
		}
		out = append(out, paragraph{start, end, max(next, start+1)})
		start = max(next, start+1)
	}
	return out
}

// paragraphEnd returns the length of the paragraph that text begins with, without the
// line ends and blanks that follow.
func paragraphEnd(text string, wrapped bool) int {
	for at := 0; ; {
		line, _, more := strings.Cut(text[at:], "\n")
		at += len(line)
		if !more {
			return len(strings.TrimRight(text, " \t\r"))
		}
		next, _, _ := strings.Cut(text[at+1:], "\n")
		blank := strings.TrimSpace(next) == ""
		if strings.TrimSpace(line) != "" && (!wrapped || blank || strings.ContainsRune(" \t", rune(next[0]))) {
			return len(strings.TrimRight(text[:at], " \t\r"))
		}
		at++
	}
}

// Lines of a text that was wrapped.
const (
	minWrapped = 3   // lines in all
	maxWrapped = 100 // characters of each
)

// isWrapped reports whether the lines of a text end where a page was full, so that a
// line end is a blank.
func isWrapped(text string) bool {
	lines, open := 0, 0
	for line, next := range followed(text) {
		if utf8.RuneCountInString(line) > maxWrapped {
			return false
		}
		if strings.TrimSpace(next) == "" {
			continue
		}
		lines++
		if last, _ := utf8.DecodeLastRuneInString(line); !strings.ContainsRune(".!?:;\"”’'»)]*", last) {
			open++
		}
	}
	return lines >= minWrapped && 2*open > lines
}

// followed yields each line that is not blank with the line after it.
func followed(text string) func(yield func(line, next string) bool) {
	return func(yield func(line, next string) bool) {
		for {
			line, rest, more := strings.Cut(text, "\n")
			next, _, _ := strings.Cut(rest, "\n")
			if line = strings.TrimRight(line, " \t\r"); line != "" && !yield(line, next) || !more {
				return
			}
			text = rest
		}
	}
}

// flows reports whether the line ends of a quoted text are blanks: it was wrapped, and
// none of its lines ends where a sentence does.
func flows(text string) bool {
	if !strings.Contains(text, "\n") {
		return false
	}
	for line, next := range followed(text) {
		last, _ := utf8.DecodeLastRuneInString(line)
		if utf8.RuneCountInString(line) > maxWrapped || next != "" && strings.TrimSpace(next) == "" || next != "" && strings.ContainsRune(".!?:;", last) {
			return false
		}
	}
	return true
}
