package token

import (
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Token is a word, a number or one mark.
type Token struct {
	article.Span
	Kind Kind
}

// Kind is what a token is made of.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters, with inner apostrophes, hyphens and full stops of abbreviations
	Number             // begins with a digit: 30, 1,000, 30-day, 6.5
	Mark               // one punctuation mark or symbol
)

// MeanBytes is what a token takes on average, blanks included: room is made
// for a text's tokens at once.
const MeanBytes = 5

// Tokenize cuts text into words, numbers and marks. It takes time linear in the
// text's length and accepts any bytes.
func Tokenize(text string) []Token {
	tokens, _ := Append(make([]Token, 0, len(text)/MeanBytes), text, 0, len(text))
	return tokens
}

// Append appends at most n tokens of the text from byte i on, and returns
// where it stopped.
func Append(tokens []Token, text string, i, n int) ([]Token, int) {
	for last := len(tokens) + n; i < len(text) && len(tokens) < last; {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := endOfWord(text, i)
			kind := Word
			if unicode.IsDigit(r) {
				kind = Number
			}
			tokens = append(tokens, Token{article.Span{Start: i, End: end}, kind})
			i = end
			continue
		}
		end := i + size
		if (text[i] == '`' || text[i] == '\'') && end < len(text) && text[end] == text[i] {
			end++ // ``…'' of typewriter text
		}
		tokens = append(tokens, Token{article.Span{Start: i, End: end}, Mark})
		i = end
	}
	return tokens, i
}

// endOfWord returns where the word that begins at start ends: inner apostrophes,
// hyphens, and the full stops of abbreviations (U.S., a.m.) and decimals belong
// to it; a possessive 's is a token of its own.
func endOfWord(text string, start int) int {
	if possessive(text, start) {
		return start + 1
	}
	i := start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		inner := unicode.IsLetter(next) || unicode.IsDigit(next)
		switch {
		case (r == '\'' || r == '’') && inner && !possessive(text, i+size):
		case (r == '-' || r == '‑') && inner:
		case r == '.' && inner && (dotted(text, start, i) || digitBefore(text, i) && unicode.IsDigit(next)):
		case r == ',' && digitBefore(text, i) && unicode.IsDigit(next):
		case r == '.' && dotted(text, start, i) && i > start+1:
			return i + size
		default:
			return i
		}
		i += size
	}
	return i
}

// possessive reports whether an s that stands alone after an apostrophe begins at i.
func possessive(text string, i int) bool {
	if i >= len(text) || text[i] != 's' && text[i] != 'S' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if before != '\'' && before != '’' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return !unicode.IsLetter(after) && !unicode.IsDigit(after)
}

// maxDotted is how many bytes an abbreviation of single letters may have.
const maxDotted = 24

// dotted reports whether text[start:i] is single letters between full stops: U, U.S, a.
func dotted(text string, start, i int) bool {
	if i-start > maxDotted {
		return false
	}
	letters := 0
	for _, r := range text[start:i] {
		switch {
		case r == '.':
			letters = 0
		case unicode.IsLetter(r) && letters == 0:
			letters = 1
		default:
			return false
		}
	}
	return letters == 1
}

func digitBefore(text string, i int) bool {
	return i > 0 && text[i-1] >= '0' && text[i-1] <= '9'
}

// AllCapitals reports whether all letters of the word are capitals: NATO, JD.
func AllCapitals(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			if !unicode.IsUpper(r) {
				return false
			}
			letters++
		}
	}
	return letters > 1
}
