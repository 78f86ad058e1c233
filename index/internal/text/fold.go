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
	if isPlain(printed) {
		return printed
	}
	return foldMarked(printed)
}

// foldMarked is FoldWord for words that may have capitals, accents and marks.
func foldMarked(printed string) string {
	if printed == "US" || printed == "U.S" {
		return "usa"
	}
	s := strings.ReplaceAll(fold.String(printed), "’", "'")
	if decade, ok := strings.CutSuffix(s, "0's"); ok && (len(decade) == 1 || len(decade) == 3) {
		return decade + "0s" // the 1990's
	}
	s = strings.TrimSuffix(s, "'s")
	if strings.ContainsAny(s, "',") {
		s = innerMarks.Replace(s)
	}
	if strings.Contains(s, ".") && !unicode.IsDigit(rune(s[0])) {
		s = strings.ReplaceAll(s, ".", "")
	}
	return s
}

var innerMarks = strings.NewReplacer("'", "", ",", "")

// isPlain reports whether a printed word is small letters of ASCII alone, as three of four
// are: folding changes nothing of it, and it has no mark.
func isPlain(printed string) bool {
	for i := range len(printed) {
		if printed[i] < 'a' || printed[i] > 'z' {
			return false
		}
	}
	return true
}

// Capitalized reports whether a printed word begins with a capital.
func Capitalized(printed string) bool {
	r, _ := utf8.DecodeRuneInString(printed)
	return unicode.IsUpper(r)
}
