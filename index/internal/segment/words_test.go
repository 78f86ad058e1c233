package segment

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// wordsOfAll returns everything that a vocabulary tells of its words.
func wordsOfAll(n *numbers) (out []string) {
	for at := range uint32(n.len()) {
		out = append(out, fmt.Sprint(n.of(at), n.Upper(at), n.Words.At(n.Folded(at)), n.Stems.At(n.StemOf(at)), n.places.withStem(*n.stem.At(at), n.len())))
	}
	return out
}

func someWords(n *numbers, from, to int) {
	for i := from; i < to; i++ {
		form := fmt.Sprint("harbour", i)
		n.number(word{printed: "Harbour" + fmt.Sprint(i), form: form, stem: form[:6]})
		n.number(word{printed: "harbour-" + fmt.Sprint(i), form: form, stem: form[:6], joined: true})
		n.number(word{printed: fmt.Sprint("MPs", i), form: fmt.Sprint("mps", i), stem: "mp"})
	}
}

// TestRollback takes back words of articles that were given up: others get their numbers.
func TestRollback(t *testing.T) {
	n, want := newNumbers(), newNumbers()
	n.begin()
	want.begin()
	someWords(n, 0, 5)
	since := n.Vocabulary
	someWords(n, 5, 9)
	n.rollback(since)
	someWords(n, 7, 9)
	someWords(want, 0, 5)
	someWords(want, 7, 9)
	if got, want := wordsOfAll(n), wordsOfAll(want); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// TestWords reads words as they are stored, in several parts, and refuses parts that are damaged or out of order.
func TestWords(t *testing.T) {
	n := newNumbers()
	n.begin()
	first := uint32(n.len())
	someWords(n, 0, 3)
	middle := n.packWords(first)
	second := uint32(n.len())
	someWords(n, 3, 6)
	last := n.packWords(second)
	got := newNumbers()
	got.begin()
	for name, data := range map[string][]byte{"cut off": middle[:len(middle)-1], "none": {}} {
		if err := got.unpackWords(data, first, second-first); !errors.Is(err, errWords) || got.len() != int(first) {
			t.Errorf("%s: %v, %d words", name, err, got.len())
		}
	}
	if err := errors.Join(got.unpackWords(middle, first, second-first), got.unpackWords(last, second, uint32(n.len())-second)); err != nil {
		t.Fatal(err)
	}
	if got, want := wordsOfAll(got), wordsOfAll(n); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// FuzzUnpackWords checks that bytes are either refused or give the words that they were packed from.
func FuzzUnpackWords(f *testing.F) {
	n := newNumbers()
	someWords(n, 0, 3)
	f.Add(n.packWords(1)[4:], uint8(9))
	f.Add([]byte{}, uint8(0))
	f.Fuzz(func(t *testing.T, body []byte, many uint8) {
		n := newNumbers()
		if err := n.unpackWords(withSum(body), 1, uint32(many)); err != nil {
			return
		}
		again := newNumbers()
		if err := again.unpackWords(n.packWords(1), 1, uint32(many)); err != nil || !slices.Equal(wordsOfAll(again), wordsOfAll(n)) {
			t.Errorf("%q is read again as %q, %v", wordsOfAll(n), wordsOfAll(again), err)
		}
	})
}
