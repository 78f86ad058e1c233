package words

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNext finds words of sets in encoded texts of all lengths, with words of one to five bytes, as
// reading them one at a time does.
func TestNext(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	limits := []uint32{4, 1 << 7, 1 << 10, 1 << 14, 1 << 16, 1 << 21, 1 << 31}
	anyWord := func() uint32 { return random.Uint32N(limits[random.IntN(len(limits))]) }
	for range 20_000 {
		var text []uint32
		var tokens []byte
		before, behind := random.IntN(3), random.IntN(30)
		words := random.IntN(120)
		for range before + words + behind {
			text = append(text, anyWord())
		}
		var m Matcher
		for range random.IntN(12) {
			word := anyWord()
			if len(text) > 0 && random.IntN(2) == 0 {
				word = text[random.IntN(len(text))]
			}
			if !slices.Contains(m.words, word) {
				m.add(word)
			}
		}
		at := 0
		for i, word := range text {
			if i == before {
				at = len(tokens)
			}
			tokens = binary.AppendUvarint(tokens, uint64(word))
		}
		if before == len(text) {
			at = len(tokens)
		}
		var want []uint32 // how many words are left behind each
		for i, word := range text[before : before+words] {
			if slices.Contains(m.words, word) {
				want = append(want, uint32(words-1-i))
			}
		}
		for name, next := range map[string]func([]byte, int, uint32) (uint32, int, uint32, bool){"next": m.filter.next, "each": m.filter.each} {
			var got []uint32
			for left, place := uint32(words), at; ; {
				var word uint32
				var ok bool
				if word, place, left, ok = next(tokens, place, left); !ok {
					break
				}
				if slices.Contains(m.words, word) {
					got = append(got, left)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s: %v of the first %d words after %d of %v: found with %v left, want %v", name, m.words, words, before, text, got, want)
			}
		}
	}
}
