package terminal

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Options say how a Card is written to a terminal or a pipe.
type Options struct {
	Color    bool // ANSI colours and bold; never in a pipe
	Width    int  // columns that lines are broken at, between words; 0 breaks none
	Links    bool // addresses behind the names of outlets, as OSC 8 hyperlinks; otherwise they are lines of their own
	Numbered bool // numbers the buttons, for Chat; otherwise the lines to type are shown
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

// cell is a unit that is not broken between lines: a word or a button.
type cell struct {
	text  string // with its escape sequences
	width int    // columns
}

// piece is a run of a quotation's text in one style.
type piece struct {
	style style
	text  string // visible
}

// wrap breaks a line at blanks so that no part is wider than width columns, where its
// words allow.
func wrap(line string, width int) []string {
	if width <= 0 || runewidth.StringWidth(line) <= width {
		return []string{line}
	}
	var out []string
	var current string
	for word := range strings.FieldsSeq(line) {
		if current != "" && runewidth.StringWidth(current)+1+runewidth.StringWidth(word) > width {
			out, current = append(out, current), ""
		}
		current = strings.TrimPrefix(current+" "+word, " ")
	}
	return append(out, current)
}
