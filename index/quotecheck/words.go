package quotecheck

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// token is a word with its place in a text.
type token struct {
	article.Span
	text   string // as written
	key    string // lower case, straight apostrophes: what is compared
	begins bool   // the text before it is not compared
}

// wordsIn returns the words of a range of text, without punctuation and white space.
func wordsIn(text string, where article.Span) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			s := article.Span{Start: start, End: end}
			key := plainMarks.Replace(strings.Map(seen, strings.ToLower(s.Of(text))))
			out = append(out, token{Span: s, text: s.Of(text), key: key})
		}
		start = -1
	}
	for i, r := range text[where.Start:where.End] {
		at := where.Start + i
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
		if !letter && start >= 0 && (strings.ContainsRune("'’-‑.,", r) || unicode.Is(unicode.Cf, r)) {
			next, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r) : where.End])
			letter = unicode.IsLetter(next) || unicode.IsDigit(next)
		}
		switch {
		case letter && start < 0:
			start = at
		case !letter:
			flush(at)
		}
	}
	flush(where.End)
	return out
}

// seen drops soft hyphens, zero-width marks and the like.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// plainMarks folds the marks within words that do not make different words.
var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "‑", "-")

// CountWords returns the number of words of text.
func CountWords(text string) int { return len(allWords(text)) }

func allWords(text string) []token { return wordsIn(text, article.Span{End: len(text)}) }

// Word is a word of a comparison.
type Word struct {
	Text string
	Same bool // the other side has it too
}
