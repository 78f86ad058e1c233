package discord

import (
	"strings"
	"unicode"
)

// The marks of a quote that goes on in the next message. They stand in lines of
// their own, so that the quote's bytes are whole.
const (
	goesOn = "… the quotation goes on"
	wentOn = "… the quotation, continued"
	below  = "… who said it stands below, or in the next message"
)

// cut splits lines so that each list takes at most limit units, marks apart, and
// no character is split. A line that fits whole into the next list is not split.
func cut(lines []line, limit int) [][]line {
	c := cutter{limit: limit, room: limit}
	for _, l := range lines {
		c.add(l)
	}
	c.next()
	return c.out
}

type cutter struct {
	out         [][]line
	now         []line
	limit, room int
}

func (c *cutter) add(l line) {
	if l.size() > c.room && c.room < c.limit {
		c.next()
	}
	for l.size() > c.room {
		var first line
		first, l = l.split(c.room - 4)
		c.now = append(c.now, first)
		if l.quote {
			c.now = append(c.now, line{runs: []run{{text: goesOn, italic: true}}})
		}
		c.next()
		if l.quote {
			c.now = append(c.now, line{runs: []run{{text: wentOn, italic: true}}})
		}
	}
	if l.String() != "" {
		c.now = append(c.now, l)
		c.room -= l.size()
	}
}

func (c *cutter) next() {
	if n := len(c.now); n > 0 {
		if c.now[n-1].quote && c.now[n-1].endsBlank() { // Discord would cut it
			c.now = append(c.now, line{runs: []run{{text: below, italic: true}}})
		}
		c.out = append(c.out, c.now)
	}
	c.now, c.room = nil, c.limit
}

// split cuts a line after at most room units.
func (l line) split(room int) (first, rest line) {
	first, rest = line{quote: l.quote}, line{quote: l.quote}
	for i, r := range l.runs {
		if size := r.size(); size <= room {
			first.runs = append(first.runs, r)
			room -= size
			continue
		}
		head, tail := r.clip(room)
		if head.text != "" {
			first.runs = append(first.runs, head)
		}
		rest.runs = append(append(rest.runs, tail), l.runs[i+1:]...)
		return first, rest
	}
	return first, rest
}

// clip cuts a run after at most room units, not between the two characters of
// a line end, and for a link not at all: it goes without its address.
func (r run) clip(room int) (head, tail run) {
	r.url = ""
	room -= r.overhead()
	at := 0
	for i, c := range r.text {
		if room -= cost(c); room < 0 {
			break
		}
		at = i + len(string(c))
	}
	if at > 0 && at < len(r.text) && r.text[at-1] == '\r' && r.text[at] == '\n' {
		at--
	}
	head, tail = r, r
	head.text, tail.text = r.text[:at], r.text[at:]
	return head, tail
}

// endsBlank says whether blanks end the line, which Discord removes at the end of
// an embed.
func (l line) endsBlank() bool {
	text := l.String()
	return text != strings.TrimRightFunc(text, unicode.IsSpace)
}
