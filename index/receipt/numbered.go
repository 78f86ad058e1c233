package receipt

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Numbered is a receipt of the older form, which held the number of the article in
// one archive instead of a tag, and 25 bits of the SHA-256 of the words. Those that
// were posted go on verifying; none is made any more.
type Numbered struct {
	Number uint32 // of the article
	Spans  []article.Span
	hash   string
}

// numberedHash is the number of digits of the hash in the old form.
const numberedHash = 5

// ParseNumbered reads a receipt of the old form as people type it.
func ParseNumbered(typed string) (r Numbered, ok bool) {
	word, ok := clean(typed)
	if !ok || len(word) <= numberedHash {
		return Numbered{}, false
	}
	end := len(word) - numberedHash
	row := word[:end]
	first := strings.IndexAny(row, digits[:16]) + 1 // the digit that ends a number
	numbers, ok := readNumbers(row[:first])
	if !ok || len(numbers) != 1 || numbers[0] == 0 {
		return Numbered{}, false
	}
	r = Numbered{Number: uint32(numbers[0]), hash: word[end:]}
	r.Spans, ok = readSpans(row[first:])
	return r, ok
}

// Holds reports whether a text has the words of the receipt in their place.
func (r Numbered) Holds(text string) bool {
	return Valid(text, r.Spans) && wordsHash(Shown(text, r.Spans), numberedHash) == r.hash
}
