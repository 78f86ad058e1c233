package bot

import (
	"errors"
	"strings"
	"unicode"
)

// takeTails moves natural tails of a line to the arguments they mean:
// "ceasefire by Putin since last month" is "ceasefire by:Putin since:2025-04".
// A tail that does not parse stays part of the words.
func takeTails(c Command, words []lexeme, r Request, asked *doubts) []lexeme {
	for {
		rest, name, value := lastTail(c, words, r, asked)
		if name == "" {
			return words
		}
		words = rest
		r.Args[name] = value
	}
}

// maxTail is how many words a tail may have, its keyword included.
const maxTail = 8

// lastTail finds the last keyword whose words run to the end of the line and
// parse as its argument.
func lastTail(c Command, words []lexeme, r Request, asked *doubts) (rest []lexeme, name, value string) {
	for i := len(words) - 1; i >= max(0, len(words)-maxTail); i-- {
		if words[i].phrase || words[i].minus {
			continue
		}
		keyword := strings.ToLower(words[i].text)
		name := tailWords[keyword]
		p, ok := c.Param(name)
		if !ok || r.Args[p.Name] != "" || i+1 == len(words) {
			continue
		}
		text := joinWords(Param{Kind: Person}, words[i+1:])
		value, err := tailValue(p, text, r)
		if err == nil {
			return words[:i], p.Name, value
		}
		if asked.take(err, c, p.Name, &r) {
			return words[:i], p.Name, r.Args[p.Name]
		}
	}
	return bareDate(c, words, r)
}

// tailWords are the words that a tail begins with, and the options they mean.
var tailWords = map[string]string{
	"by": "by", "from": "by", "since": "since", "after": "since", "until": "until", "till": "until",
	"before": "until", "on": "on", "in": "on",
}

// errNoTail says that words after a keyword are not what it means.
var errNoTail = errors.New("no such tail")

// tailValue reads a tail. A name has up to five words, each capitalised or,
// typed all in small letters, at most three.
func tailValue(p Param, text string, r Request) (string, error) {
	if p.Kind != Person {
		return p.canonical(text, r)
	}
	if _, err := ParseDate(text, r.Now, r.In()); err == nil {
		return "", errNoTail // by Friday
	}
	words := strings.Fields(text)
	capitals := 0
	for _, w := range words {
		if strings.IndexFunc(w, unicode.IsUpper) == 0 {
			capitals++
		}
	}
	small := capitals == 0 && len(words) <= 3
	if small || capitals > 0 && len(words) <= 5 {
		return text, nil
	}
	return "", errNoTail
}

// bareDate takes a date without a keyword from the end of the line: last month.
// Bare years, months and days of the week stay words: they may be the topic.
func bareDate(c Command, words []lexeme, r Request) (rest []lexeme, name, value string) {
	p, ok := c.Param("on")
	if !ok || r.Args["on"] != "" || r.Args["since"] != "" || r.Args["until"] != "" {
		return words, "", ""
	}
	for n := min(2, len(words)); n > 0; n-- {
		tail := words[len(words)-n:]
		text := joinWords(Param{Kind: Person}, tail)
		if !bareDates[strings.ToLower(strings.Fields(text)[0])] || tail[0].phrase {
			continue
		}
		if value, err := p.canonical(text, r); err == nil {
			return words[:len(words)-n], p.Name, value
		}
	}
	return words, "", ""
}

var bareDates = map[string]bool{"today": true, "yesterday": true, "last": true, "this": true}
