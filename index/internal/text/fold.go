package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case without accents and invisible characters: "Erdoğan" gives "erdogan".
// Extraction has a folding of its own (lexicon.Fold), which matches the keys of
// its word lists and writes into a buffer.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) || invisible(r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := plainLetters[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// invisible reports whether r is a soft hyphen, a zero-width mark or the like: it stands
// in words, and nobody sees it.
func invisible(r rune) bool { return r == '\u00ad' || unicode.Is(unicode.Cf, r) }

// plainLetters spells the letters that Unicode does not decompose.
var plainLetters = map[rune]string{'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i"}

// FoldWord returns the form under which a printed word is indexed: folded,
// without a possessive ending, apostrophes, the commas of numbers and the full
// stops of abbreviations. "US" and "U.S" give "usa", to tell them from the pronoun.
func FoldWord(printed string) string {
	if printed == "US" || printed == "U.S" {
		return "usa"
	}
	s := strings.ReplaceAll(Fold(printed), "’", "'")
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
