package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/fold"
)

// FoldWord returns the form under which a printed word is indexed: folded,
// without a possessive ending, apostrophes, the commas of numbers and the full
// stops of abbreviations. "US" and "U.S" give "usa", to tell them from the pronoun.
func FoldWord(printed string) string {
	if printed == "US" || printed == "U.S" {
		return "usa"
	}
	s := strings.ReplaceAll(fold.String(printed), "’", "'")
	if decade, ok := strings.CutSuffix(s, "0's"); ok && (len(decade) == 1 || len(decade) == 3) {
		return decade + "0s" // the 1990's
	}
	s = strings.TrimSuffix(s, "'s")
	if strings.ContainsAny(s, "',") {
		s = strings.NewReplacer("'", "", ",", "").Replace(s)
	}
	if strings.Contains(s, ".") && !unicode.IsDigit(rune(s[0])) {
		s = strings.ReplaceAll(s, ".", "")
	}
	return s
}

// Capitalized reports whether a printed word begins with a capital.
func Capitalized(printed string) bool {
	r, _ := utf8.DecodeRuneInString(printed)
	return unicode.IsUpper(r)
}
