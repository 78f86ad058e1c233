package encodings

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Text returns the text of a file as UTF-8. What is not UTF-8 is read as
// windows-1252, which holds ISO 8859-1 too, if that is certain; else it is returned as it
// is, and refused later.
func Text(data []byte) []byte {
	if utf8.Valid(data) || len(data) < minLegacyText {
		return data
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || !isWestern(data, decoded) {
		return data
	}
	return decoded
}

const (
	// minLegacyText is how many bytes a text must have for its encoding to be certain.
	minLegacyText = 40
	// maxForeign is the share of other characters than ASCII's, in percent. French has
	// five; what has more is another alphabet.
	maxForeign = 15
)

// isWestern reports whether data is a text in windows-1252 for certain: nothing in it is
// UTF-8, few characters are not ASCII's, marks stand where text has them, and the letters
// are those of one language in words that are not a mix of capitals and small letters. In
// a text of another encoding some are not.
func isWestern(data, decoded []byte) bool {
	if holdsUTF8(data) {
		return false
	}
	marks, letters := 0, map[rune]int{}
	var word []rune
	before := ' '
	for _, r := range string(decoded) {
		if unicode.IsLetter(r) {
			word = append(word, r)
			if r >= utf8.RuneSelf {
				letters[unicode.ToLower(r)]++
			}
			if badNeighbor(before) {
				return false
			}
			before = r
			continue
		}
		if r >= utf8.RuneSelf {
			if marks++; !strings.ContainsRune(westernMarks, r) || badNeighbor(r) && unicode.IsLetter(before) {
				return false
			}
		}
		if !isWesternWord(word) {
			return false
		}
		word, before = word[:0], r
	}
	return isWesternWord(word) && len(letters)+marks > 0 && areWestern(letters, marks, len(data))
}

// westernMarks are the marks that texts in windows-1252 have.
const westernMarks = "‘’‚“”„‹›«»–—…•€£§°©®™½¼¾¡¿\u00a0\u00ad·×"

// badNeighbor reports whether a mark never has a letter beside it.
func badNeighbor(mark rune) bool { return strings.ContainsRune("©®½¼¾×£€", mark) }

// isWesternWord reports whether a word is no mix of capitals and small letters, but for a
// capital at its beginning. Words of ASCII's letters alone may be
// anything.
func isWesternWord(word []rune) bool {
	upper, foreign := 0, false
	for _, r := range word {
		foreign = foreign || r >= utf8.RuneSelf
		if unicode.IsUpper(r) {
			upper++
		}
	}
	switch {
	case !foreign:
		return true
	case len(word) == 1:
		return strings.ContainsRune("àéèêóôåöÀÉÅÖ", word[0])
	}
	return upper == 0 || upper == len(word) || upper == 1 && unicode.IsUpper(word[0])
}

// alphabets are the letters beyond ASCII's of languages that are written in
// windows-1252, with those of names that are common there. The first are those that
// windows-1250 of Central Europe has in the same places.
var alphabets = []string{"áâäçéëíîóôöúüýß", "æøåéöäü", "åäöéüæø", "äöüßéèàâç", "àâæçéèêëîïôœùûüÿöä", "áéíñóúüçàèòöä", "áàâãçéêíóôõúü", "àèéìíîòóùúöü", "áðéíóúýþæö", "ëïéèêöüáíóú"}

// areWestern reports whether letters are those of one language, and not too many with
// the marks. Two languages together could be a third one in another encoding.
func areWestern(letters map[rune]int, marks, size int) bool {
	total := marks
	for _, n := range letters {
		total += n
	}
	return 100*total <= maxForeign*size && slices.ContainsFunc(alphabets, func(alphabet string) bool {
		for r := range letters {
			if !strings.ContainsRune(alphabet, r) {
				return false
			}
		}
		return true
	})
}

// holdsUTF8 reports whether something in data is a character of UTF-8 beyond ASCII: data
// then is a damaged text in UTF-8.
func holdsUTF8(data []byte) bool {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r >= utf8.RuneSelf && size > 1 {
			return true
		}
		i += size
	}
	return false
}

// UTF16 returns r as UTF-8 if it is UTF-16: by the mark at its beginning, as the
// text files that Windows calls "Unicode" have it, or because every second byte is zero.
func UTF16(r *bufio.Reader) *bufio.Reader {
	begin, _ := r.Peek(utf16Sample)
	little := false
	switch {
	case bytes.HasPrefix(begin, []byte{0xff, 0xfe}), alternates(begin, 1):
		little = true
	case bytes.HasPrefix(begin, []byte{0xfe, 0xff}), alternates(begin, 0):
	default:
		return r
	}
	order := utf16.BigEndian
	if little {
		order = utf16.LittleEndian
	}
	decoder := transform.Chain(&wellFormed{little: little}, utf16.UTF16(order, utf16.UseBOM).NewDecoder())
	return bufio.NewReaderSize(transform.NewReader(r, decoder), sniffed)
}

// wellFormed passes UTF-16 on as it is, and fails at what is none: the decoder would put
// U+FFFD there.
type wellFormed struct {
	little bool
	at     int  // bytes that were passed on
	high   bool // a high surrogate was the last of them
}

// Reset implements transform.Transformer.
func (w *wellFormed) Reset() { w.at, w.high = 0, false }

// Transform implements transform.Transformer. It copies src and returns an error for an
// unpaired surrogate or an odd byte at the end.
func (w *wellFormed) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for ; nSrc+1 < len(src); nSrc += 2 {
		if nSrc+2 > len(dst) {
			return nSrc, nSrc, transform.ErrShortDst
		}
		first := src[nSrc]
		if w.little {
			first = src[nSrc+1]
		}
		low := first >= 0xdc && first < 0xe0
		if low != w.high {
			return nSrc, nSrc, w.fault()
		}
		w.high = first >= 0xd8 && first < 0xdc
		w.at += copy(dst[nSrc:], src[nSrc:nSrc+2])
	}
	switch {
	case !atEOF && nSrc < len(src):
		return nSrc, nSrc, transform.ErrShortSrc
	case atEOF && (w.high || nSrc < len(src)):
		return nSrc, nSrc, w.fault()
	}
	return nSrc, nSrc, nil
}

func (w *wellFormed) fault() error {
	return fmt.Errorf("it is not valid UTF-16 (at byte %d)", w.at)
}

// utf16Sample is how many bytes are looked at to tell UTF-16 without its mark.
const utf16Sample = 512

// alternates reports whether the bytes from first on, every second, are zero but for a few,
// and none of the others is: text of mostly ASCII's characters in UTF-16.
func alternates(begin []byte, first int) bool {
	zeros := 0
	for i, b := range begin {
		switch zero := b == 0; {
		case zero && i%2 != first:
			return false
		case zero:
			zeros++
		}
	}
	return len(begin) >= 16 && 10*zeros >= 9*(len(begin)/2)
}
