package bot

import (
	"strings"
	"unicode/utf8"
)

// Shown is the text of a row as every surface shows it. Direct speech is in
// quotation marks, and reported speech in its sentence, so that the two never look
// alike.
type Shown struct {
	Open, Close string // quotation marks that are ours; "" if there are none
	Text        string // the article's bytes
	Marks       []Span // byte ranges of Text to mark
}

// String returns the text with its quotation marks.
func (s Shown) String() string { return s.Open + s.Text + s.Close }

// The kinds of statements, as in Item.Kind.
const (
	direct   = "direct"
	indirect = "indirect"
	mixed    = "mixed"
)

// Shown returns the text of the row; its Text is "" if the row quotes nothing.
func (it Item) Shown() Shown {
	switch {
	case it.Sentence.Text != "":
		return Shown{Text: it.Sentence.Text, Marks: it.Reported}
	case it.Kind == direct && it.Quote.Text != "" && !marked(it.Quote.Text):
		return Shown{Open: "“", Text: it.Quote.Text, Close: "”", Marks: it.Marks}
	}
	return Shown{Text: it.Quote.Text, Marks: it.Marks}
}

// Unquoted returns a shown text without the quotation marks that Shown gives.
func Unquoted(shown string) string {
	inner, opened := strings.CutPrefix(shown, "“")
	inner, closed := strings.CutSuffix(inner, "”")
	if opened && closed && !marked(inner) {
		return inner
	}
	return shown
}

// marked reports whether a text brings quotation marks of its own at an end.
func marked(text string) bool {
	const marks = "\"“”„«»"
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(marks, first) || strings.ContainsRune(marks, last)
}
