package terminal

import (
	"net/url"
	"os"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// OptionsFor returns how answers are written to a file: plainly unless it is a
// terminal. Colours follow https://no-color.org.
func OptionsFor(out *os.File) Options {
	width, _, err := term.GetSize(int(out.Fd()))
	if err != nil {
		return Options{}
	}
	return Options{Color: os.Getenv("NO_COLOR") == "", Width: width, Links: os.Getenv("TERM") != "dumb"}
}

// words returns the words of visible text as cells, each in the style and leading to the
// address, if any.
func (p *printer) words(s style, text, address string) []cell {
	var out []cell
	for word := range strings.SplitSeq(text, " ") {
		out = append(out, cell{linked(address, p.in(s, word)), runewidth.StringWidth(word)})
	}
	return out
}

// flow writes parts one after another with gap between them, broken between cells where
// the terminal ends; no line begins or ends with a gap. hang is the indent of the lines
// after the first.
func (p *printer) flow(indent, hang string, parts [][]cell, gap string) {
	column := 0
	for _, part := range parts {
		blank := gap
		for _, c := range part {
			width := runewidth.StringWidth(blank) + c.width
			switch {
			case column == 0:
				p.WriteString(indent + c.text)
				column = len(indent) + c.width
			case p.Width > 0 && column+width > p.Width:
				p.WriteString("\n" + hang + c.text)
				column = len(hang) + c.width
			default:
				p.WriteString(blank + c.text)
				column += width
			}
			blank = " "
		}
	}
	if column > 0 {
		p.WriteString("\n")
	}
}

// linked makes text lead to an address, as an OSC 8 hyperlink
// (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
func linked(address, text string) string {
	if address == "" || text == "" {
		return text
	}
	return "\x1b]8;;" + address + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// maxLink is the longest address of a link: each word of a name repeats it, and terminals take
// no more than some 2,000 bytes.
const maxLink = 2000

// hyperlink returns an address as an OSC 8 sequence can hold it: of characters that
// neither act nor need more than a byte. It is "" if links are not wanted or the
// address leads to no web page.
func (p *printer) hyperlink(address string) string {
	u, err := url.Parse(cards.WebAddress(address))
	if !p.Links || err != nil || u.Host == "" || len(address) > maxLink {
		return ""
	}
	address = u.String()
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return address
}

// The margins of a quotation's lines: of those that begin in the article, in a pipe and
// in a terminal, and of those that begin where the terminal ended.
const (
	pipeMargin   = "> "
	lineMargin   = "┃ "
	brokenMargin = "│ "
)

// quoted writes pieces of a quotation, a margin before each of its lines. In a terminal
// lines are broken after a blank, which stays where it is.
func (p *printer) quoted(pieces []piece) {
	var text strings.Builder
	for _, r := range pieces {
		text.WriteString(r.text)
	}
	margin := pipeMargin
	if p.Width > 0 {
		margin = lineMargin
	}
	breaks := p.breaksOf(text.String())
	p.WriteString(p.in(bar, margin))
	at := 0
	for _, r := range pieces {
		from := 0
		flush := func(to int) {
			p.WriteString(p.in(r.style, r.text[from:to]))
			from = to
		}
		for i := range len(r.text) {
			switch {
			case r.text[i] == '\n':
				flush(i)
				from++
				p.WriteString("\n" + p.in(bar, margin))
			case breaks[at+i]:
				flush(i)
				p.WriteString("\n" + p.in(bar, brokenMargin))
			}
		}
		flush(len(r.text))
		at += len(r.text)
	}
	p.WriteString("\n")
}

// breaksOf returns the offsets of a quotation at which a line begins because the terminal
// ended. It has room for the margin and the blank that ends a line.
func (p *printer) breaksOf(text string) map[int]bool {
	room := p.Width - len(brokenMargin)
	out := map[int]bool{}
	if p.Width <= 0 {
		return out
	}
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		column := 0
		for offset := 0; offset < len(line); {
			word, _, _ := strings.Cut(line[offset:], " ")
			width := runewidth.StringWidth(word)
			if column > 0 && column+width > room {
				out[at+offset] = true
				column = 0
			}
			column += width + 1
			offset += len(word) + 1
		}
		at += len(line) + 1
	}
	return out
}
