package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The grammar of a line:
//
//	line   = [command] { word | "phrase" | -word | option }
//	option = key:value | key:"quoted value"

// lexeme is one piece of a line as typed.
type lexeme struct {
	text   string // of a phrase: without its marks; of an option: the value
	key    string // of an option
	typed  string // an option as typed
	phrase bool
	minus  bool
}

// String returns the lexeme as the words of a canonical argument.
func (l lexeme) String() string {
	s := l.text
	if l.phrase {
		s = `"` + s + `"`
	}
	if l.minus {
		s = "-" + s
	}
	return s
}

// MaxLine is the longest line, in bytes, that is read.
const MaxLine = 64 << 10

// maxQuoted is the maximum number of phrases and values in quotation marks in one line; marks
// after them are left out. The end of each is looked for to the end of the line.
const maxQuoted = 100

// lexer cuts a line.
type lexer struct {
	line   string // what is left
	quoted int    // quotation marks that began a phrase or a value so far
}

// lex cuts a line. A quotation that never closes runs to the end of the line.
func lex(line string) []lexeme {
	var out []lexeme
	x := lexer{line: line}
	for {
		x.line = strings.TrimLeftFunc(x.line, unicode.IsSpace)
		if x.line == "" {
			return out
		}
		if l := x.next(); l.text != "" || l.key != "" {
			out = append(out, l)
		}
	}
}

// next takes one lexeme.
func (x *lexer) next() lexeme {
	if text, ok := x.phrase(); ok {
		return lexeme{text: unquoted(text), phrase: true}
	}
	if strings.HasPrefix(x.line, "-") && !strings.HasPrefix(x.line, "--") {
		after := lexer{x.line[1:], x.quoted}
		if l := after.next(); l.phrase || l.key == "" && l.text != "" { // an empty phrase goes with its minus
			*x = after
			l.minus = true
			return l
		}
	}
	word := x.line
	if i := strings.IndexFunc(word, unicode.IsSpace); i >= 0 {
		word = word[:i]
	}
	key, value, ok := option(word)
	if !ok {
		x.line = x.line[len(word):]
		return lexeme{text: word}
	}
	l := lexeme{key: strings.ToLower(key), text: value, typed: word}
	whole := x.line
	x.line = whole[len(key)+1:]
	if text, ok := x.phrase(); ok {
		l.text = text
		l.typed = key + `:"` + unquoted(text) + `"`
	} else {
		x.line = whole[len(word):]
	}
	l.text = unquoted(l.text)
	return l
}

// phrase takes a phrase in quotation marks, if the line goes on with one.
func (x *lexer) phrase() (string, bool) {
	text, rest, ok := quoted(x.line)
	if !ok {
		return "", false
	}
	x.quoted++
	if x.quoted == maxQuoted {
		rest = strings.Map(withoutMarks, rest) // once: no phrase begins after it
	}
	x.line = rest
	return text, true
}

// withoutMarks drops marks that a phrase may begin with.
func withoutMarks(r rune) rune {
	if _, ok := quotationMarks[r]; ok {
		return -1
	}
	return r
}

// unquoted drops quotation marks within a phrase or a value, and puts it on one line: its
// canonical form has such marks around it, and nothing compares them.
func unquoted(s string) string { return strings.TrimSpace(Outside(strings.ReplaceAll(s, `"`, ""))) }

// option splits key:value; a web address and a time of day are words.
func option(word string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(word, ":")
	if !ok || key == "" || strings.HasPrefix(value, "//") {
		return "", "", false
	}
	for _, r := range key {
		if !(unicode.IsLetter(r) || r == '-') {
			return "", "", false
		}
	}
	return key, value, true
}

// quotationMarks pairs the marks that a phrase may stand in, the likeliest
// closing mark first; phones and word processors type the curly ones.
var quotationMarks = map[rune]string{'"': `"”“`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': "»", '‟': `”"`}

// quoted takes a phrase in any marks from the front of line. A phrase that
// never closes runs to the end of the line.
func quoted(line string) (text, rest string, ok bool) {
	open, size := utf8.DecodeRuneInString(line)
	closers, ok := quotationMarks[open]
	if !ok {
		return "", line, false
	}
	line = line[size:]
	for _, closer := range closers {
		if end := closing(line, open, closer); end >= 0 {
			return strings.TrimSpace(line[:end]), line[end+utf8.RuneLen(closer):], true
		}
	}
	return strings.TrimSpace(line), "", true
}

// closing finds the mark that ends a phrase: the first that a blank or the
// line's end follows, so that an inner quotation survives; failing that, the
// first at all. Where the marks tell opening from closing, pairs within are passed.
func closing(line string, open, closer rune) int {
	first, depth := -1, 0
	for i, r := range line {
		switch {
		case r == open && open != closer:
			depth++
			continue
		case r != closer:
			continue
		case depth > 0:
			depth--
			continue
		}
		next, size := utf8.DecodeRuneInString(line[i+utf8.RuneLen(r):])
		if size == 0 || unicode.IsSpace(next) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// joinWords writes the words as the canonical argument: a name or a number
// loses its quotation marks, a text keeps them since a phrase means more.
func joinWords(p Param, words []lexeme) string {
	var parts []string
	for _, w := range words {
		if p.Kind != Text {
			w.phrase = false
		}
		parts = append(parts, w.String())
	}
	if p.Kind != Text {
		return unquoted(strings.Join(parts, " "))
	}
	return strings.Join(parts, " ")
}
