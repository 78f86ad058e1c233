package chat

import (
	"regexp"
	"strings"
)

// Claim returns the words of somebody's message as check-quote takes them: lines that
// quote, which begin with >, are put in quotation marks, links are left out, and blanks are
// single. A service takes its own markup out first.
func Claim(message string) string {
	var out, quoted []string
	flush := func() {
		if words := strings.Trim(OneLine(strings.Join(quoted, " ")), `"“”„ `); words != "" {
			out = append(out, "“"+words+"”")
		}
		quoted = nil
	}
	for line := range strings.SplitSeq(webLink.ReplaceAllString(message, ""), "\n") {
		line = strings.TrimSpace(line)
		if words, ok := strings.CutPrefix(line, ">"); ok {
			quoted = append(quoted, strings.TrimLeft(words, "> "))
			continue
		}
		flush()
		out = append(out, line)
	}
	flush()
	return OneLine(strings.Join(out, " "))
}

// webLink is the address of a page within other words.
var webLink = regexp.MustCompile(`https?://\S+`)

// Quotation returns the first quotation among words, in typographic or straight marks;
// "" if they hold none.
func Quotation(words string) string {
	if m := quotation.FindStringSubmatch(words); m != nil {
		return strings.TrimSpace(m[1] + m[2])
	}
	return ""
}

var quotation = regexp.MustCompile(`“([^“”]+)”|"([^"]+)"`)
