package token_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/internal/token"
)

func TestTokenize(t *testing.T) {
	for text, want := range map[string]string{
		"The U.S. won’t pay.":       "The|U.S.|won’t|pay|.",
		"Anna Holm's 30-day plan":   "Anna|Holm|'|s|30-day|plan",
		"1,250.5 at 6 a.m., then":   "1,250.5|at|6|a.m.|,|then",
		"``Go,'' said J.D. Falk":    "``|Go|,|''|said|J.D.|Falk",
		"O’Brien and cease‑fire…":   "O’Brien|and|cease‑fire|…",
		" \t\n":                     "",
		"bad \xff bytes":            "bad|\xff|bytes",
		"a full stop.Then no blank": "a|full|stop|.|Then|no|blank",
	} {
		var got []string
		for _, tok := range token.Tokenize(text) {
			got = append(got, tok.Of(text))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func TestKinds(t *testing.T) {
	const text = "Seven 30-day plans!"
	for i, want := range []token.Kind{token.Word, token.Number, token.Word, token.Mark} {
		if got := token.Tokenize(text)[i].Kind; got != want {
			t.Errorf("token %d is of kind %d, want %d", i, got, want)
		}
	}
}

func TestAllCapitals(t *testing.T) {
	for word, want := range map[string]bool{"NATO": true, "J.D.": true, "Nato": false, "A": false, "7": false} {
		if got := token.AllCapitals(word); got != want {
			t.Errorf("AllCapitals(%q) is %v", word, got)
		}
	}
}

// FuzzTokenize checks that tokens are in order, and that nothing but white space is
// between them.
func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"U.S. won’t", "``a'' 1,0", "\xff\xfe's", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, tok := range token.Tokenize(s) {
			if tok.Start < end || tok.End <= tok.Start || tok.End > len(s) || strings.TrimFunc(s[end:tok.Start], unicode.IsSpace) != "" {
				t.Fatalf("token %+v of %q after byte %d", tok, s, end)
			}
			end = tok.End
		}
	})
}
