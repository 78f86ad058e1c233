package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// word is one word of a text as search sees it. A hyphenated word gives its
// parts and, joined, the whole: cease, fire and ceasefire.
type word struct {
	article.Span
	form   string // folded: lower case, without accents, full stops and possessive
	stem   string // Porter2 of the form, after irregular forms are made regular
	joined bool   // all parts of a hyphenated word; it stands beside its parts
	upper  bool   // begins with a capital
}

// stemmer remembers stems. It is for one goroutine.
type stemmer struct {
	env   *snowballstem.Env
	known map[string]string
}

func newStemmer() *stemmer {
	return &stemmer{env: snowballstem.NewEnv(""), known: map[string]string{}}
}

// maxStemmed is the longest word, in bytes, that is stemmed: the stemmer takes
// time quadratic in its length.
const maxStemmed = 256

// stem is the Porter2 stem of a folded word; irregular verbs and plurals have
// that of their base form: said, say.
func (s *stemmer) stem(form string) string {
	switch {
	case s.env == nil:
		return ""
	case len(form) > maxStemmed:
		return form
	}
	if stem, ok := s.known[form]; ok {
		return stem
	}
	base := form
	if regular, ok := irregular[form]; ok {
		base = regular
	}
	s.env.SetCurrent(base)
	english.Stem(s.env)
	stem := s.env.Current()
	if stem == "" {
		stem = base
	}
	if len(s.known) < 1<<16 {
		s.known[form] = stem
	}
	return stem
}

// forms cuts text into words without stems.
func forms(text string) []word { return (&stemmer{}).words(text) }

// words cuts text into words, in order.
func (s *stemmer) words(text string) []word {
	out := make([]word, 0, len(text)/6+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		end := wordEnd(text, i)
		out = s.appendWord(out, text, article.Span{Start: i, End: end})
		i = end
	}
	return out
}

// appendWord adds the word at span, in parts where it has hyphens.
func (s *stemmer) appendWord(out []word, text string, span article.Span) []word {
	printed := span.Of(text)
	r, _ := utf8.DecodeRuneInString(printed)
	upper := unicode.IsUpper(r)
	if !strings.ContainsAny(printed, "-‑") {
		form := foldWord(printed)
		return append(out, word{Span: span, form: form, stem: s.stem(form), upper: upper})
	}
	start := span.Start
	for _, part := range strings.FieldsFunc(printed, isHyphen) {
		start += strings.Index(text[start:span.End], part)
		form := foldWord(part)
		out = append(out, word{Span: article.Span{Start: start, End: start + len(part)}, form: form, stem: s.stem(form), upper: upper})
		start += len(part)
	}
	whole := foldWord(strings.Join(strings.FieldsFunc(printed, isHyphen), ""))
	return append(out, word{Span: span, form: whole, stem: s.stem(whole), joined: true, upper: upper})
}

func isHyphen(r rune) bool { return r == '-' || r == '‑' }

// wordEnd is where the word that begins at start ends. Inner apostrophes,
// hyphens, the full stops of abbreviations and the marks within numbers belong
// to it.
func wordEnd(text string, start int) int {
	i := start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if !unicode.IsLetter(next) && !unicode.IsDigit(next) || !joins(r, text[start:i], next) {
			break
		}
		i += size
	}
	return i
}

// joins says whether mark r between the word so far and next is part of the word.
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

// maxInitials is how many letters an abbreviation with full stops can have.
const maxInitials = 20

// initials reports whether text is single letters between full stops: U, U.S.
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

// foldWord is a word without case, accents, possessive and inner full stops.
func foldWord(printed string) string {
	if printed == "US" || printed == "U.S" {
		return "usa" // apart from the pronoun
	}
	s := fold(printed)
	for _, possessive := range []string{"'s", "’s"} {
		s = strings.TrimSuffix(s, possessive)
	}
	if strings.ContainsAny(s, "'’,") {
		s = strings.NewReplacer("'", "", "’", "", ",", "").Replace(s)
	}
	if strings.Contains(s, ".") && !unicode.IsDigit(rune(s[0])) {
		s = strings.ReplaceAll(s, ".", "")
	}
	return s
}

// fold is text in lower case and without accents: Erdoğan is erdogan.
func fold(text string) string {
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if unicode.Is(unicode.Mn, r) {
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

// plainLetters are the letters that no decomposition makes plain.
var plainLetters = map[rune]string{'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i"}
