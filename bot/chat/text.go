package chat

import (
	"net/url"
	"strings"
	"unicode/utf16"
)

// Length returns the number of UTF-16 units in s, the strictest way in which the
// services' limits can be read.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// Clip returns the longest beginning of s with at most limit units, and the rest.
func Clip(s string, limit int) (head, rest string) {
	n := 0
	for i, r := range s {
		if n += max(1, utf16.RuneLen(r)); n > limit {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// Shorten returns s within limit units, cut with an ellipsis. It is for our own
// words alone.
func Shorten(s string, limit int) string {
	if Length(s) <= limit {
		return s
	}
	s, _ = Clip(s, limit-1)
	return s + "…"
}

// OneLine returns our own words without line ends.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// WebAddress returns address if it is an http or https address of at most limit
// units, else "".
func WebAddress(address string, limit int) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || Length(u.String()) > limit {
		return ""
	}
	return u.String()
}
