package doc

import (
	"embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// findParagraphs groups the tokens by the line they are on.
func findParagraphs(text string, tokens []Token) []Range {
	var out []Range
	first := 0
	for i := 1; i <= len(tokens); i++ {
		if i == len(tokens) || strings.Contains(text[tokens[i-1].End:tokens[i].Start], "\n") {
			out = append(out, Range{first, i})
			first = i
		}
	}
	return out
}

// findSentences cuts each paragraph at full stops, question and exclamation
// marks, taking the closing marks that follow into the sentence.
func findSentences(text string, tokens []Token, paragraphs []Range) []Range {
	var out []Range
	for _, p := range paragraphs {
		first := p.First
		for i := p.First; i < p.Last; i++ {
			if !endsSentence(text, tokens, i, p) {
				continue
			}
			for i+1 < p.Last && closesMark(text, tokens, i+1) {
				i++
			}
			out = append(out, Range{first, i + 1})
			first = i + 1
		}
		if first < p.Last {
			out = append(out, Range{first, p.Last})
		}
	}
	return out
}

func endsSentence(text string, tokens []Token, i int, p Range) bool {
	switch tokens[i].Of(text) {
	case "?", "!":
		return startsSentence(text, tokens, i, p)
	case ".":
		if i > p.First && numberless(text, tokens, i, p) {
			return startsSentence(text, tokens, i, p)
		}
		if i > p.First && abbreviates(tokens[i-1].Of(text)) && tokens[i-1].End == tokens[i].Start {
			return closingAbbreviations[strings.ToLower(tokens[i-1].Of(text))] && opensAnother(text, tokens, i, p)
		}
		if i > p.First && tokens[i-1].Len() == 1 && unicode.IsUpper(rune(text[tokens[i-1].Start])) && tokens[i-1].End == tokens[i].Start {
			return false // an initial: George W. Bush
		}
		return startsSentence(text, tokens, i, p)
	}
	if word := tokens[i].Of(text); dotted(word) {
		return opensAnother(text, tokens, i, p) || (strings.EqualFold(word, "a.m.") || strings.EqualFold(word, "p.m.")) && afterClock(text, tokens, i+1, p)
	}
	return false
}

// dotted reports whether a word has the full stop that it ends with from an abbreviation of several letters: a.m., U.S.
func dotted(word string) bool {
	return len(word) > 3 && word[len(word)-1] == '.' && strings.IndexByte(word, '.') < len(word)-1
}

// opensAnother reports whether the abbreviation that ends at token i ends its sentence, too: a quotation that begins with a
// capital follows, but no nickname, or a word that has a capital only there, as in "at Brandell Inc. The firm …".
func opensAnother(text string, tokens []Token, i int, p Range) bool {
	if i+2 >= p.Last || tokens[i+1].Start == tokens[i].End {
		return false
	}
	next := tokens[i+1].Of(text)
	if next != "“" && next != "\"" && next != "‘" {
		return starters[next]
	}
	r, _ := utf8.DecodeRuneInString(text[tokens[i+2].Start:])
	nickname := i+3 < p.Last && tokens[i+3].Kind == Mark && closesMark(text, tokens, i+3)
	return unicode.IsUpper(r) && tokens[i+2].Start == tokens[i+1].End && !nickname
}

// afterClock reports whether a sentence begins at token i, after "2 a.m.": with a capital, and no day, place or zone that the
// time is of ("2 a.m. Tuesday", "6 p.m. London time", "6 p.m. GMT").
func afterClock(text string, tokens []Token, i int, p Range) bool {
	if i+1 >= p.Last || tokens[i].Kind != Word || tokens[i].Start == tokens[i-1].End {
		return false
	}
	word, next := tokens[i].Of(text), tokens[i+1].Of(text)
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !AllCapitals(word) && !timed[strings.ToLower(word)] && !strings.EqualFold(next, "time") && !strings.EqualFold(next, "standard") && !strings.EqualFold(next, "daylight")
}

// numberless reports whether the full stop at i ends "no" rather than "No.", which a number
// follows.
func numberless(text string, tokens []Token, i int, p Range) bool {
	return strings.EqualFold(tokens[i-1].Of(text), "no") && (i+1 >= p.Last || tokens[i+1].Kind != Number)
}

// maxClosing is how many marks may close one sentence, so that a row of full
// stops takes no longer than a text.
const maxClosing = 16

// startsSentence reports whether what follows mark i can begin a sentence.
func startsSentence(text string, tokens []Token, i int, p Range) bool {
	j := i + 1
	for j < p.Last && j-i < maxClosing && closesMark(text, tokens, j) {
		j++
	}
	if j >= p.Last {
		return true
	}
	if tokens[j].Start == tokens[j-1].End && tokens[j].Kind != Mark {
		return false // inside a word: 3.5, example.com
	}
	r, _ := utf8.DecodeRuneInString(text[tokens[j].Start:])
	if r == ',' || r == ';' || r == ':' {
		return false // after an abbreviation
	}
	return !unicode.IsLower(r) || capitalInside(tokens[j].Of(text))
}

// capitalInside reports whether a word that begins with a small letter has a capital after it, as
// iPhone and eBay have, so that a sentence may begin with it.
func capitalInside(word string) bool {
	_, size := utf8.DecodeRuneInString(word)
	r, _ := utf8.DecodeRuneInString(word[size:])
	return unicode.IsUpper(r)
}

// closesMark reports whether token j closes something that the sentence opened:
// it follows without a blank.
func closesMark(text string, tokens []Token, j int) bool {
	if tokens[j].Start != tokens[j-1].End {
		return false
	}
	switch tokens[j].Of(text) {
	case "”", "\"", "'", "’", "''", ")", "]", "»", ".", "?", "!", "…":
		return true
	}
	return false
}

// abbreviates reports whether a word, or the last part of one ("R-Tenn."), is an abbreviation.
func abbreviates(word string) bool {
	word = word[strings.LastIndexByte(word, '-')+1:]
	lower := strings.ToLower(word)
	return abbreviations[lower] || lower != word && properAbbreviations[lower]
}

// abbreviations take a full stop that ends no sentence, properAbbreviations if they have a capital.
var (
	abbreviations       = wordlist.Set(wordFiles, "abbreviations")
	properAbbreviations = wordlist.Set(wordFiles, "proper_abbreviations")
)

// closingAbbreviations are those that a sentence may end with, starters the words that begin one and have no capital elsewhere, and
// timed those that say of which day or place an hour is.
var (
	closingAbbreviations = wordlist.Set(wordFiles, "closing_abbreviations")
	starters             = wordlist.Set(wordFiles, "starters")
	timed                = wordlist.Set(wordFiles, "timed")
)

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS
