package text

import "testing"

// FuzzPlain: a word that FoldWord returns as it is printed, and whose stem is that of this
// form, would be folded to the same, and have the same stem, the long way.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"ships", "s", "us", "U.S", "1990s", "MPs", "naïve", "don't", "the", ""} {
		f.Add(s)
	}
	a := NewAnalyzer()
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := FoldWord(s), foldMarked(s); got != want {
			t.Fatalf("%q is folded to %q, want %q", s, got, want)
		}
		if isPlain(s) && a.stemOf(s, s) != a.Stem(s) {
			t.Fatalf("the stem of %q is %q, want %q", s, a.Stem(s), a.stemOf(s, s))
		}
	})
}
