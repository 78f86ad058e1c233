package words

import (
	"encoding/binary"
	"math"
)

// An encoded text is the numbers of its words as varints, one after another.

// nextWord returns the word at a place of encoded text and the place of the next.
func nextWord(tokens []byte, at int) (word uint32, next int) {
	if word = uint32(tokens[at]); word < 0x80 {
		return word, at + 1
	}
	if b := uint32(tokens[at+1]); b < 0x80 {
		return word&0x7f | b<<7, at + 2
	}
	n, size := binary.Uvarint(tokens[at:])
	return uint32(n), at + size
}

// maxWord is the maximum length of an encoded word.
const maxWord = binary.MaxVarintLen32

// filter rules out almost all words that are not of a set.
type filter struct {
	bits [4]uint64 // the lowest eight bits of words
	pair pairs
}

// pairs are the first two bytes of encoded words, as four tables: by the lower and the upper half of the first byte,
// and of the second, which words have it. A word is one of eight bits, so two bytes may begin a word of the set
// if all four tables have a bit in common. The second byte of a word of one byte may be any.
type pairs [4][16]uint8

// add adds the n-th word.
func (f *filter) add(n int, word uint32) {
	f.bits[word>>6&3] |= 1 << (word & 63)
	var b [maxWord]byte
	size := binary.PutUvarint(b[:], uint64(word))
	bit := uint8(1) << (n & 7)
	f.pair[0][b[0]&15] |= bit
	f.pair[1][b[0]>>4] |= bit
	for half := range 16 {
		if size == 1 || half == int(b[1]&15) {
			f.pair[2][half] |= bit
		}
		if size == 1 || half == int(b[1]>>4) {
			f.pair[3][half] |= bit
		}
	}
}

// or adds the words of another filter.
func (f *filter) or(other *filter) {
	for i, bits := range other.bits {
		f.bits[i] |= bits
	}
	for i := range f.pair {
		for half, bits := range other.pair[i] {
			f.pair[i][half] |= bits
		}
	}
}

// lets reports whether a word may be of the set.
func (f *filter) lets(word uint32) bool { return f.bits[word>>6&3]>>(word&63)&1 == 1 }

// next returns the first of so many words from a place of an encoded text on that may be of the set,
// the place after it and how many words are left there; ok is false if there is none.
func (f *filter) next(tokens []byte, at int, words uint32) (word uint32, after int, left uint32, ok bool) {
	if n := len(tokens) - at; wide && n > blockSize && words > 0 {
		to, rest, found := seek(&tokens[at], uint(n-1)/blockSize, uint(words), &f.pair)
		if rest == 0 {
			return 0, at, 0, false
		}
		begin := at
		at, words = at+int(to), uint32(rest)
		if found {
			word, at = nextWord(tokens, at)
			return word, at, words - 1, true
		}
		for at > begin && tokens[at-1] >= 0x80 { // the last block ends within a word
			at--
		}
	}
	return f.each(tokens, at, words)
}

// each is next a word at a time.
func (f *filter) each(tokens []byte, at int, words uint32) (word uint32, after int, left uint32, ok bool) {
	for ; words > 0; words-- {
		if at+maxWord <= len(tokens) { // without a jump for words of two bytes, which nobody could foresee
			first, second := uint32(tokens[at]), uint32(tokens[at+1])
			long := first >> 7
			word = first&0x7f | second<<7&-long
			at += int(1 + long)
			if second>>7&long != 0 {
				word, at = nextWord(tokens, at-2)
			}
		} else {
			word, at = nextWord(tokens, at)
		}
		if f.lets(word) {
			return word, at, words - 1, true
		}
	}
	return 0, at, 0, false
}

// Skip returns where the first words of an encoded text end; ok is false if it has fewer.
func Skip(tokens []byte, words int) (end int, ok bool) {
	for ; words > 0; words-- {
		_, n := binary.Uvarint(tokens[end:])
		if n <= 0 {
			return end, false
		}
		end += n
	}
	return end, true
}

// Greatest returns the greatest number of a word of an encoded text, 0 if it has none, and more
// than any word can have if its bytes are damaged.
func Greatest(tokens []byte) (n uint64) {
	for at := 0; at < len(tokens); {
		w, size := binary.Uvarint(tokens[at:])
		if size <= 0 {
			return math.MaxUint64
		}
		n, at = max(n, w), at+size
	}
	return n
}
