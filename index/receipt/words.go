package receipt

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

// Shown returns the text that the spans show: their bytes, joined by " … ".
func Shown(text string, spans []article.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Of(text)
	}
	return strings.Join(parts, ellipsis)
}

// Valid reports whether spans are ranges of text on rune boundaries, none empty, in
// order, without overlap; at least one.
func Valid(text string, spans []article.Span) bool {
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

// wordsHash returns the first bits of the SHA-256 of text, as n digits.
func wordsHash(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	head := binary.BigEndian.Uint64(sum[:])
	out := make([]byte, n)
	for i := range out {
		head = bits.RotateLeft64(head, 5)
		out[i] = digits[head&31]
	}
	return string(out)
}
