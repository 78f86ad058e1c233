package quotecheck

import (
	"slices"
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

// wordsIn returns the words of a range of text, without punctuation and white space, but
// with the signs that make another word or number of them.
func wordsIn(text string, where article.Span) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			s := signed(text, article.Span{Start: start, End: end}, where)
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

// signed returns a word with its signs: @here is not here, $40 not €40, -1 not 1.
func signed(text string, word, where article.Span) article.Span {
	first, _ := utf8.DecodeRuneInString(text[word.Start:])
	last, _ := utf8.DecodeLastRuneInString(text[:word.End])
	for number := unicode.IsDigit(first); ; {
		sign, size := utf8.DecodeLastRuneInString(text[where.Start:word.Start])
		before, _ := utf8.DecodeLastRuneInString(text[where.Start : word.Start-size])
		isSign := strings.ContainsRune("@#", sign) || number && (unicode.Is(unicode.Sc, sign) || strings.ContainsRune("-−", sign))
		if size == 0 || !isSign || unicode.IsLetter(before) || unicode.IsDigit(before) {
			break
		}
		word.Start -= size
	}
	if unicode.IsDigit(last) && strings.HasPrefix(text[word.End:where.End], "%") {
		word.End++
	}
	return word
}

// seen drops soft hyphens, zero-width marks and the like.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// plainMarks folds the marks within words that do not make different words.
var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "‑", "-", "−", "-")

// HasWords reports whether text has a word that is no number: others are in so many articles
// that finding them says nothing.
func HasWords(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// InARow reports whether text has the words of a quotation one after the other.
func InARow(text, quotation string) bool {
	words, all := allWords(quotation), allWords(text)
	for i := range len(all) - len(words) + 1 {
		if slices.EqualFunc(words, all[i:i+len(words)], func(x, y token) bool { return x.key == y.key }) {
			return len(words) > 0
		}
	}
	return false
}

// CountWords returns the number of words of text.
func CountWords(text string) int { return len(allWords(text)) }

func allWords(text string) []token { return wordsIn(text, article.Span{End: len(text)}) }

// Word is a word of a comparison.
type Word struct {
	Text string
	Same bool // the other side has it too
}
