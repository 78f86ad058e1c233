package bot

import (
	"fmt"
	"strings"
)

// exportMarkdown writes a card as a Markdown document. Each quote stands in a
// code block, the one place where Markdown changes no byte and runs nothing.
func exportMarkdown(c Card) []byte {
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
		fence := fenceFor(text)
		fmt.Fprintf(b, "%stext\n%s\n%s\n\n", fence, text, fence)
	}
	line := strings.Join(each(it.Byline(), plainMarkdown), " · ")
	if strings.HasPrefix(it.URL, "https://") || strings.HasPrefix(it.URL, "http://") {
		line += " · <" + markdownAddress.Replace(it.URL) + ">"
	}
	if line != "" {
		b.WriteString(line + "\n\n")
	}
}

// fenceFor returns a fence longer than any in text (CommonMark 0.31, 4.5).
func fenceFor(text string) string {
	longest, run := 0, 0
	for _, r := range text {
		run++
		if r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return strings.Repeat("`", max(3, longest+1))
}

// markdownAddress keeps an address within its angle brackets.
var markdownAddress = strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "%0A", "\r", "%0D")

// plainMarkdown escapes what Markdown or HTML within it would read as markup
// (CommonMark 0.31, 2.4 and 2.5); a line end becomes a blank.
func plainMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r':
			b.WriteByte(' ')
		case strings.ContainsRune("\\`*_{}[]<>()#+-.!|~&@:\"'=$^", r):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
