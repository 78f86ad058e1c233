package names

import (
	"maps"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// PhoneticKey returns what the usual transliterations of one family name share:
// Zelenskiy, Zelenskyy and Zelensky all give zelenski. word is folded.
func PhoneticKey(word string) string {
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		c := word[i]
		pair := ""
		if i+1 < len(word) {
			pair = word[i : i+2]
		}
		switch {
		case c == '-' || c == '\'' || c == '.':
			continue
		case pair == "kh" || pair == "gh" || pair == "dh" || pair == "th":
			i++
		case pair == "ph":
			c = 'f'
			i++
		case pair == "ks":
			c = 'x'
			i++
		case pair == "ts" || pair == "tz" || pair == "cz":
			c = 'z'
			i++
		case pair == "ou" || pair == "oo":
			c = 'u'
			i++
		case i > 0 && (pair == "ue" || pair == "ae" || pair == "oe"):
			i++ // Mueller is Müller
		case pair == "ff" && i+2 == len(word):
			c = 'v' // Ivanoff is Ivanov
			i++
		case i == 0 && (pair == "ye" || pair == "je"):
			c = 'e' // Yeltsov is Eltsov
			i++
		case pair == "ck":
			c = 'k'
			i++
		case c == 'y' || c == 'j':
			c = 'i'
		case c == 'w':
			c = 'v'
		case c == 'q' || c == 'c' && pair != "ch":
			c = 'k'
		}
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	if n := len(out); n > 2 && out[n-1] == 'v' && out[n-2] == 'e' && word[len(word)-1] == 'w' { // -ew for -ev
		return string(out[:n])
	}
	return string(out)
}

// consonants returns the consonants of a phonetic key: given names that share them are
// transliterations of one another (Sergei and Sergey, Aleksandr and Oleksandr).
func consonants(word string) string {
	s := PhoneticKey(word)
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("aeiouh", s[i]) < 0 && (len(out) == 0 || out[len(out)-1] != s[i]) {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// MinVariant is how long a family name must be for another spelling to be
// taken for it: short names that differ in a letter are mostly other names.
const MinVariant = 6

// VariantSpelling reports whether two folded family names are spellings of one:
// equal phonetic keys, or phonetic keys of eight letters or more that differ in one
// place inside.
func VariantSpelling(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < MinVariant || len(b) < MinVariant {
		return false
	}
	x, y := PhoneticKey(a), PhoneticKey(b)
	return x == y && len(x) >= 5 || NearKeys(x, y)
}

// NearKeys reports whether two long phonetic keys differ in one place inside.
func NearKeys(x, y string) bool {
	return len(x) >= 8 && len(y) >= 8 && oneEdit(x, y) && !genderPair(x, y)
}

// genderPair reports whether two names differ as a woman's from a man's: Putin and
// Putina, Zelenski and Zelenska.
func genderPair(a, b string) bool {
	a, b = strings.TrimRight(a, "aiu"), strings.TrimRight(b, "aiu")
	return a == b
}

// oneEdit reports whether one letter replaced, left out or put in turns a to b.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == 0 {
		return false
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// shortForms gives for each given name the number of the names it is a form of.
var shortForms = readShortForms()

func readShortForms() map[string][]int {
	forms := map[string][]int{}
	n := 0
	for line := range wordlist.Lines(wordFiles, "short_names") {
		for w := range strings.FieldsSeq(line) {
			forms[w] = append(forms[w], n)
		}
		n++
	}
	return forms
}

// SameGiven reports whether two folded given names may be one person's: equal, an
// initial of the other, a short form, another transliteration; an absent one
// fits any.
func SameGiven(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	if InitialOf(a, b) || InitialOf(b, a) || len(a) > 3 && PhoneticKey(a) == PhoneticKey(b) {
		return true
	}
	if ShortForms(a, b) {
		return true
	}
	x, y := consonants(a), consonants(b)
	if x != y || len(x) < 3 {
		return false
	}
	return GenderOf(a)&GenderOf(b) != 0 || GenderOf(a) == 0 || GenderOf(b) == 0
}

// ShortForms reports whether two folded given names are forms of one name: Bill and
// William, Bill and Billy.
func ShortForms(a, b string) bool {
	return slices.ContainsFunc(shortForms[a], func(n int) bool { return slices.Contains(shortForms[b], n) })
}

// InitialOf reports whether short is the initials of long or of its beginning: j.d, w.
func InitialOf(short, long string) bool {
	return len(short) > 0 && len(long) > 0 && short[0] == long[0] && (len(short) == 1 || len(short) > 1 && len(short) <= 5 && strings.Contains(short, "."))
}

// GenderOf returns the gender of those who bear a folded given name, or 0 if it
// tells none.
func GenderOf(given string) Class {
	g := Words[given].Class & GivenName
	if g == 0 {
		if first, _, ok := strings.Cut(given, "-"); ok {
			g = Words[first].Class & GivenName
		}
	}
	if g == GivenName {
		return 0
	}
	return g
}

// GenderOfRole returns the gender of those who bear a title or role, or 0 if it tells
// none.
func GenderOfRole(info Info) Class {
	switch {
	case info.Is(manWord) && !info.Is(womanWord):
		return MaleName
	case info.Is(womanWord) && !info.Is(manWord):
		return FemaleName
	}
	return 0
}

// SurnameEnding reports whether a word ends as family names of some language do
// and English words do not.
func SurnameEnding(word string) bool {
	for _, ending := range surnameEndings {
		if len(word) > len(ending)+1 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

var surnameEndings = slices.Sorted(maps.Keys(wordlist.Set(wordFiles, "surname_endings")))

// CommonEnding reports whether an unknown word at a sentence's start may well be
// an ordinary one.
func CommonEnding(word string) bool {
	for _, ending := range [...]string{"ing", "ly", "ed", "ers", "ists", "tion", "ions", "ment", "ments", "ness", "ity", "ies", "ances", "ences", "als", "ous", "ful", "less"} {
		if len(word) > len(ending)+2 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}
