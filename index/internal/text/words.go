package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/fold"
)

// Word is one word of a text as search sees it. A hyphenated word gives its
// parts and then the whole, joined: "cease-fire" gives cease, fire and ceasefire.
type Word struct {
	article.Span
	Form   string // FoldWord of the printed word
	Stem   string // Analyzer.Stem of Form; "" if cut by Words
	Joined bool   // a whole hyphenated word, listed after its parts
	Upper  bool   // begins with a capital
	ID     uint32 // the same for the same printed word from the same Analyzer; 0 if it was not cached
}

// Words returns the words of a text in order, without stems.
func Words(text string) []Word { return (&Analyzer{}).Words(text) }

// Words returns the words of a text in order, with their stems.
func (a *Analyzer) Words(text string) []Word {
	return a.AppendWords(make([]Word, 0, len(text)/6+1), text, article.Span{End: len(text)})
}

// AppendWords appends the words of a span of body, which is read as if nothing were
// around it.
func (a *Analyzer) AppendWords(out []Word, body string, span article.Span) []Word {
	text := body[:span.End]
	for i := span.Start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		end := wordEnd(text, i)
		out = a.appendWord(out, text, article.Span{Start: i, End: end})
		i = end
	}
	return out
}

// WordsOf returns the words of all spans of body.
func (a *Analyzer) WordsOf(body string, spans []article.Span) []Word {
	var out []Word
	for _, s := range spans {
		out = a.AppendWords(out, body, s)
	}
	return out
}

// appendWord appends the word at span; if it has hyphens, its parts and the whole.
func (a *Analyzer) appendWord(out []Word, text string, span article.Span) []Word {
	printed := span.Of(text)
	if isPlain(printed) {
		known := a.lookUp(printed)
		return append(out, Word{Span: span, Form: printed, Stem: known.stem, ID: known.id})
	}
	if !strings.Contains(printed, "-") && !strings.Contains(printed, "‑") {
		known := a.fold(printed)
		return append(out, Word{Span: span, Form: known.form, Stem: known.stem, Upper: known.upper, ID: known.id})
	}
	upper := Capitalized(printed)
	start := span.Start
	for _, part := range strings.FieldsFunc(printed, isHyphen) {
		start += strings.Index(text[start:span.End], part)
		form := FoldWord(part)
		out = append(out, Word{Span: article.Span{Start: start, End: start + len(part)}, Form: form, Stem: a.Stem(form), Upper: upper})
		start += len(part)
	}
	joined := strings.Join(strings.FieldsFunc(printed, isHyphen), "")
	whole := FoldWord(joined)
	return append(out, Word{Span: span, Form: whole, Stem: a.stemOf(joined, whole), Joined: true, Upper: upper})
}

// stemOf returns the stem of a printed word. The plural of an abbreviation has
// that of the singular: MPs, NGOs, F-16s. A decade is no plural: 1990s.
func (a *Analyzer) stemOf(printed, form string) string {
	if base, plural := strings.CutSuffix(form, "s"); plural && abbreviated(printed) {
		return a.Stem(base)
	}
	return a.Stem(form)
}

// abbreviated reports whether what precedes the small s at the end of a printed
// word is an abbreviation, a type or a number other than a decade's.
func abbreviated(printed string) bool {
	before, ok := strings.CutSuffix(printed, "s")
	if !ok || before == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(before)
	switch {
	case unicode.IsUpper(last):
		return utf8.RuneCountInString(before) > 1
	case !unicode.IsDigit(last):
		return false
	}
	return unicode.IsUpper(first) && !strings.HasPrefix(before, "Mid") || unicode.IsDigit(first) && last != '0'
}

func isHyphen(r rune) bool { return r == '-' || r == '‑' }

// wordEnd returns the end of the word that begins at start. Inner apostrophes,
// hyphens, the full stops of abbreviations and the punctuation of numbers are
// part of a word.
func wordEnd(text string, start int) int {
	i := start
	for i < len(text) {
		if c := text[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			i += size
			continue
		}
		if after := text[i+size:]; fold.Invisible(r) {
			if next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, fold.Invisible)); unicode.IsLetter(next) {
				i = len(text) - len(strings.TrimLeftFunc(after, fold.Invisible))
				continue
			}
			break
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if !unicode.IsLetter(next) && !unicode.IsDigit(next) || !joins(r, text[start:i], next) {
			break
		}
		i += size
	}
	return i
}

// joins reports whether punctuation mark r, between the word so far and next, is part of the word.
func joins(r rune, before string, next rune) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	switch r {
	case '-', '‑', '\'', '’':
		return true
	case '.':
		return initials(before) && unicode.IsLetter(next) || unicode.IsDigit(last) && unicode.IsDigit(next)
	case ',':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	}
	return false
}

// maxInitials limits the letters of an abbreviation with full stops.
const maxInitials = 20

// initials reports whether text is single letters separated by full stops: U, U.S.
func initials(text string) bool {
	if len(text) > maxInitials*(utf8.UTFMax+1) {
		return false
	}
	for i, part := range strings.Split(text, ".") {
		if utf8.RuneCountInString(part) != 1 || i > maxInitials {
			return false
		}
	}
	return true
}

// maxAbbreviation is the maximum length of an abbreviation in small letters.
const maxAbbreviation = 4

// AbbreviationSingular returns the singular of what may be the plural of an
// abbreviation typed in small letters: ngos, mps. ok is false for any other word.
func AbbreviationSingular(form string) (singular string, ok bool) {
	base, plural := strings.CutSuffix(form, "s")
	if !plural || len(base) < 2 || len(base) > maxAbbreviation || unicode.IsDigit(rune(base[0])) {
		return "", false
	}
	return base, !strings.ContainsAny(base[:len(base)-1], "aeiouy") && !strings.ContainsAny(base[len(base)-1:], "aeiys")
}

// WholeWords returns the words of all terms, a hyphenated one as one word
// without its parts.
func (a *Analyzer) WholeWords(terms []string) []Word {
	var out []Word
	for _, term := range terms {
		first := len(out)
		for _, w := range a.Words(term) {
			if w.Joined { // its parts are before it
				for len(out) > first && w.Contains(out[len(out)-1].Span) {
					out = out[:len(out)-1]
				}
			}
			out = append(out, w)
		}
	}
	return out
}

// NameKey returns the folded words of a name, joined by blanks: equal for
// names that differ in case, accents, punctuation or a possessive alone.
func NameKey(name string) string {
	var forms []string
	for _, w := range Words(name) {
		forms = append(forms, w.Form)
	}
	return strings.Join(forms, " ")
}

// StemsOf returns the stems that a printed word of a form may have: more than one if the form may
// be the plural of an abbreviation.
func (a *Analyzer) StemsOf(form string) []string {
	out := []string{a.Stem(form)}
	if base, plural := strings.CutSuffix(form, "s"); plural && base != "" && a.Stem(base) != out[0] {
		out = append(out, a.Stem(base))
	}
	return out
}
