package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// ellipsis separates the spans of one quotation, between which words are left out.
const ellipsis = " … "

// Shown is the text that the spans show: their bytes, joined by " … ".
func Shown(text string, spans []article.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Of(text)
	}
	return strings.Join(parts, ellipsis)
}

// A receipt is a row of digits of five bits: the article's number, each span's
// distance from the end of the one before and its length less one, and the first
// 25 bits of the SHA-256 of the words shown. Numbers are written four bits to a
// digit, lowest first, the fifth bit saying that more follow.
const (
	digits     = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32: no i, l, o, u
	hashDigits = 5
	// maxReceipt is the maximum number of digits: what is longer is no receipt.
	maxReceipt = 4096
)

// misread are letters that people type for digits.
var misread = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "", " ", "", "\t", "", "\n", "", "\u00a0", "")

// MakeReceipt is the receipt of spans of r's text, which are in order and do not
// overlap: a short word that holds the article's number, the spans and a part of
// the SHA-256 of what they show. It is "" for spans that are no ranges of the text.
func MakeReceipt(r article.Record, spans []article.Span) string {
	if !inside(r.Text, spans) {
		return ""
	}
	var b strings.Builder
	writeNumber(&b, uint64(r.Number))
	last := 0
	for _, s := range spans {
		writeNumber(&b, uint64(s.Start-last))
		writeNumber(&b, uint64(s.Len()-1))
		last = s.End
	}
	b.WriteString(hashWord(Shown(r.Text, spans)))
	return b.String()
}

// inside reports whether spans are ranges of text on rune boundaries, none empty, in
// order, without overlap; at least one.
func inside(text string, spans []article.Span) bool {
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) || !boundary(text, s.Start) || !boundary(text, s.End) {
			return false
		}
		last = s.End
	}
	return len(spans) > 0
}

func boundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }

func writeNumber(b *strings.Builder, n uint64) {
	for ; n >= 16; n >>= 4 {
		b.WriteByte(digits[16|n&15])
	}
	b.WriteByte(digits[n])
}

// hashWord is the first 25 bits of the SHA-256 of text, as digits.
func hashWord(text string) string {
	sum := sha256.Sum256([]byte(text))
	head := binary.BigEndian.Uint64(sum[:])
	var out [hashDigits]byte
	for i := range out {
		head = bits.RotateLeft64(head, 5)
		out[i] = digits[head&31]
	}
	return string(out[:])
}

// receipt is a decoded receipt.
type receipt struct {
	number uint32
	spans  []article.Span
	hash   string
}

// parseReceipt reads a receipt as people type it; ok is false for what is none.
func parseReceipt(typed string) (r receipt, ok bool) {
	if len(typed) > maxReceipt {
		return r, false
	}
	word := misread.Replace(strings.ToLower(typed))
	if len(word) <= hashDigits || strings.Trim(word, digits) != "" {
		return r, false
	}
	row, hash := word[:len(word)-hashDigits], word[len(word)-hashDigits:]
	numbers, ok := readNumbers(row)
	if !ok || len(numbers) < 3 || len(numbers)%2 == 0 || numbers[0] == 0 {
		return r, false
	}
	r = receipt{number: uint32(numbers[0]), hash: hash}
	last := 0
	for i := 1; i < len(numbers); i += 2 {
		start := last + int(numbers[i])
		last = start + int(numbers[i+1]) + 1
		r.spans = append(r.spans, article.Span{Start: start, End: last})
	}
	return r, true
}

// BeginsReceipt reads the beginning of a receipt as people type it: the number of
// its article, and what was typed as receipts are written. It fails before the
// number is whole.
func BeginsReceipt(typed string) (number uint32, prefix string, ok bool) {
	prefix = misread.Replace(strings.ToLower(typed))
	if len(prefix) > maxReceipt || strings.Trim(prefix, digits) != "" {
		return 0, "", false
	}
	end := strings.IndexAny(prefix, digits[:16]) + 1 // the digit that ends a number
	numbers, whole := readNumbers(prefix[:end])
	if len(numbers) != 1 || !whole || numbers[0] == 0 {
		return 0, "", false
	}
	return uint32(numbers[0]), prefix, true
}

// readNumbers reads all numbers of a row of digits; each is under 2^32.
func readNumbers(row string) (out []uint64, ok bool) {
	n, shift := uint64(0), 0
	for i := range len(row) {
		digit := uint64(strings.IndexByte(digits, row[i]))
		n |= digit & 15 << shift
		shift += 4
		if n > 1<<32-1 || shift > 32 {
			return nil, false
		}
		if digit < 16 {
			out = append(out, n)
			n, shift = 0, 0
		}
	}
	return out, shift == 0
}
