package doc

import "github.com/briefing-bot/briefing-bot/index/internal/token"

// Token is a word, a number or one mark.
type Token = token.Token

// Kind is what a token is made of.
type Kind = token.Kind

// The kinds of tokens.
const (
	Word   = token.Word
	Number = token.Number
	Mark   = token.Mark
)

// Tokenize cuts text into words, numbers and marks.
func Tokenize(text string) []Token { return token.Tokenize(text) }

// AllCapitals reports whether all letters of the word are capitals: NATO, JD.
func AllCapitals(word string) bool { return token.AllCapitals(word) }

// IsDash reports whether a token is a dash, or a hyphen printed for one.
func IsDash(word string) bool { return word == "-" || word == "–" || word == "—" }
