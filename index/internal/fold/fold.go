// Package fold writes letters plainly: in lower case, without accents and without marks
// that nobody sees. What is searched, the lists of names and the features of the models
// are folded by it, so that one spelling finds another.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// String returns s folded: "Erdoğan" gives "erdogan".
func String(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return string(appendString(make([]byte, 0, len(s)), s))
		}
	}
	return strings.ToLower(s)
}

func appendString(buf []byte, s string) []byte {
	for _, r := range s {
		buf = Append(buf, r)
	}
	return buf
}

// Append appends what a letter is folded to: nothing for an accent that stands by itself,
// several letters for some.
func Append(buf []byte, r rune) []byte {
	r = unicode.ToLower(r)
	if r < utf8.RuneSelf {
		return append(buf, byte(r))
	}
	if plain, ok := plainLetters[r]; ok {
		return append(buf, plain...)
	}
	if unicode.Is(unicode.Mn, r) || Invisible(r) {
		return buf
	}
	var letter [utf8.UTFMax]byte
	n := utf8.EncodeRune(letter[:], r)
	if norm.NFKD.IsNormal(letter[:n]) {
		return append(buf, letter[:n]...)
	}
	for _, part := range string(norm.NFKD.Bytes(letter[:n])) {
		if part = unicode.ToLower(part); !unicode.Is(unicode.Mn, part) {
			buf = appendPart(buf, part)
		}
	}
	return buf
}

// appendPart appends a part of a letter that was taken apart.
func appendPart(buf []byte, r rune) []byte {
	if plain, ok := plainLetters[r]; ok {
		return append(buf, plain...)
	}
	return utf8.AppendRune(buf, r)
}

// Invisible reports whether r is a soft hyphen, a zero-width mark or the like: it stands
// in words, and nobody sees it.
func Invisible(r rune) bool { return r == '\u00ad' || unicode.Is(unicode.Cf, r) }

// plainLetters are the letters of Latin alphabets: those that Unicode does not take
// apart, and, to be quick, the common ones that it does.
var plainLetters = func() map[rune]string {
	letters := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th"}
	for plain, list := range map[string]string{
		"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹẻẽếềểễệə", "g": "ĝğġģ", "h": "ĥħ",
		"i": "ìíîïĩīĭįıịỉ", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏőơọỏốồổỗộớờởỡợ", "r": "ŕŗř",
		"s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųưụủứừửữự", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
	} {
		for _, r := range list {
			letters[r] = plain
		}
	}
	return letters
}()
