package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Options say how a Card is written to a terminal or a pipe.
type Options struct {
	Color    bool // ANSI colours and bold; never in a pipe
	Width    int  // columns that our own words are wrapped to; 0 does not wrap
	Numbered bool // numbers the buttons, for Chat; otherwise the lines to type are shown
}

// Render writes a card as plain text in PRODUCT's shape: each quote in lines
// that begin with "> ", its byline indented below. Quotes are never wrapped; of a
// quote's text nothing is changed but what Visible makes visible, colour or not.
func Render(w io.Writer, c bot.Card, o Options) error {
	p := &printer{Writer: bufio.NewWriter(w), Options: o}
	p.heading(c)
	for _, it := range c.Items {
		p.item(it)
	}
	p.picture(c.Picture)
	for _, paragraph := range c.Text {
		p.paragraph(paragraph, plain)
	}
	p.paragraph(c.Footer, faint)
	p.buttons(c)
	if err := p.Flush(); err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return nil
}

// Buttons returns what the numbers of a rendering with Numbered stand for, from 1:
// the rows' buttons in order, then the card's, pages apart.
func Buttons(c bot.Card) []bot.Action {
	var out []bot.Action
	for _, it := range c.Items {
		out = append(out, pressable(it.Actions)...)
	}
	return append(out, pressable(c.Actions)...)
}

// pressable leaves out what a terminal has no use for: pages have letters, and
// sharing, deleting and judging an answer belong to a chat.
func pressable(actions []bot.Action) []bot.Action {
	var out []bot.Action
	for _, a := range actions {
		if a.Kind == bot.Run || a.Kind == bot.Export || a.Kind == bot.Open {
			out = append(out, a)
		}
	}
	return out
}

// printer writes the parts of a card.
type printer struct {
	*bufio.Writer // keeps the first error until Flush
	Options
	number int // of the last button
}

// style is the inside of an ANSI SGR sequence (ECMA-48, 8.3.117).
type style string

const (
	plain  style = ""
	bold   style = "1"
	faint  style = "2"
	marked style = "1;33"
	doubt  style = "33"
	bar    style = "36"
)

// in sets text in a style where colours are wanted.
func (p *printer) in(s style, text string) string {
	if !p.Color || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (p *printer) heading(c bot.Card) {
	if c.Title != "" {
		p.line(bold, visibleLine(c.Title))
	}
	if c.Reading != "" {
		p.line(faint, visibleLine(c.Reading))
	}
	p.paragraph(c.SignedNotice(), plain)
	p.difference(c.Difference)
	if c.Partial {
		p.paragraph("The index is still being built: more may come.", doubt)
	}
	if len(c.Items) > 0 {
		fmt.Fprintln(p)
	}
}

// item writes one row, a blank line after it.
func (p *printer) item(it bot.Item) {
	if it.Heading != "" {
		p.line(faint, visibleLine(it.Heading))
		fmt.Fprintln(p)
	}
	if it.Label != "" {
		p.line(bold, visibleLine(it.Label))
	}
	if shown := it.Shown(); shown.Text != "" {
		p.quote(shown)
	}
	parts := it.Byline()
	for i, part := range parts {
		parts[i] = visibleLine(part)
	}
	if it.Speaker != "" && len(parts) > 0 {
		parts[0] = p.in(bold, parts[0])
	}
	if len(parts) > 0 {
		fmt.Fprintln(p, "  "+strings.Join(parts, " · "))
	}
	if url := webAddress(it.URL); url != "" {
		fmt.Fprintln(p, "  "+p.in(faint, "↗ "+Visible(url)))
	}
	p.rowButtons(it.Actions)
	fmt.Fprintln(p)
}

// quote writes the quoted bytes, a bar before each of their lines.
func (p *printer) quote(shown bot.Shown) {
	margin := p.in(bar, "> ")
	p.WriteString(margin + shown.Open)
	for _, s := range bot.Segments(shown.Text, shown.Marks) {
		for i, line := range strings.Split(s.Text, "\n") {
			if i > 0 {
				p.WriteString("\n" + margin)
			}
			if line = Visible(line); s.Marked {
				line = p.in(marked, line)
			}
			p.WriteString(line)
		}
	}
	p.WriteString(shown.Close + "\n")
}

// rowButtons stand below a row only where they can be chosen by number.
func (p *printer) rowButtons(actions []bot.Action) {
	if actions = pressable(actions); p.Numbered && len(actions) > 0 {
		fmt.Fprintln(p, "  "+p.numbers(actions))
	}
}

func (p *printer) numbers(actions []bot.Action) string {
	var parts []string
	for _, a := range actions {
		p.number++
		parts = append(parts, p.in(bar, fmt.Sprintf("[%d]", p.number))+" "+visibleLine(a.Label))
	}
	return strings.Join(parts, "  ")
}

// buttons are the card's own: numbers and letters to choose by, or lines to type.
func (p *printer) buttons(c bot.Card) {
	if p.Numbered {
		p.numberedButtons(c)
		return
	}
	for _, a := range c.Actions {
		switch {
		case a.Kind != bot.Run || a.Line == "":
		case a.Label == a.Line:
			fmt.Fprintf(p, "  %s\n", visibleLine(a.Line))
		default:
			fmt.Fprintf(p, "  %s: %s\n", visibleLine(a.Label), visibleLine(a.Line))
		}
	}
}

func (p *printer) numberedButtons(c bot.Card) {
	var parts []string
	if line := p.numbers(pressable(c.Actions)); line != "" {
		parts = append(parts, line)
	}
	for _, a := range c.Actions {
		if a.Kind == bot.Page {
			parts = append(parts, p.in(bar, "["+pageLetter(a, c)+"]")+" "+visibleLine(a.Label))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintln(p, strings.Join(parts, "  "))
	}
}

// pageLetter returns p for a page before the one shown, n for one after it.
func pageLetter(a bot.Action, shown bot.Card) string {
	if a.Call.Offset < shown.Offset {
		return "p"
	}
	return "n"
}

// paragraph writes our own words, wrapped, each of its lines for itself.
func (p *printer) paragraph(text string, s style) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		for _, wrapped := range wrap(visibleLine(line), p.Width) {
			p.line(s, wrapped)
		}
	}
}

// line writes a line of our own words; only quotes have the bar in front.
func (p *printer) line(s style, text string) {
	if strings.HasPrefix(text, ">") {
		text = " " + text
	}
	fmt.Fprintln(p, p.in(s, text))
}

// difference shows the words given and printed, those that differ in brackets.
func (p *printer) difference(d *bot.Difference) {
	if d == nil {
		return
	}
	for _, side := range []struct {
		name  string
		words []bot.Word
	}{{"asked  ", d.Given}, {"printed", d.Printed}} {
		var words []string
		for _, w := range side.words {
			text := visibleLine(w.Text)
			if !w.Same {
				text = p.in(marked, "["+text+"]")
			}
			words = append(words, text)
		}
		fmt.Fprintln(p, "  "+side.name+": "+strings.Join(words, " "))
	}
}

// wrap breaks a line at blanks so that no part has more than width characters,
// where its words allow.
func wrap(line string, width int) []string {
	if width <= 0 || utf8.RuneCountInString(line) <= width {
		return []string{line}
	}
	var out []string
	var current string
	for word := range strings.FieldsSeq(line) {
		if current != "" && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > width {
			out, current = append(out, current), ""
		}
		current = strings.TrimPrefix(current+" "+word, " ")
	}
	return append(out, current)
}
