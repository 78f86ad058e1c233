package receipt

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// The parts of a receipt, in digits of five bits: a tag of the article's ID, for
// each span its distance from the end of the one before and its length less one
// (numbers.go), the first 20 bits of the SHA-256 of the words shown, and a check
// digit over all of these and five more bits of the ID's hash. A quotation of up to
// 256 bytes in the first 4 KiB of an article has a receipt of 14 digits.
//
// A receipt is exact only if tag, check digit and hash agree, 45 bits. Among a
// million articles about one has the tag of a receipt that was made from an article
// that is not there; such a receipt is taken for exact once in 2^25 times, which is
// 1 in 34 million, and for a receipt of a changed article once in 32 times (among
// 20,000 articles: once in 1,700), so answers never say more than that the article
// here does not have the words. Words that were changed in their place pass for
// the old ones once in a million times. One wrong digit after the tag, or two
// neighbours swapped there, always show; in the tag they show 31 times in 32 even
// if another article has that tag.
const (
	tagDigits  = 4
	hashDigits = 4
	fixed      = tagDigits + hashDigits + 1
)

// Tag is the part of an article's ID that its receipts hold.
type Tag uint32

// TagOf returns the tag of the article with an ID.
func TagOf(id string) Tag {
	tag, _ := nameOf(id)
	return tag
}

// nameOf returns the two parts of the hash of an article's ID that receipts hold.
func nameOf(id string) (tag Tag, more byte) {
	sum := sha256.Sum256([]byte(id))
	head := binary.BigEndian.Uint32(sum[:])
	return Tag(head >> (32 - 5*tagDigits)), byte(head>>(32-5*tagDigits-5)) & 31
}

// Make returns the receipt of spans of the text of the article with an ID. The spans
// are in order and do not overlap; it is "" for spans that are no ranges of the text.
func Make(id, text string, spans []article.Span) string {
	if !Valid(text, spans) {
		return ""
	}
	tag, more := nameOf(id)
	row := writeFixed(uint64(tag), tagDigits) + writeSpans(spans) + wordsHash(Shown(text, spans), hashDigits)
	return row + string(digits[check(row, more)])
}

// Receipt is a decoded receipt.
type Receipt struct {
	Tag   Tag            // of its article
	Spans []article.Span // in the version of the article that it was made from
	row   string         // without the check digit
	hash  string
	check byte
}

// Parse reads a receipt as people type it: upper case, blanks and hyphens, o for 0,
// i and l for 1. ok is false for what is none.
func Parse(typed string) (r Receipt, ok bool) {
	word, ok := clean(typed)
	if !ok || len(word) <= fixed {
		return Receipt{}, false
	}
	end := len(word) - 1
	r = Receipt{Tag: readTag(word), row: word[:end], hash: word[end-hashDigits : end], check: value(word[end])}
	r.Spans, ok = readSpans(word[tagDigits : end-hashDigits])
	return r, ok
}

// Begins reads the beginning of a receipt as people type it: the tag of its article,
// and what was typed as receipts are written. It fails before the tag is whole.
func Begins(typed string) (tag Tag, prefix string, ok bool) {
	prefix, ok = clean(typed)
	if !ok || len(prefix) < tagDigits {
		return 0, "", false
	}
	return readTag(prefix), prefix, true
}

func readTag(word string) Tag {
	var tag Tag
	for i := range tagDigits {
		tag = tag<<5 | Tag(value(word[i]))
	}
	return tag
}

// Names reports whether the receipt was made from an article with that ID, in some
// version, and has no wrong digit.
func (r Receipt) Names(id string) bool {
	tag, more := nameOf(id)
	return tag == r.Tag && check(r.row, more) == r.check
}

// Holds reports whether a text has the words of the receipt in their place.
func (r Receipt) Holds(text string) bool {
	return Valid(text, r.Spans) && wordsHash(Shown(text, r.Spans), hashDigits) == r.hash
}

// check returns the check digit of a row: its digits are the coefficients of a
// polynomial over the field of 32 elements, and the value is taken at a root of
// x^5+x^2+1. One wrong digit changes it, and so do two neighbours that are swapped.
func check(row string, start byte) byte {
	sum := start
	for i := range len(row) {
		sum = timesRoot(sum) ^ value(row[i])
	}
	return timesRoot(sum)
}

func timesRoot(n byte) byte {
	if n <<= 1; n&32 != 0 {
		n ^= 0b100101
	}
	return n
}
