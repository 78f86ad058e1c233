package terminal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Visible makes text safe to write to a terminal, and reversibly so: what could
// act there, rather than be read, is written as ⟦U+001B⟧. That is every control
// character but line feed and tab, the characters that reorder or break lines
// (U+2028, U+2029, U+202A–U+202E, U+2066–U+2069), bytes that are no UTF-8 (⟦0x9B⟧), and
// the sign ⟦ itself, so that Hidden can tell one from the other. All else stays
// as it is: joiners and combining marks belong to the writing.
func Visible(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "⟦0x%02X⟧", s[0])
		case acts(r):
			fmt.Fprintf(&b, "⟦U+%04X⟧", r)
		default:
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}

// VisibleJSON makes JSON safe to write to a terminal without changing its value:
// the characters that Visible marks are written as \u escapes. They can only be
// in strings, where JSON allows both forms.
func VisibleJSON(raw []byte) []byte {
	var out []byte
	done := 0
	for i := 0; i < len(raw); {
		if raw[i] < 0x7f { // JSON's own rules escape the control characters here
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		if acts(r) && r != escapeMark {
			out = append(out, raw[done:i]...)
			out = fmt.Appendf(out, `\u%04x`, r)
			done = i + size
		}
		i += size
	}
	if done == 0 {
		return raw
	}
	return append(out, raw[done:]...)
}

// escapeMark begins what Visible writes in place of a character.
const escapeMark = '⟦'

// acts reports whether a terminal would act on r rather than show it.
func acts(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, r == escapeMark:
		return true
	}
	return r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

var escapes = regexp.MustCompile(`⟦(?:U\+([0-9A-F]{4,6})|0x([0-9A-F]{2}))⟧`)

// Hidden returns the text that Visible wrote.
func Hidden(s string) string {
	return escapes.ReplaceAllStringFunc(s, func(e string) string {
		m := escapes.FindStringSubmatch(e)
		if m[2] != "" {
			n, _ := strconv.ParseUint(m[2], 16, 8)
			return string([]byte{byte(n)})
		}
		n, _ := strconv.ParseUint(m[1], 16, 32)
		return string(rune(n))
	})
}

// visibleLine is Visible for text that must stay on its line: a line end, which
// an article has wherever it was wrapped, becomes a blank.
func visibleLine(s string) string {
	return Visible(lineEnds.Replace(s))
}

// visibleTyped is Visible for text that is put into a line being typed: line ends
// and tabs are written as ⟦U+000A⟧ too, so that Hidden gives them back.
func visibleTyped(s string) string {
	return typedEnds.Replace(Visible(s))
}

var typedEnds = strings.NewReplacer("\n", "⟦U+000A⟧", "\t", "⟦U+0009⟧")

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")
