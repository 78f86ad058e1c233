package article

import (
	"strings"
	"unicode"
)

// Wording returns text in the form in which two passages are compared before one
// is shown for both: runs of white space are one blank, typographic quotation
// marks and apostrophes are plain ones, and a comma or full stop at the end is
// left out, since a reprint that turns the sentence round changes it, as are
// characters that nobody sees. Case,
// signs and every other mark count: $5 is not 5, and "we're" is not "were".
func Wording(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	blank := false
	for _, r := range text {
		if r > ' ' && r < unicode.MaxASCII { // as nearly all are: no blank, and written as it is
			if blank {
				b.WriteByte(' ')
				blank = false
			}
			b.WriteByte(byte(r))
			continue
		}
		if unicode.IsSpace(r) {
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		if unicode.Is(unicode.Cf, r) {
			continue // a soft hyphen, or another character that nobody sees
		}
		switch r {
		case '‘', '’', '‚', '‛':
			r = '\''
		case '“', '”', '„', '‟':
			r = '"'
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " .,")
}

// Wording returns the words of s in the article's text as Wording returns them:
// equal for reprints, different if a single word is.
func (s Statement) Wording(text string) string {
	var parts []string
	for _, c := range s.Content {
		parts = append(parts, c.Of(text))
	}
	return Wording(strings.Join(parts, " "))
}
