package terminal

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
)

// Render writes a card as plain text in PRODUCT's shape: each quote in lines
// that begin with "> ", its byline indented below. In a terminal, which Width tells, a
// quote's lines begin with "┃ ", and with "│ " where one was broken after a blank. Of a
// quote's text nothing is changed but what Visible makes visible, colour or not.
func Render(w io.Writer, c bot.Card, o Options) error {
	c = c.Plain()
	p := &printer{Writer: bufio.NewWriter(w), Options: o}
	p.heading(c)
	several := c.Picture != nil && len(c.Picture.Series) > 1
	if !several {
		p.picture(c.Picture) // above its rows, as on the page
	}
	labels := labelWidth(c.Items)
	for i, it := range c.Items {
		if p.Width > 0 && oneLine(it) {
			p.row(it, labels)
			if i == len(c.Items)-1 || !oneLine(c.Items[i+1]) {
				fmt.Fprintln(p)
			}
			continue
		}
		p.item(it)
	}
	if several {
		p.picture(c.Picture)
	}
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

func (p *printer) heading(c bot.Card) {
	p.paragraph(lineEnds.Replace(c.Title), bold)
	p.paragraph(lineEnds.Replace(c.Reading), faint)
	p.paragraph(c.SignedNotice(), plain)
	p.difference(c.Difference)
	if c.Partial {
		p.paragraph("The index is still being built: more may come.", doubt)
	}
	if len(c.Items) > 0 {
		fmt.Fprintln(p)
	}
}

// oneLine reports whether a row quotes nothing: a line has room for it.
func oneLine(it bot.Item) bool { return it.Label != "" && it.Shown().Text == "" && it.Heading == "" }

// maxLabel is the widest column of labels.
const maxLabel = 28

// labelWidth returns the width of the column of labels.
func labelWidth(items []bot.Item) int {
	widest := 0
	for _, it := range items {
		widest = max(widest, runewidth.StringWidth(visibleLine(it.Label)))
	}
	return min(widest, maxLabel)
}

// row writes a row that quotes nothing, its label in a column of that width.
func (p *printer) row(it bot.Item, labels int) {
	label := p.words(bold, visibleLine(it.Label), "")
	if missing := labels - runewidth.StringWidth(visibleLine(it.Label)); missing > 0 {
		label[len(label)-1].text += strings.Repeat(" ", missing)
		label[len(label)-1].width += missing
	}
	parts := [][]cell{label}
	for _, part := range it.Byline() {
		parts = append(parts, p.words(plain, visibleLine(part), ""))
	}
	if p.Numbered {
		parts = append(parts, p.numbers(pressable(it.Actions))...)
	}
	p.flow("  ", strings.Repeat(" ", labels+len("    ")), parts, "  ")
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
	address := p.hyperlink(it.URL)
	var parts [][]cell
	for i, part := range it.Byline() {
		text := visibleLine(part)
		switch {
		case i == 0 && it.Speaker != "":
			parts = append(parts, p.words(bold, text, ""))
		case address != "" && part == it.Source:
			parts = append(parts, p.words(plain, text+" ↗", address))
		default:
			parts = append(parts, p.words(plain, text, ""))
		}
	}
	if address != "" && it.Source == "" {
		parts = append(parts, p.words(plain, "original ↗", address))
	}
	p.flow("  ", "  ", parts, " · ")
	if url := cards.WebAddress(it.URL); url != "" && address == "" {
		fmt.Fprintln(p, "  "+p.in(faint, "↗ "+Visible(url)))
	}
	p.rowButtons(it.Actions)
	fmt.Fprintln(p)
}

// quote writes the quoted bytes.
func (p *printer) quote(shown bot.Shown) {
	pieces := []piece{{text: shown.Open}}
	for _, s := range bot.Segments(shown.Text, shown.Marks) {
		next := piece{text: Visible(s.Text)}
		if s.Marked {
			next.style = marked
		}
		pieces = append(pieces, next)
	}
	p.quoted(append(pieces, piece{text: shown.Close}))
}

// rowButtons are below a row only where they can be chosen by number.
func (p *printer) rowButtons(actions []bot.Action) {
	if p.Numbered {
		p.flow("  ", "  ", p.numbers(pressable(actions)), "  ")
	}
}

// numbers returns buttons with the numbers to choose them by.
func (p *printer) numbers(actions []bot.Action) [][]cell {
	var out [][]cell
	for _, a := range actions {
		p.number++
		out = append(out, p.button(strconv.Itoa(p.number), a.Label))
	}
	return out
}

// button returns a button with what to type for it.
func (p *printer) button(sign, label string) []cell {
	sign, label = "["+sign+"]", visibleLine(label)
	return []cell{{p.in(bar, sign) + " " + label, runewidth.StringWidth(sign + " " + label)}}
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
	parts := p.numbers(pressable(c.Actions))
	for _, a := range c.Actions {
		if a.Kind == bot.Page {
			parts = append(parts, p.button(pageLetter(a, c), a.Label))
		}
	}
	p.flow("", "", parts, "  ")
}

// pageLetter returns p for a page before the one shown, n for one after it.
func pageLetter(a bot.Action, shown bot.Card) string {
	if a.Call.Offset < shown.Offset {
		return "p"
	}
	return "n"
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
		words := p.words(plain, side.name+":", "")
		for _, w := range side.words {
			if w.Same {
				words = append(words, p.words(plain, visibleLine(w.Text), "")...)
				continue
			}
			words = append(words, p.words(marked, "["+visibleLine(w.Text)+"]", "")...)
		}
		p.flow("  ", strings.Repeat(" ", len("  printed: ")), [][]cell{words}, "")
	}
}
