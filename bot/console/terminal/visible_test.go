package terminal

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzVisibleJSON: JSON of any text stays JSON of the same text, and holds
// nothing that acts on a terminal.
func FuzzVisibleJSON(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b[31m", "\u009b31m", "a\u202eb\u2069", "\x7f", "⟦U+001B⟧", "\xff\xc2", "é\u2028", `\u009b`, "🐦\u0085"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := json.Marshal(map[string]string{text: text})
		if err != nil {
			t.Fatal(err)
		}
		var before, after map[string]string
		shown := VisibleJSON(raw)
		if json.Unmarshal(raw, &before) != nil || json.Unmarshal(shown, &after) != nil {
			t.Fatalf("%q became %q", raw, shown)
		}
		for key, value := range before {
			if after[key] != value || len(after) != 1 {
				t.Errorf("%q became %q", before, after)
			}
		}
		if strings.ContainsFunc(string(shown), func(r rune) bool { return acts(r) && r != escapeMark }) {
			t.Errorf("%q acts", shown)
		}
	})
}
