package chat

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Line is one line of an answer: our own words, or a quote with a bar beside it.
type Line struct {
	Quote bool
	Small bool // less important than the line before, where a service has small print
	Runs  []Run
}

// Run is text of one style. A service shows it literally, whatever it holds.
type Run struct {
	Text                 string
	URL                  string       // makes it a link
	Raw                  bool         // markup of our own, in the service's form
	Mention              *bot.Mention // what Text names; nil for text
	Bold, Italic, Strike bool
}

// Section returns a line of our own words.
func Section(text string) Line { return Line{Runs: Words(text, Run{})} }

// Words returns our own words as runs in a style, their mentions apart.
func Words(text string, style Run) []Run {
	var out []Run
	for _, p := range bot.Parts(text) {
		r := style
		r.Text, r.Mention = p.Text, p.Mention
		out = append(out, r)
	}
	return out
}

// String returns the line as plain text.
func (l Line) String() string {
	var b strings.Builder
	for _, r := range l.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Before returns the lines between the reading and the first row.
func Before(c bot.Card) []Line {
	var out []Line
	if c.Notice != "" {
		out = append(out, Section(c.SignedNotice()))
	}
	if d := c.Difference; d != nil {
		out = append(out, wordsLine("asked: ", d.Given, Run{Strike: true}), wordsLine("printed: ", d.Printed, Run{Bold: true}))
	}
	if c.Partial {
		out = append(out, Line{Runs: []Run{{Text: "The index is still being built: more may come.", Italic: true}}})
	}
	return out
}

func wordsLine(name string, words []bot.Word, differs Run) Line {
	l := Line{Runs: []Run{{Text: name}}}
	for i, w := range words {
		r := Run{Text: w.Text}
		if !w.Same {
			r.Bold, r.Strike = differs.Bold, differs.Strike
		}
		if i > 0 {
			l.Runs = append(l.Runs, Run{Text: " "})
		}
		l.Runs = append(l.Runs, r)
	}
	return l
}

// PictureLines returns a picture in words, where it cannot be shown.
func PictureLines(p bot.Picture) []Line {
	return []Line{{Runs: []Run{{Text: p.Title, Bold: true}}}, Section(p.Alt)}
}

// ItemLines returns a row: the heading and label above it, the quote, and the byline below, which begins
// with mark where that is not "". link is an address in the service's form, ""
// where it takes none.
func ItemLines(it bot.Item, mark string, link func(address string) string) []Line {
	var out []Line
	if it.Heading != "" {
		out = append(out, Line{Runs: []Run{{Text: it.Heading, Italic: true}}})
	}
	if it.Label != "" {
		out = append(out, Line{Runs: Words(it.Label, Run{Bold: true})})
	}
	if shown := it.Shown(); shown.Text != "" {
		out = append(out, quoteLine(shown))
	}
	l := byline(it, link(it.URL))
	if mark != "" {
		l.Runs = append([]Run{{Text: mark}}, l.Runs...)
	}
	if len(l.Runs) > 0 {
		out = append(out, l)
	}
	return out
}

// QuoteRow returns a row that quotes something in two sizes: what is read first, with who
// said it and a link to the place, and the small print below.
func QuoteRow(it bot.Item, link func(address string) string) (lines []Line, small string) {
	parts, who, source := it.Byline(), it.Who(), it.Source
	var head Line
	if who != "" && len(parts) > 0 && parts[0] == who {
		head.Runs, parts = []Run{{Text: who, Bold: it.Speaker != ""}}, parts[1:]
	}
	if i := slices.Index(parts, source); i >= 0 && source != "" {
		parts = slices.Delete(parts, i, i+1)
	}
	address := link(it.URL)
	place := Run{Text: source}
	if address != "" {
		place = Run{Text: cmp.Or(source, "open") + " ↗", URL: address}
	}
	if place.Text != "" {
		if len(head.Runs) > 0 {
			head.Runs = append(head.Runs, Run{Text: " · "})
		}
		head.Runs = append(head.Runs, place)
	}
	bare := it
	bare.Kind, bare.Source, bare.URL = "", "", ""
	for _, l := range ItemLines(bare, "", func(string) string { return "" }) {
		if l.Quote {
			break
		}
		lines = append(lines, l) // heading and label
	}
	lines = append(lines, quoteLine(it.Shown()))
	if len(head.Runs) > 0 {
		lines = append(lines, head)
	}
	for i := range parts {
		parts[i] = bot.PlainMentions(parts[i])
	}
	return lines, strings.Join(parts, " · ")
}

func quoteLine(shown bot.Shown) Line {
	l := Line{Quote: true}
	add := func(text string, bold bool) {
		if text != "" {
			l.Runs = append(l.Runs, Run{Text: text, Bold: bold})
		}
	}
	add(shown.Open, false)
	for _, s := range bot.Segments(shown.Text, shown.Marks) {
		add(s.Text, s.Marked)
	}
	add(shown.Close, false)
	return l
}

// byline links the outlet to the exact place.
func byline(it bot.Item, address string) Line {
	var l Line
	linked := false
	for i, part := range it.Byline() {
		if i > 0 {
			l.Runs = append(l.Runs, Run{Text: " · "})
		}
		r := Run{Bold: i == 0 && it.Speaker != ""}
		switch {
		case address != "" && !linked && part == it.Source:
			r.Text, r.URL, linked = part+" ↗", address, true
			l.Runs = append(l.Runs, r)
		case slices.Contains(it.Facts, part):
			l.Runs = append(l.Runs, Words(part, r)...)
		default: // it may hold words of an article
			r.Text = part
			l.Runs = append(l.Runs, r)
		}
	}
	if address != "" && !linked {
		l.Runs = append(l.Runs, Run{Text: " · "}, Run{Text: "open ↗", URL: address})
	}
	return l
}
