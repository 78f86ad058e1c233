package words

import (
	"fmt"
	"slices"
	"testing"
)

// wordsOfAll returns everything that a vocabulary tells of its words.
func wordsOfAll(n *Numbers) (out []string) {
	for at := range uint32(n.WordCount()) {
		out = append(out, fmt.Sprint(n.of(at), n.Upper(at), n.Words.At(n.Folded(at)), n.Stems.At(n.StemOf(at)), n.places.withStem(*n.stem.At(at), n.WordCount())))
	}
	return out
}

func someWords(n *Numbers, from, to int) {
	for i := from; i < to; i++ {
		form := fmt.Sprint("harbour", i)
		n.number(word{printed: "Harbour" + fmt.Sprint(i), form: form, stem: form[:6]})
		n.number(word{printed: "harbour-" + fmt.Sprint(i), form: form, stem: form[:6], joined: true})
		n.number(word{printed: fmt.Sprint("MPs", i), form: fmt.Sprint("mps", i), stem: "mp"})
	}
}

// TestRollback takes back words of articles that were given up: others get their numbers.
func TestRollback(t *testing.T) {
	n, want := New(), New()
	n.Begin()
	want.Begin()
	someWords(n, 0, 5)
	since := n.Vocabulary
	someWords(n, 5, 9)
	n.Rollback(since)
	someWords(n, 7, 9)
	someWords(want, 0, 5)
	someWords(want, 7, 9)
	if got, want := wordsOfAll(n), wordsOfAll(want); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
