package bot

import (
	"strings"
	"unicode"
)

// takeTails moves natural tails of a line to the arguments they mean:
// "ceasefire by Putin since last month" is "ceasefire by:Putin since:2025-04".
// A tail that does not parse stays part of the words.
func takeTails(c Command, words []lexeme, r Request) []lexeme {
	for {
		rest, name, value := lastTail(c, words, r)
		if name == "" {
			return words
		}
		words = rest
		r.Args[name] = value
	}
}

// lastTail finds the last keyword whose words run to the end of the line and
// parse as its argument.
func lastTail(c Command, words []lexeme, r Request) (rest []lexeme, name, value string) {
	for i := len(words) - 1; i >= 0; i-- {
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
		if value, ok := tailValue(p, text, r); ok {
			return words[:i], p.Name, value
		}
	}
	return bareDate(c, words, r)
}

// tailWords are the words that a tail begins with, and the options they mean.
var tailWords = map[string]string{
	"by": "by", "from": "by", "since": "since", "after": "since", "until": "until", "till": "until",
	"before": "until", "on": "on", "in": "on",
}

// tailValue reads a tail. A name has up to five words, each capitalised or,
// typed all in small letters, at most three.
func tailValue(p Param, text string, r Request) (string, bool) {
	if p.Kind != Person {
		value, err := p.canonical(text, r)
		return value, err == nil
	}
	if _, err := ParseDate(text, r.Now, r.In()); err == nil {
		return "", false // by Friday
	}
	words := strings.Fields(text)
	capitals := 0
	for _, w := range words {
		if strings.IndexFunc(w, unicode.IsUpper) == 0 {
			capitals++
		}
	}
	small := capitals == 0 && len(words) <= 3
	return text, small || capitals > 0 && len(words) <= 5
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
