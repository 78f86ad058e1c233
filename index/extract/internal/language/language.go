package language

import (
	"embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// English and Unknown are two of the languages that Of gives, as BCP 47 names them.
const (
	English = "en"
	Unknown = "und" // not English, and none that has a list
)

// Languages is what Of finds.
type Languages struct {
	Article string // of the article, as BCP 47 names it; "" if it has too few words to tell
	foreign []bool // of each paragraph, whether it is not English
}

// Foreign reports whether paragraph k is not English.
func (l Languages) Foreign(k int) bool { return l.foreign[k] }

// Of returns the languages of d. What stands in quotation marks counts for a paragraph
// only if nothing else does: a foreign quotation in an English paragraph is English
// news. A paragraph that does not tell is taken for one in the article's language.
func Of(d *doc.Document) Languages {
	out := Languages{foreign: make([]bool, len(d.Paragraphs))}
	var article tally
	verdicts := make([]verdict, len(d.Paragraphs))
	quote := 0
	for k, p := range d.Paragraphs {
		if d.Stopped() {
			return out
		}
		var told, quoted tally
		for i := p.First; i < p.Last; i++ {
			for quote < len(d.Quotes) && (d.Quotes[quote].Depth > 0 || d.Quotes[quote].End <= d.Tokens[i].Start) {
				quote++
			}
			if quote < len(d.Quotes) && d.Quotes[quote].Start <= d.Tokens[i].Start {
				quoted.count(d, i)
			} else {
				told.count(d, i)
			}
		}
		all := told
		all.add(quoted)
		if verdicts[k] = judge(told, all); verdicts[k] == english && told.english() > 0 {
			all = told
		}
		article.add(all)
	}
	out.Article = article.language(d.Lang)
	for k, v := range verdicts {
		out.foreign[k] = v == other || v == open && out.Article != English && out.Article != ""
	}
	return out
}

// verdict is what a paragraph's words say of its language.
type verdict uint8

const (
	open verdict = iota // nothing
	english
	other
)

// judge returns the verdict on a paragraph of which told are the words outside quotation
// marks, and all are all.
func judge(told, all tally) verdict {
	_, inTold := told.best()
	_, inAll := all.best()
	switch {
	case all.otherScript():
		return other
	case told.english() > inTold:
		return english
	case inTold > told.english() && inAll >= minWords && inAll > all.english():
		return other
	case told.english() > 0, inTold > 0:
		return open
	case all.english() > inAll:
		return english
	case inAll >= minWords && inAll > all.english():
		return other
	}
	return open
}

const (
	minWords   = 2  // words of grammar from which on a paragraph may be in another language
	fewWords   = 30 // words of an article below which those of grammar may be missing by chance
	minEnglish = 6  // at least one word in so many of an English article is one of grammar
	tableWords = 4  // words for each number from which on figures are in sentences
	minNamed   = 8  // the same of an article in a language that has a list
)

// languages are those with a list, as BCP 47 names them; English is the first.
var languages = [...]string{English, "de", "fr", "es", "nl", "it", "pt", "sv", "da", "pl"}

// tally counts the words of a piece of text.
type tally struct {
	words, foreignScript int
	numbers              int
	grammar              [len(languages)]int // words of grammar of each language
}

func (t *tally) add(o tally) {
	t.words += o.words
	t.foreignScript += o.foreignScript
	t.numbers += o.numbers
	for k, n := range o.grammar {
		t.grammar[k] += n
	}
}

func (t *tally) english() int { return t.grammar[0] }

// best returns the language other than English of which there are most words, and how many.
func (t *tally) best() (name string, n int) {
	for k, count := range t.grammar[1:] {
		if count > n {
			name, n = languages[k+1], count
		}
	}
	return name, n
}

// otherScript reports whether most words are in a script that English is not written in.
func (t *tally) otherScript() bool { return t.foreignScript*2 > t.words && t.words >= minWords }

// language returns the language of an article of which t counts the words, and which is
// said to be in given; "" if that is open.
func (t *tally) language(given string) string {
	name, n := t.best()
	base, _, _ := strings.Cut(strings.ToLower(given), "-")
	switch {
	case t.otherScript():
		if base != "" && base != English {
			return base
		}
		return Unknown
	case n > t.english() && n >= minWords && n*minNamed >= t.words:
		return name
	case t.english() > 0 && t.english()*minEnglish >= t.words:
		return English
	case t.numbers*tableWords > t.words:
		return "" // a table
	case n > t.english() && n >= minWords, t.words >= fewWords && t.english()*minEnglish < t.words:
		if base != "" && base != English {
			return base
		}
		return Unknown
	case t.english() > 0:
		return English
	}
	return name // of a single word, or ""
}

// count counts token i of d.
func (t *tally) count(d *doc.Document, i int) {
	switch d.Tokens[i].Kind {
	case doc.Number:
		t.numbers++
		return
	case doc.Mark:
		return
	}
	t.words++
	word := d.Word(i)
	if first, _ := utf8.DecodeRuneInString(word); first >= utf8.RuneSelf && !unicode.Is(unicode.Latin, first) {
		t.foreignScript++
		return
	}
	if len(word) > maxWord {
		return
	}
	var buf [2 * maxWord]byte
	set := grammar[string(appendLower(buf[:0], word))]
	if set > 1 && inName(d, i) {
		set &= 1
	}
	for k := 0; set != 0; set, k = set>>1, k+1 {
		t.grammar[k] += int(set & 1)
	}
}

// inName reports whether word i, one of another language's, is within a name: between
// capitals, or with a capital itself where no sentence begins.
func inName(d *doc.Document, i int) bool {
	if capital(d, i) {
		return i > 0 && d.Tokens[i-1].Kind == doc.Word
	}
	before, after := i-1, i+1
	for before >= max(0, i-2) && particles[d.Word(before)] {
		before--
	}
	for after <= i+2 && particles[d.Word(after)] {
		after++
	}
	opens := before < 0 || d.Tokens[before].Kind != doc.Word // “Soon,” von der Linde said
	return particles[d.Word(i)] && (opens || capital(d, before)) && capital(d, after)
}

// particles are the words within names.
var particles = map[string]bool{"de": true, "la": true, "las": true, "los": true, "del": true, "di": true, "da": true, "do": true, "dos": true,
	"van": true, "der": true, "den": true, "von": true, "du": true, "le": true, "el": true, "al": true, "y": true, "e": true}

func capital(d *doc.Document, i int) bool {
	first, _ := utf8.DecodeRuneInString(d.Word(i))
	return unicode.IsUpper(first)
}

// appendLower appends word in lower case, with typewriter apostrophes.
func appendLower(out []byte, word string) []byte {
	for k := 0; k < len(word); {
		if c := word[k]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, c)
			k++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[k:])
		if r = unicode.ToLower(r); r == '’' {
			r = '\''
		}
		out = utf8.AppendRune(out, r)
		k += size
	}
	return out
}

// maxWord bounds the bytes of a word of grammar.
const maxWord = 24

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// grammar gives for each word of grammar the languages it is one of, a bit each.
var grammar = readGrammar()

// readGrammar reads the lists. A word of grammar may be in several, English among them; what is
// any other English word tells nothing.
func readGrammar() map[string]uint16 {
	out, neutral := map[string]uint16{}, wordlist.Set(wordFiles, "english_too")
	for k, name := range languages {
		for word := range wordlist.Set(wordFiles, name) {
			if !neutral[word] {
				out[word] |= 1 << k
			}
		}
	}
	return out
}
