package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rewriteMarks writes the quotation marks of other languages' printers as “ and ”:
// „…“, „…”, ”…”, «…», »…«, 「…」, and dialogue after a dash. English marks stay as they are.
func rewriteMarks(r *rewriter) {
	if !slices.ContainsFunc(foreignMarks, func(mark string) bool { return strings.Contains(r.text, mark) }) {
		return
	}
	for from := 0; from < len(r.text); {
		n := strings.IndexByte(r.text[from:], '\n')
		if n < 0 {
			n = len(r.text) - from
		}
		m := markReader{rewriter: r, from: from, end: from + n}
		m.read()
		from += n + 1
	}
}

// foreignMarks are those that a text has if there is anything to rewrite.
var foreignMarks = strings.Split("„”«»「」『』〝〞—―", "")

// markReader reads the marks of one paragraph.
type markReader struct {
	*rewriter
	from, end int
	opened    rune // the mark of the quotation that is open, 0 if none is
}

func (m *markReader) read() {
	i := m.from
	if dash, from, till, next := m.dialogue(); from < till {
		m.replace(dash, from, opening)
		m.replace(till, next, closing+" "[:min(1, next-till)])
		i = next
	}
	for i < m.end {
		if m.text[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(m.text[i:])
		if with := m.plain(c, i, i+size); with != "" {
			m.replace(i, i+size, with)
		}
		i += size
	}
}

const opening, closing = "“", "”"

// plain returns the mark that c, at text[i:next], is written as; "" if it stays as it is.
func (m *markReader) plain(c rune, i, next int) string {
	switch c {
	case '„', '〝':
		m.opened = c
		return opening
	case '〞':
		return m.close(closing)
	case '“':
		if m.opened == '„' {
			return m.close(closing)
		}
		m.opened = c
	case '”':
		if m.opened == 0 && m.begins(i, next) {
			m.opened = c
			return opening
		}
		m.opened = 0
	case '「', '『':
		if m.opened != 0 {
			return "‘"
		}
		m.opened = c + 1
		return opening
	case '」', '』':
		if m.opened != c {
			return "’"
		}
		return m.close(closing)
	case '«', '»':
		return m.guillemet(c, i, next)
	}
	return ""
}

// guillemet returns what c is written as: either of the pair may open.
func (m *markReader) guillemet(c rune, i, next int) string {
	switch {
	case m.opened == '«' && c == '»', m.opened == '»' && c == '«':
		return m.close(closing)
	case c == '«', m.begins(i, next):
		m.opened = c
		return opening
	case i == m.from:
		return "" // the arrow before a line that leads to another page
	}
	return closing
}

func (m *markReader) close(with string) string {
	m.opened = 0
	return with
}

// begins reports whether a mark has a blank, a bracket or a dash before it and a word after it.
func (m *markReader) begins(i, next int) bool {
	before, _ := utf8.DecodeLastRuneInString(m.text[m.from:i])
	after, _ := utf8.DecodeRuneInString(m.text[next:m.end])
	return (i == m.from || unicode.IsSpace(before) || strings.ContainsRune("([—–-:", before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
}

// dialogue returns where the dash is that a line of dialogue begins with, where its words begin and
// end, and where it goes on with who said them: "— It should come down, said Marta Keel." from
// is not before till if the line is none.
func (m *markReader) dialogue() (dash, from, till, next int) {
	line := m.text[m.from:m.end]
	words := strings.TrimLeft(line, " \t")
	dash = m.from + len(line) - len(words)
	rest := strings.TrimPrefix(strings.TrimPrefix(words, "—"), "―")
	if len(rest) == len(words) {
		return 0, 0, 0, 0
	}
	rest = strings.TrimLeft(rest, " ")
	from = m.end - len(rest)
	if c, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(c) || strings.ContainsAny(rest, "“”\"") {
		return 0, 0, 0, 0
	}
	for _, verb := range [...]string{"said ", "says ", "asked ", "replied ", "answered ", "added "} {
		at := strings.Index(rest, verb)
		if at < 1 {
			continue
		}
		said := strings.TrimRight(rest[:at], " —―")
		if c, _ := utf8.DecodeLastRuneInString(said); strings.ContainsRune(",?!…", c) || len(said) < len(strings.TrimRight(rest[:at], " ")) {
			return dash, from, from + len(said), from + at
		}
	}
	return 0, 0, 0, 0
}
