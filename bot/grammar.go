package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The grammar of a line (PRODUCT, "Where a command can be typed"):
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

// maxQuoted is how many quotation marks may begin a phrase in one line; those
// after them belong to words. Each is looked for to the end of the line.
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
	if whole := x.line; strings.HasPrefix(whole, "-") && !strings.HasPrefix(whole, "--") {
		x.line = whole[1:]
		if l := x.next(); l.key == "" && l.text != "" {
			l.minus = true
			return l
		}
		x.line = whole
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
	if x.quoted >= maxQuoted {
		return "", false
	}
	text, rest, ok := quoted(x.line)
	if ok {
		x.quoted++
		x.line = rest
	}
	return text, ok
}

// unquoted drops quotation marks within a phrase or a value: its canonical form
// stands in such marks, and nothing compares them.
func unquoted(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, `"`, "")) }

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

// Parse reads line as somebody typed it after a mention or in a console, with
// or without the slash and the bot's own name, and fills in r's Call. A line
// that names no command is a question. Errors are *Error, with the usage.
func (m *Mux) Parse(line string, r Request) (Request, error) {
	if len(line) > MaxLine {
		return r, refuse("The line has %d bytes; up to %d are read.", len(line), MaxLine)
	}
	r.Line = line
	lexemes := lex(line)
	slash := len(lexemes) > 0 && strings.HasPrefix(lexemes[0].text, "/") && !lexemes[0].phrase
	if slash {
		lexemes[0].text = lexemes[0].text[1:]
	}
	if len(lexemes) > 1 && strings.EqualFold(lexemes[0].text, "briefing") && !lexemes[0].phrase {
		lexemes = lexemes[1:]
	}
	if len(lexemes) == 0 || lexemes[0].text == "" && len(lexemes) == 1 {
		return m.parseAs("help", nil, r)
	}
	name, rest := m.commandOf(lexemes, slash)
	if name == "" && slash {
		return r, m.unknownCommand(r, lexemes[0].text)
	}
	if name == "" {
		return m.question(lexemes, r)
	}
	return m.parseAs(name, rest, r)
}

// question reads a line without a command: its options belong to the question
// where the question command takes them.
func (m *Mux) question(lexemes []lexeme, r Request) (Request, error) {
	if _, ok := m.Find(questions); !ok {
		return r, m.unknownCommand(r, lexemes[0].text)
	}
	return m.parseAs(questions, lexemes, r)
}

// questions is the command that reads a line without one.
const questions = "ask"

// commandOf finds the longest command that the line begins with, its words
// written apart or with hyphens: who said, who-said, digest subscribe. A word
// that also begins a plain question (status of the talks) counts only after a
// slash, or where the command takes words or nothing else follows.
func (m *Mux) commandOf(lexemes []lexeme, slash bool) (string, []lexeme) {
	for n := min(3, len(lexemes)); n > 0; n-- {
		var words []string
		for _, l := range lexemes[:n] {
			if l.phrase || l.minus || l.key != "" {
				words = nil
				break
			}
			words = append(words, strings.ToLower(l.text))
		}
		for _, name := range []string{strings.Join(words, " "), strings.Join(words, "-")} {
			if c, ok := m.Find(name); ok && (slash || plausible(c, lexemes[n:]) || n == 1 && strings.Contains(name, "-")) {
				return c.Name, lexemes[n:]
			}
		}
	}
	return "", lexemes
}

// plausible reports whether what follows can be the command's arguments.
func plausible(c Command, rest []lexeme) bool {
	_, words := c.WordsParam()
	if words || len(rest) == 0 {
		return true
	}
	for _, l := range rest {
		if l.key == "" {
			return false
		}
	}
	return true
}

// parseAs reads the arguments of a known command: options first, so that a
// tail never takes the place of one.
func (m *Mux) parseAs(name string, lexemes []lexeme, r Request) (Request, error) {
	c, _ := m.Find(name)
	r.Call = Call{Command: c.Name, Args: Args{}}
	words, options := m.sorted(c, lexemes)
	if zone := optionValue(options, "tz"); zone != "" { // before the dates that are read in it
		r.Args["tz"] = zone
	}
	var asked doubts
	for _, l := range options {
		if err := m.setOption(c, &r, l); !asked.take(err, c, l.key, &r) && err != nil {
			return r, err
		}
	}
	if c.Tails {
		words = takeTails(c, words, r, &asked)
	}
	if err := m.setWords(c, &r, words); err != nil {
		return r, err
	}
	return r, asked.back(r.Call)
}

// sorted parts words and options. A colon after a word that begins no option is
// punctuation: Ceasefire: what now. In a plain question it always is, but for a
// slip in an option's name.
func (m *Mux) sorted(c Command, lexemes []lexeme) (words, options []lexeme) {
	for _, l := range lexemes {
		_, known := c.Param(l.key)
		switch {
		case l.key == "":
			words = append(words, l)
		case known || c.nearOption(l.key) || l.text != "" && c.Name != questions:
			options = append(options, l)
		default:
			words = append(words, lexeme{text: l.typed})
		}
	}
	return words, options
}

// nearOption reports whether key can be a slip in the name of an option.
func (c Command) nearOption(key string) bool {
	_, near := Nearest(key, c.optionNames())
	return near
}

// optionNames returns what may stand before a colon.
func (c Command) optionNames() []string {
	var names []string
	for _, p := range c.Params {
		if !p.Words {
			names = append(names, p.Name)
		}
		names = append(names, p.Aliases...)
	}
	return names
}

func optionValue(options []lexeme, key string) string {
	for _, l := range options {
		if l.key == key {
			return l.text
		}
	}
	return ""
}

// setOption checks and sets one key:value.
func (m *Mux) setOption(c Command, r *Request, l lexeme) error {
	p, ok := c.Param(l.key)
	if !ok {
		return m.unknownOption(*r, c, l)
	}
	value, err := p.canonical(l.text, *r)
	if err != nil {
		return m.usageError(*r, c, err)
	}
	r.Args[p.Name] = value
	return nil
}

// setWords gives the line's words to the parameter that takes them.
func (m *Mux) setWords(c Command, r *Request, words []lexeme) error {
	p, ok := c.WordsParam()
	if !ok && len(words) > 0 {
		return m.usageError(*r, c, refuse("%s takes no words, and %q was given.", c.Name, words[0].text))
	}
	if !ok {
		return nil
	}
	if len(words) > 0 {
		value, err := p.canonical(joinWords(p, words), *r)
		if err != nil {
			return m.usageError(*r, c, err)
		}
		r.Args[p.Name] = value
	}
	if p.Required && r.Args[p.Name] == "" {
		return m.usageError(*r, c, refuse("%s needs %s.", c.Name, articleFor(p.Name)))
	}
	return nil
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

func articleFor(name string) string {
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
