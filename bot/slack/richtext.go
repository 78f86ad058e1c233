package slack

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// line is one line of rich text: a section, or a quote with a bar beside it.
type line struct {
	quote bool
	runs  []run
}

// run is text of one style. Slack shows it as it is: no markup is read, no
// mention made (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
type run struct {
	text                 string
	url                  string // makes it a link
	bold, italic, strike bool
}

func section(text string) line { return line{runs: []run{{text: text}}} }

func (l line) size() int {
	n := 0
	for _, r := range l.runs {
		n += length(r.text)
	}
	return n
}

// String is the line as plain text.
func (l line) String() string {
	var b strings.Builder
	for _, r := range l.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// The marks of a quote that goes on in the next message. They stand in lines of
// their own, so that the quote's bytes are whole.
const (
	goesOn = "… the quotation goes on"
	wentOn = "… the quotation, continued"
)

// cut splits lines so that each list has at most limit UTF-16 units, marks
// apart, and no character is split. A line that fits whole into the next list
// is not split.
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
		first, l = l.split(c.room)
		c.now = append(c.now, first)
		if l.quote {
			c.now = append(c.now, line{runs: []run{{text: goesOn, italic: true}}})
		}
		c.next()
		if l.quote {
			c.now = append(c.now, line{runs: []run{{text: wentOn, italic: true}}})
		}
	}
	if l.size() > 0 {
		c.now = append(c.now, l)
		c.room -= l.size()
	}
}

func (c *cutter) next() {
	if len(c.now) > 0 {
		c.out = append(c.out, c.now)
	}
	c.now, c.room = nil, c.limit
}

// split cuts a line after at most room units.
func (l line) split(room int) (first, rest line) {
	first, rest = line{quote: l.quote}, line{quote: l.quote}
	for i, r := range l.runs {
		if length(r.text) <= room {
			first.runs = append(first.runs, r)
			room -= length(r.text)
			continue
		}
		head, tail := clip(r.text, room)
		if head != "" {
			cut := r
			cut.text = head
			first.runs = append(first.runs, cut)
		}
		r.text = tail
		rest.runs = append(append(rest.runs, r), l.runs[i+1:]...)
		return first, rest
	}
	return first, rest
}

// length counts UTF-16 units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// clip is the longest beginning of s with at most limit units, and the rest.
func clip(s string, limit int) (head, rest string) {
	n := 0
	for i, r := range s {
		if n += max(1, utf16.RuneLen(r)); n > limit {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// richText is lines as a block.
func richText(id string, lines []line) slack.Block {
	var elements []slack.RichTextElement
	for _, l := range lines {
		runs := l.elements()
		switch {
		case len(runs) == 0:
		case l.quote:
			elements = append(elements, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: runs})
		default:
			elements = append(elements, slack.NewRichTextSection(runs...))
		}
	}
	return slack.NewRichTextBlock(id, elements...)
}

func (l line) elements() []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for _, r := range l.runs {
		var style *slack.RichTextSectionTextStyle
		if r.bold || r.italic || r.strike {
			style = &slack.RichTextSectionTextStyle{Bold: r.bold, Italic: r.italic, Strike: r.strike}
		}
		switch {
		case r.text == "":
		case r.url != "":
			out = append(out, slack.NewRichTextSectionLinkElement(r.url, r.text, style))
		default:
			out = append(out, slack.NewRichTextSectionTextElement(strings.ToValidUTF8(r.text, string(utf8.RuneError)), style))
		}
	}
	return out
}

// escape keeps Slack from reading text as mentions, links and entities
// (https://docs.slack.dev/messaging/formatting-message-text#escaping).
func escape(text string) string { return escaper.Replace(text) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
