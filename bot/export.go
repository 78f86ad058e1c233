package bot

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// Whole answers r with all pages in one card, up to MaxExport items, in as few
// pages as the command's limit: allows.
func (m *Mux) Whole(ctx context.Context, r Request) Card {
	c, _ := m.Find(r.Command)
	if p, ok := c.Param("limit"); ok && p.Max > 0 {
		r.Call = r.Call.With(p.Name, strconv.Itoa(p.Max))
	}
	card := m.Do(ctx, r.page(0))
	items := slices.Clone(card.Items)
	for card.Status == Answered && len(items) < min(card.Total, MaxExport) && ctx.Err() == nil {
		next := m.Do(ctx, r.page(len(items)))
		if len(next.Items) == 0 || next.Offset != len(items) || next.Generation != card.Generation {
			break
		}
		items = append(items, next.Items...)
	}
	card.Items = items
	return card
}

func (r Request) page(offset int) Request {
	r.Offset = offset
	return r
}

// File writes the card's items in a format of ExportFormats. JSON Lines and
// Markdown hold every quote byte for byte. In CSV a cell that a spreadsheet
// would run as a formula, and one that begins with apostrophes before such, has
// one apostrophe more in front; sha256 is that of the quote without it.
func (c Card) File(format string) (File, error) {
	name := fileName(c)
	switch format {
	case "csv":
		data, err := exportCSV(c)
		return File{Name: name + ".csv", Type: "text/csv; charset=utf-8", Data: data}, err
	case "jsonl":
		data, err := exportJSONL(c)
		return File{Name: name + ".jsonl", Type: "application/jsonl; charset=utf-8", Data: data}, err
	case "markdown":
		return File{Name: name + ".md", Type: "text/markdown; charset=utf-8", Data: exportMarkdown(c)}, nil
	}
	return File{}, &Error{Usage: true, Message: fmt.Sprintf("No export as %q. Choose one of %s.", format, strings.Join(ExportFormats, ", "))}
}

var notInNames = regexp.MustCompile(`[^\pL\pN]+`)

// fileName is made of the command and what it was asked, at most 60 characters.
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
}

// spanList writes spans as 0-9 12-20: byte offsets, end exclusive.
func spanList(it Item) string {
	return strings.Join(each(it.Quote.Spans, func(s Span) string { return fmt.Sprintf("%d-%d", s.Start, s.End) }), " ")
}

func exportCSV(c Card) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	var header []string
	for _, column := range exportColumns {
		header = append(header, column.name)
	}
	w.Write(header) // an error is kept for w.Error
	for _, it := range c.Items {
		var row []string
		for _, column := range exportColumns {
			row = append(row, cell(column.of(it)))
		}
		w.Write(row)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write an answer as CSV: %w", err)
	}
	return b.Bytes(), nil
}

// cell keeps a spreadsheet from running a cell as a formula (OWASP, "CSV
// injection"): one apostrophe in front, to be taken off again where the
// rest, any apostrophes apart, begins with = + - @, a tab or a carriage return.
func cell(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return "'" + s
	}
	return s
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
