package fold

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestString(t *testing.T) {
	for s, want := range map[string]string{
		"Ministry": "ministry", "Erdoğan": "erdogan", "ERDOĞAN": "erdogan", "Erdog\u0306an": "erdogan", "Łódź": "lodz", "Đoković": "dokovic", "Əliyev": "eliyev",
		"İstanbul": "istanbul", "Straße": "strasse", "Þór": "thor", "Ħamrun": "hamrun", "Nguyễn": "nguyen", "Ǽlfred": "aelfred", "ﬁnance": "finance",
		"co\u00adop": "coop", "Zoë\u200b": "zoe", "Έλληνας": "ελληνας", "Ёлкин": "елкин", "ＡＢＣ": "abc", "Ⅳ": "iv", "東京": "東京", "": "",
	} {
		if got := String(s); got != want {
			t.Errorf("String(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestEachLetterFoldsToPlainOnes folds all letters of Unicode. What comes out is plain: it
// folds to itself.
func TestEachLetterFoldsToPlainOnes(t *testing.T) {
	for r := range unicode.MaxRune {
		if !unicode.IsLetter(r) {
			continue
		}
		folded := String(string(r))
		if String(folded) != folded || !utf8.ValidString(folded) || folded == "" && r != 'ﾞ' && r != 'ﾟ' { // two marks of Japanese
			t.Errorf("%q folds to %q, and that to %q", r, folded, String(folded))
		}
		if apart := String(norm.NFD.String(string(r))); apart != folded {
			t.Errorf("%q folds to %q, taken apart to %q", r, folded, apart)
		}
	}
}
