package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
)

// Parse reads line as somebody typed it after a mention or in a console, with
// or without the slash and the bot's own name, and fills in r's Call. A line
// that names no command is a question. Errors are *Error, with the usage.
func (m *Mux) Parse(line string, r Request) (Request, error) {
	if len(line) > MaxLine {
		return r, refuse("The line has %d bytes; up to %d are read.", len(line), MaxLine)
	}
	r.Line = line
	if lexemes, slash := addressed(lex(uncoded(line))); slash {
		return m.command(lexemes, r)
	}
	line = leadingMarks.ReplaceAllString(uncoded(line), "")
	if smalltalk.Of(line) == smalltalk.None {
		line = smalltalk.WithoutGreeting(line)
	}
	lexemes, slash := addressed(lex(line))
	if slash || len(lexemes) == 0 {
		return m.command(lexemes, r)
	}
	if name, rest := m.commandOf(lexemes, false); name != "" {
		return m.parseAs(name, rest, r)
	}
	if name, rest := m.commandWithin(lexemes); name != "" {
		return m.parseAs(name, rest, r)
	}
	if m.asksFamily(lexemes) {
		return m.family(lexemes, r)
	}
	if m.misspelt(lexemes[0]) {
		return r, m.unknownCommand(r, lexemes[0].text)
	}
	return m.question(lexemes, r)
}

// leadingMarks are the characters that people type between a mention and a question.
var leadingMarks = regexp.MustCompile(`^(?:[\s,;–—]|[:-]\s)+`)

// uncoded drops the marks of code, in which people write commands, and characters that
// nobody sees but that turn round or hide what an answer says of the line.
func uncoded(line string) string {
	line = strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Bidi_Control, c) || unicode.IsControl(c) && !unicode.IsSpace(c) {
			return -1
		}
		return c
	}, line)
	return strings.ReplaceAll(strings.ReplaceAll(line, "```", " "), "`", "")
}

// addressed drops the bot's own name and the slash from the front of a line, and
// reports whether there was a slash.
func addressed(lexemes []lexeme) (rest []lexeme, slash bool) {
	for len(lexemes) > 0 && !lexemes[0].phrase && !lexemes[0].minus {
		first := &lexemes[0]
		if text, ok := strings.CutPrefix(first.text, "/"); ok && first.key == "" && !slash {
			slash, first.text = true, text
		}
		name := strings.TrimRight(strings.TrimPrefix(first.text, "@"), ",;")
		if first.key != "" && first.text == "" {
			name = first.key
		}
		if len(lexemes) == 1 || !strings.EqualFold(name, "briefing") {
			break
		}
		lexemes = lexemes[1:]
	}
	return lexemes, slash
}

// command reads a line after a slash, or an empty one, which asks for help.
func (m *Mux) command(lexemes []lexeme, r Request) (Request, error) {
	if len(lexemes) == 0 || lexemes[0].text == "" && len(lexemes) == 1 {
		return m.parseAs(helpCommand, nil, r)
	}
	if name, rest := m.commandOf(lexemes, true); name != "" {
		return m.parseAs(name, rest, r)
	}
	if len(m.Family(lexemes[0].text)) > 0 {
		return m.family(lexemes, r)
	}
	return r, m.unknownCommand(r, lexemes[0].text)
}

// asksFamily reports whether a line without a slash asks for a family of commands: it
// is the family's name alone or with options, or a slip in the name of one of them.
func (m *Mux) asksFamily(lexemes []lexeme) bool {
	family := m.Family(lexemes[0].text)
	if len(family) == 0 || lexemes[0].phrase || lexemes[0].minus {
		return false
	}
	if len(lexemes) == 1 || lexemes[1].key != "" {
		return true
	}
	_, near := Nearest(lexemes[1].text, subCommands(family))
	return near && len(lexemes) <= 3
}

// family reads a line that names a family and none of its commands: help on the family,
// or an error if it has another word.
func (m *Mux) family(lexemes []lexeme, r Request) (Request, error) {
	name := strings.ToLower(lexemes[0].text)
	if len(lexemes) > 1 && lexemes[1].key == "" {
		return r, m.unknownSubCommand(r, name, lexemes[1].text)
	}
	return m.parseAs(helpCommand, []lexeme{{text: name}}, r)
}

// commandWithin finds a command in the middle of a line: one with a slash or a hyphen,
// which no sentence has by chance. Options before it are its own.
func (m *Mux) commandWithin(lexemes []lexeme) (string, []lexeme) {
	var options []lexeme
	for i, l := range lexemes {
		if l.key != "" && l.text != "" {
			options = append(options, l)
			continue
		}
		word, slash := strings.CutPrefix(strings.ToLower(l.text), "/")
		if i == 0 || l.phrase || l.minus || !slash && !strings.Contains(word, "-") {
			continue
		}
		name, rest := m.commandOf(lexemes[i:], slash)
		if name != "" {
			return name, append(options, rest...)
		}
	}
	return "", nil
}

// misspelt reports whether the first word of a line is a slip in the name of a command
// with a hyphen: who-sad.
func (m *Mux) misspelt(l lexeme) bool {
	near, ok := "", strings.Contains(l.text, "-") && !l.phrase && !l.minus && l.key == ""
	if ok {
		near, ok = Nearest(l.text, m.names())
	}
	return ok && len(near) > 3 && strings.Contains(near, "-") && strings.HasPrefix(strings.ToLower(l.text), near[:3])
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
			word := strings.ToLower(strings.TrimPrefix(l.text, "/"))
			if l.key != "" && l.text == "" { // who-said: truce
				word = l.key
			}
			if l.phrase || l.minus || l.key != "" && l.text != "" {
				words = nil
				break
			}
			words = append(words, strings.TrimRight(word, ","))
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
	lexemes = c.filled(lexemes)
	words, options := m.sorted(c, lexemes)
	if zone := optionValue(options, "tz"); zone != "" { // before the dates that are read in it
		r.Args["tz"] = zone
	}
	var asked ambiguities
	for _, l := range options {
		if err := m.setOption(c, &r, l); !asked.take(err, c, l.key, &r) && err != nil {
			return r, err
		}
	}
	if c.Tails {
		words = takeTails(c, words, r, &asked)
	}
	words = c.secondName(words, r.Args)
	if err := m.setWords(c, &r, words); err != nil {
		return r, err
	}
	for _, p := range c.Params {
		if p.Required && r.Args[p.Name] == "" {
			return r, m.usageError(r, c, refuse("%s needs %s:.", c.Name, p.Name))
		}
	}
	return r, asked.back(r.Call)
}

// filled gives an option that a blank follows its value, as Discord writes commands
// out: topic: sennet dam by: Varga.
func (c Command) filled(lexemes []lexeme) []lexeme {
	var out []lexeme
	whole := c.writtenOut(lexemes)
	for i := 0; i < len(lexemes); i++ {
		l := lexemes[i]
		out = append(out, l)
		p, known := c.Param(l.key)
		if l.key == "" || l.text != "" || !known || c.Name == questions && !whole {
			continue
		}
		n := c.valueLength(p, lexemes[i+1:], whole || len(out) > 1 && out[len(out)-2].key == "")
		switch {
		case n == 0:
		case p.Words:
			out = out[:len(out)-1] // its words follow
		default:
			value := joinWords(Param{Kind: Person}, lexemes[i+1:i+1+n])
			out[len(out)-1] = lexeme{key: l.key, text: value, typed: l.key + `:"` + value + `"`}
			i += n
		}
	}
	return out
}

// writtenOut reports whether a line names the parameter that takes the words, with a
// blank after the colon: so does Discord, and nobody by hand.
func (c Command) writtenOut(lexemes []lexeme) bool {
	return slices.ContainsFunc(lexemes, func(l lexeme) bool {
		p, ok := c.Param(l.key)
		return ok && p.Words && l.text == ""
	})
}

// valueLength returns how many of the lexemes after an option are its value. whole says
// that the words of the line stand elsewhere, so that all up to the next option or tail
// are; else a name ends with its capitals, and a date where it reads no more.
func (c Command) valueLength(p Param, after []lexeme, whole bool) int {
	n := slices.IndexFunc(after, func(l lexeme) bool {
		_, known := c.Param(l.key)
		return l.key != "" && known || c.Tails && !p.Words && l.key == "" && !l.phrase && tailWords[strings.ToLower(l.text)] != ""
	})
	if n < 0 {
		n = len(after)
	}
	if _, words := c.WordsParam(); n == 0 || whole || !words || p.Words {
		return n
	}
	if after[0].phrase {
		return 1
	}
	capitals := slices.IndexFunc(after[:n], func(l lexeme) bool { return strings.IndexFunc(l.text, unicode.IsUpper) != 0 })
	switch {
	case p.Kind != Person && p.Kind != Source:
		return 1
	case capitals < 0:
		return n
	}
	return max(1, capitals)
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
		case known && (l.text != "" || c.Name != questions) || !known && c.nearOption(l.key) || l.text != "" && c.Name != questions:
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

// secondName moves the second of two names in marks to the option that must name
// another person: admin merge "A" "B".
func (c Command) secondName(words []lexeme, args Args) []lexeme {
	p, ok := c.WordsParam()
	if !ok || p.Kind != Person || len(words) != 2 || !words[0].phrase || !words[1].phrase {
		return words
	}
	for _, other := range c.Params {
		if other.Kind == Person && other.Required && !other.Words && args[other.Name] == "" {
			args[other.Name] = words[1].text
			return words[:1]
		}
	}
	return words
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

func articleFor(name string) string {
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
