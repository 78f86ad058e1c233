package bot

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// File is an answer to take away.
type File struct {
	Name string // who-said-ceasefire.csv
	Type string // the media type
	Data []byte
}

// ExportFormats are the formats of Card.File, the first the usual one.
var ExportFormats = []string{"csv", "jsonl", "markdown"}

// MaxExport is the most items of one exported answer.
const MaxExport = 10_000

// MaxRows is the most rows that one page of an answer has.
const MaxRows = 1000

// Whole answers what the export button of r's answer asks, with all pages in one card,
// up to MaxExport items.
func (m *Mux) Whole(ctx context.Context, r Request) Card {
	c, _ := m.Find(r.Command)
	long := func(call Call) Call {
		if _, ok := c.Param("limit"); ok {
			return call.With("limit", strconv.Itoa(MaxRows))
		}
		return call.At(0)
	}
	r.Call = long(r.Call)
	card := m.Do(ctx, r)
	for _, a := range card.Actions {
		if a.Kind == Export && !maps.Equal(a.Call.Args, r.Args) {
			r.Call = long(a.Call)
			card = m.Do(ctx, r)
			break
		}
	}
	items, extra := slices.Clone(card.Items[:card.Counted()]), card.Items[card.Counted():]
	offset := len(items)
	for card.Status == Answered && offset < min(card.Total, MaxExport) && ctx.Err() == nil {
		next := m.Do(ctx, r.page(offset))
		if len(next.Items) == 0 || next.Offset != offset || next.Generation != card.Generation {
			break
		}
		items = append(items, next.Items...)
		offset += len(next.Items)
	}
	card.Items = append(items, extra...)
	return card
}

// Counted returns how many of the card's rows are among those that Total counts.
func (c Card) Counted() int { return max(0, len(c.Items)-c.Extra) }

func (r Request) page(offset int) Request {
	r.Offset = offset
	return r
}

// File writes the card's items in a format of ExportFormats. JSON Lines hold every
// quote byte for byte, and so does Markdown as it is rendered. In CSV a cell, or a part of
// one, that a spreadsheet could run as a formula has one apostrophe more in front, which
// CellText takes off; sha256 is that of the quote without it.
func (c Card) File(format string) (File, error) {
	name := fileName(c)
	switch format {
	case "csv":
		return File{Name: name + ".csv", Type: "text/csv; charset=utf-8", Data: exportCSV(c)}, nil
	case "jsonl":
		data, err := exportJSONL(c)
		return File{Name: name + ".jsonl", Type: "application/jsonl; charset=utf-8", Data: data}, err
	case "markdown":
		return File{Name: name + ".md", Type: "text/markdown; charset=utf-8", Data: exportMarkdown(c)}, nil
	}
	return File{}, &Error{Usage: true, Message: fmt.Sprintf("No export as %q. Choose one of %s.", format, strings.Join(ExportFormats, ", "))}
}

var notInNames = regexp.MustCompile(`[^\pL\pN]+`)

// fileName returns a name made of the command and what it was asked, at most 60 characters.
func fileName(c Card) string {
	parts := []string{c.Command}
	for _, key := range []string{"topic", "name", "by"} {
		parts = append(parts, c.Read[key])
	}
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(strings.Join(parts, " ")), "-"), "-")
	if runes := []rune(name); len(runes) > 60 {
		name = strings.Trim(string(runes[:60]), "-")
	}
	if name == "" {
		return "answer"
	}
	return name
}

// exportColumns are CSV's columns, in order.
var exportColumns = []struct {
	name string
	of   func(Item) string
}{
	{"label", func(it Item) string { return it.Label }},
	{"text", func(it Item) string { return it.Quote.Text }},
	{"speaker", func(it Item) string { return it.Speaker }},
	{"role", func(it Item) string { return it.Role.Text }},
	{"cue", func(it Item) string { return it.Cue.Text }},
	{"kind", func(it Item) string { return it.Kind }},
	{"date", func(it Item) string { return it.Said.Value }},
	{"date_words", func(it Item) string { return it.Said.Words.Text }},
	{"possible", func(it Item) string { return strconv.FormatBool(it.Possible) }},
	{"fragment", func(it Item) string { return strconv.FormatBool(it.Fragment) }},
	{"source", func(it Item) string { return it.Source }},
	{"title", func(it Item) string { return it.Headline }},
	{"published", func(it Item) string { return it.Published.Value }},
	{"url", func(it Item) string { return it.URL }},
	{"article", func(it Item) string { return it.Quote.Article }},
	{"spans", spanList},
	{"sha256", func(it Item) string { return it.SHA256 }},
	{"receipt", func(it Item) string { return it.Receipt }},
	{"also_in", func(it Item) string {
		return strings.Join(each(it.AlsoIn, func(c Copy) string { return c.Article }), " ")
	}},
	{"facts", func(it Item) string { return strings.Join(it.Facts, "; ") }},
	{"heading", func(it Item) string { return it.Heading }},
}

// spanList writes spans as 0-9 12-20: byte offsets, end exclusive.
func spanList(it Item) string {
	return strings.Join(each(it.Quote.Spans, func(s Span) string { return fmt.Sprintf("%d-%d", s.Start, s.End) }), " ")
}

// exportCSV quotes every cell (RFC 4180).
func exportCSV(c Card) []byte {
	var b bytes.Buffer
	write := func(text string, last bool) {
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(text, `"`, `""`))
		b.WriteByte('"')
		if last {
			b.WriteByte('\n')
		} else {
			b.WriteByte(',')
		}
	}
	last := len(exportColumns) - 1
	for i, column := range exportColumns {
		write(column.name, i == last)
	}
	for _, it := range c.Items {
		for i, column := range exportColumns {
			write(cell(column.of(it)), i == last)
		}
	}
	return b.Bytes()
}

// formulaStarts are the characters with which spreadsheets begin a formula,
// their full-width and small forms included (OWASP, "CSV injection").
const formulaStarts = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"

// cell returns text with one apostrophe before each part of it that a spreadsheet could
// run as a formula, or would read like a part so guarded. CellText undoes it.
func cell(text string) string {
	return eachPart(text, func(part string, guarded func(string) bool) string {
		if guarded(part) {
			return "'" + part
		}
		return part
	})
}

// CellText returns the text that a cell of an export as CSV holds, byte for byte: one
// apostrophe is taken off each part that begins with apostrophes and goes on like a formula.
func CellText(cell string) string {
	return eachPart(cell, func(part string, guarded func(string) bool) string {
		if text, ok := strings.CutPrefix(part, "'"); ok && guarded(text) {
			return text
		}
		return part
	})
}

// eachPart replaces the parts of a text between its separators. The function is given one
// that reports whether a part must be guarded, at that place.
func eachPart(text string, replace func(part string, guarded func(string) bool) string) string {
	var b strings.Builder
	first := true
	for more := true; more; first = false {
		end := strings.IndexAny(text, separators)
		if more = end >= 0; !more {
			end = len(text)
		}
		part, rest := text[:end], text[end:]
		b.WriteString(replace(part, func(part string) bool {
			return likeFormula(part) || first && actsFirst(part, rest)
		}))
		if more {
			b.WriteByte(rest[0])
			text = rest[1:]
		}
	}
	return b.String()
}

// separators part a cell where a spreadsheet's lists are parted by semicolons or tabs, or
// it reads line by line: the cell's quotation marks are in the middle of another cell then,
// and hold nothing together.
const separators = ";\t\r\n"

// likeFormula reports whether text begins like a formula: with one of formulaStarts after
// apostrophes, white space and characters that are not seen.
func likeFormula(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(strings.TrimLeft(text, "'"), unseen))
	return first != utf8.RuneError && strings.ContainsRune(formulaStarts, first)
}

// actsFirst reports whether a cell begins with a tab, a line end or NUL, apostrophes apart;
// its first part goes on with rest.
func actsFirst(part, rest string) bool {
	text := strings.TrimLeft(part, "'") + rest
	return text != "" && strings.IndexByte("\t\r\n\x00", text[0]) >= 0
}

// unseen reports whether r is white space or shows nothing: control and format
// characters, among them the byte order mark and the zero-width ones.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) || r == 0x3164 || r == 0x115f || r == 0x1160 || r == 0xffa0
}

func exportJSONL(c Card) ([]byte, error) {
	var b bytes.Buffer
	for _, it := range c.Items {
		line, err := encode(itemForm(it))
		if err != nil {
			return nil, err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

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
