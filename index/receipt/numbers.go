package receipt

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// digits are those of Crockford's base 32: without i, l, o and u, so that none is
// taken for another when a receipt is read aloud or copied by hand.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

// maxReceipt is the maximum number of digits: what is longer is no receipt.
const maxReceipt = 4096

// misread are letters that people type for digits.
var misread = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "", " ", "", "\t", "", "\n", "", "\u00a0", "")

// clean returns what was typed as receipts are written; ok is false if it has
// characters that no receipt has, or too many.
func clean(typed string) (word string, ok bool) {
	if len(typed) > maxReceipt {
		return "", false
	}
	word = misread.Replace(strings.ToLower(typed))
	return word, strings.Trim(word, digits) == ""
}

func value(digit byte) byte { return byte(strings.IndexByte(digits, digit)) }

// writeFixed returns n as that many digits, highest first.
func writeFixed(n uint64, count int) string {
	out := make([]byte, count)
	for i := range out {
		out[count-1-i] = digits[n&31]
		n >>= 5
	}
	return string(out)
}

// writeSpans returns, for each span, its distance from the end of the one before
// and its length less one.
func writeSpans(spans []article.Span) string {
	var b strings.Builder
	last := 0
	for _, s := range spans {
		writeNumber(&b, uint64(s.Start-last))
		writeNumber(&b, uint64(s.Len()-1))
		last = s.End
	}
	return b.String()
}

// readSpans reads what writeSpans wrote; at least one span.
func readSpans(row string) (spans []article.Span, ok bool) {
	numbers, ok := readNumbers(row)
	if !ok || len(numbers) == 0 || len(numbers)%2 != 0 {
		return nil, false
	}
	last := 0
	for i := 0; i < len(numbers); i += 2 {
		start := last + int(numbers[i])
		last = start + int(numbers[i+1]) + 1
		spans = append(spans, article.Span{Start: start, End: last})
	}
	return spans, true
}

// writeNumber writes a number four bits to a digit, lowest first; the fifth bit
// means that more follow.
func writeNumber(b *strings.Builder, n uint64) {
	for ; n >= 16; n >>= 4 {
		b.WriteByte(digits[16|n&15])
	}
	b.WriteByte(digits[n])
}

// readNumbers reads all numbers of a row of digits; each is under 2^32.
func readNumbers(row string) (out []uint64, ok bool) {
	n, shift := uint64(0), 0
	for i := range len(row) {
		digit := uint64(value(row[i]))
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
