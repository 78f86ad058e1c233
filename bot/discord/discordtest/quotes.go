package discordtest

import (
	"regexp"
	"strings"
)

var lineEnd = regexp.MustCompile("\r\n|\r|\n")

// Quotes returns the quotations in the descriptions of embeds, as a reader sees
// them: the lines after a bar, without the bar, the bold marks and the
// backslashes. A quotation after the line wentOn goes on with the last one.
func Quotes(descriptions []string, wentOn string) []string {
	var out []string
	continued := false
	for _, rest := range descriptions {
		quoting, ending := false, ""
		for rest != "" || ending != "" {
			text, end := rest, ""
			if at := lineEnd.FindStringIndex(rest); at != nil {
				text, end = rest[:at[0]], rest[at[0]:at[1]]
			}
			rest = rest[len(text)+len(end):]
			words, quote := strings.CutPrefix(text, "> ")
			switch {
			case !quote:
				continued = continued || text == wentOn
			case quoting:
				out[len(out)-1] += ending + Literal(words)
			case continued:
				out[len(out)-1] += Literal(words)
				continued = false
			default:
				out = append(out, Literal(words))
			}
			quoting, ending = quote, end
		}
	}
	return out
}

// Literal returns what Discord shows for a text in its markup, as far as backslashes and
// bold marks go.
func Literal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case strings.HasPrefix(s[i:], "**"):
			i++
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// markup matches live markup.
var markup = regexp.MustCompile("(^|[^\\\\])(\\\\\\\\)*(@everyone|@here|<@|<#|<t:|<:|\\|\\||~~|__|`|https?:|\\[)")

// Live returns the markup that is live in the quotations of a description.
func Live(description string) (out []string) {
	for _, line := range lineEnd.Split(description, -1) {
		if words, quote := strings.CutPrefix(line, "> "); quote {
			out = append(out, markup.FindAllString(words, -1)...)
		}
	}
	return out
}
