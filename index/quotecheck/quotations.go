package quotecheck

import (
	"regexp"
	"strings"
)

// inQuotes are the quotations of a message, by the marks that people type.
var inQuotes = regexp.MustCompile(`“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|"([^"]*)"`)

// minQuotation is the minimum number of words of a quotation within a message: what
// is shorter is a title or a word at arm's length.
const minQuotation = 3

// Quotations returns the quotations that a message holds among other words, in
// order, and the other words. There are none if the message is one quotation, or
// has none.
func Quotations(message string) (quoted []string, rest string) {
	var others strings.Builder
	last := 0
	for _, m := range inQuotes.FindAllStringSubmatchIndex(message, -1) {
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 && CountWords(message[m[g]:m[g+1]]) >= minQuotation {
				quoted = append(quoted, strings.TrimSpace(message[m[g]:m[g+1]]))
				others.WriteString(message[last:m[0]] + " ")
				last = m[1]
			}
		}
	}
	others.WriteString(message[last:])
	if rest = others.String(); CountWords(rest) == 0 {
		return nil, ""
	}
	return quoted, rest
}
