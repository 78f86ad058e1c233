package words

import (
	"errors"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// TestPackedWords reads words as they are stored, in several parts, and refuses parts that are damaged or out of order.
func TestPackedWords(t *testing.T) {
	n := New()
	n.Begin()
	first := uint32(n.WordCount())
	someWords(n, 0, 3)
	middle := n.PackWords(first)
	second := uint32(n.WordCount())
	someWords(n, 3, 6)
	last := n.PackWords(second)
	got := New()
	got.Begin()
	for name, data := range map[string][]byte{"cut off": middle[:len(middle)-1], "none": {}} {
		if err := got.UnpackWords(data, first, second-first); !errors.Is(err, errWords) || got.WordCount() != int(first) {
			t.Errorf("%s: %v, %d words", name, err, got.WordCount())
		}
	}
	if err := errors.Join(got.UnpackWords(middle, first, second-first), got.UnpackWords(last, second, uint32(n.WordCount())-second)); err != nil {
		t.Fatal(err)
	}
	if got, want := wordsOfAll(got), wordsOfAll(n); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// FuzzUnpackWords checks that bytes are either refused or give the words that they were packed from.
func FuzzUnpackWords(f *testing.F) {
	n := New()
	someWords(n, 0, 3)
	f.Add(n.PackWords(1)[4:], uint8(9))
	f.Add([]byte{}, uint8(0))
	f.Fuzz(func(t *testing.T, body []byte, many uint8) {
		n := New()
		if err := n.UnpackWords(sealed(body), 1, uint32(many)); err != nil {
			return
		}
		again := New()
		if err := again.UnpackWords(n.PackWords(1), 1, uint32(many)); err != nil || !slices.Equal(wordsOfAll(again), wordsOfAll(n)) {
			t.Errorf("%q is read again as %q, %v", wordsOfAll(n), wordsOfAll(again), err)
		}
	})
}

// sealed returns bytes behind their checksum.
func sealed(body []byte) []byte {
	w := wire.NewSealed()
	w.Bytes = append(w.Bytes, body...)
	return w.Sealed()
}
