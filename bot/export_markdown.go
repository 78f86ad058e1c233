package bot

import (
	"fmt"
	"regexp"
	"strings"
)

// exportMarkdown writes a card as a Markdown document. Each quote is a block quote.
func exportMarkdown(c Card) []byte {
	c = c.Plain()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", plainMarkdown(c.Title))
	for _, line := range []string{c.Reading, c.Notice} {
		if line != "" {
			b.WriteString(plainMarkdown(line) + "\n\n")
		}
	}
	for _, it := range c.Items {
		itemMarkdown(&b, it)
	}
	if c.Footer != "" {
		b.WriteString(plainMarkdown(c.Footer) + "\n")
	}
	return []byte(b.String())
}

func itemMarkdown(b *strings.Builder, it Item) {
	if it.Heading != "" {
		fmt.Fprintf(b, "## %s\n\n", plainMarkdown(it.Heading))
	}
	if it.Label != "" {
		fmt.Fprintf(b, "### %s\n\n", plainMarkdown(it.Label))
	}
	if text := it.Shown().String(); text != "" {
		b.WriteString(quoteMarkdown(text) + "\n\n")
	}
	line := strings.Join(each(it.Byline(), plainMarkdown), " · ")
	if strings.HasPrefix(it.URL, "https://") || strings.HasPrefix(it.URL, "http://") {
		line += " · <" + markdownAddress.Replace(it.URL) + ">"
	}
	if line != "" {
		b.WriteString(line + "\n\n")
	}
}

// markdownAddress keeps an address within its angle brackets.
var markdownAddress = strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "%0A", "\r", "%0D")

// quoteMarkdown returns text as a block quote, line by line. Rendered, it is text; what
// Markdown would read as markup is escaped, and nothing else, so that it reads well
// where it is pasted unrendered, too.
func quoteMarkdown(text string) string {
	lines := strings.Split(text, "\n")
	begins := true // a paragraph
	for i, line := range lines {
		blank := strings.TrimSpace(line) == ""
		end := ""
		if rest, ok := strings.CutSuffix(line, "\r"); ok && i < len(lines)-1 {
			line, end = rest, "\r"
		}
		if begins {
			line = guardIndent(line)
		} else {
			line = escapeLine(line)
		}
		begins = blank
		lines[i] = "> " + strings.ReplaceAll(line, "\r", "&#13;") + end // a carriage return alone would end the quotation's line
	}
	return strings.Join(lines, "\n")
}

// guardIndent returns the first line of a paragraph, escaped: white space that begins it
// would make it code.
func guardIndent(line string) string {
	if rest, ok := strings.CutPrefix(line, "\t"); ok {
		return "&#9;" + escapeMarkdown(rest)
	}
	if rest, ok := strings.CutPrefix(line, " "); ok {
		return "&#32;" + escapeMarkdown(rest)
	}
	return escapeLine(line)
}

// lineStart matches what means a list, a heading or a rule at the beginning of a line
// (CommonMark 0.31, 4.1, 4.3, 5.2).
var lineStart = regexp.MustCompile(`^([ \t]*)([-+=]|\d{1,9}[.)])`)

// escapeLine returns a line that is escaped for where it begins.
func escapeLine(line string) string {
	m := lineStart.FindStringSubmatchIndex(line)
	if m == nil {
		return escapeMarkdown(line)
	}
	mark := line[m[4]:m[5]]
	return line[:m[4]] + mark[:len(mark)-1] + "\\" + mark[len(mark)-1:] + escapeMarkdown(line[m[1]:])
}

// plainMarkdown returns a text of one line as Markdown; a line end becomes a blank.
func plainMarkdown(s string) string {
	return escapeLine(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s))
}

// escapeMarkdown escapes what Markdown, its usual extensions or HTML within it read as
// markup anywhere in a line (CommonMark 0.31, 2.4 and 2.5).
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*_[]<>&#|~@$^", r) || r == ':' && strings.HasPrefix(s[i:], "://") {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
