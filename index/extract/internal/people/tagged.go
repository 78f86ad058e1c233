package people

import (
	"cmp"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tagged is a document with what the tables say of each word.
type Tagged struct {
	*doc.Document
	info     []wordInfo // of each token
	sentence []int32    // the sentence of each token
}

// Tag looks up every word of d.
func Tag(d *doc.Document) *Tagged {
	c := &Tagged{Document: d, info: make([]wordInfo, len(d.Tokens)), sentence: make([]int32, len(d.Tokens))}
	for s, run := range d.Sentences {
		for i := run.First; i < run.Last; i++ {
			c.sentence[i] = int32(s)
		}
	}
	c.lookUp()
	return c
}

// lookUp finds what the tables say of each token; the words of an entry of
// several words (White House) all get what it says.
func (c *Tagged) lookUp() {
	var buf [64]byte
	for i := 0; i < len(c.Tokens); i++ {
		t := c.Tokens[i]
		if t.Kind != doc.Word || t.Len() > len(buf) {
			continue
		}
		info := lexicon[string(fold(buf[:0], t.Of(c.Text)))]
		if info.is(phraseStart) && c.capital(i) {
			if last, phrase := c.phrase(i); last > i {
				for ; i < last; i++ {
					c.info[i] = phrase
				}
				i--
				continue
			}
		}
		if info.class == 0 {
			info.class = contracted(t.Of(c.Text))
		}
		c.info[i] = info
	}
}

// contracted is what a pronoun or verb run together with another word is: I've,
// she'll, didn't; 0 for any other word.
func contracted(word string) class {
	at, mark := strings.LastIndexByte(word, '\''), 1
	if typographic := strings.LastIndex(word, "’"); typographic > at {
		at, mark = typographic, len("’")
	}
	if at < 1 {
		return 0
	}
	switch word[at+mark:] {
	case "m", "re", "ve", "ll", "d", "t":
		var buf [64]byte
		if lexicon[string(fold(buf[:0], word[:at]))].is(pronounWord) {
			return pronounWord | commonWord
		}
		return commonWord | verbWord
	}
	return 0
}

// maxPhrase is how many tokens an entry of several words may have.
const maxPhrase = 6

// phrase is the longest entry of several words that begins at token i.
func (c *Tagged) phrase(i int) (last int, info wordInfo) {
	var buf [96]byte
	key := buf[:0]
	for j := i; j < len(c.Tokens) && j < i+maxPhrase; j++ {
		word := c.Word(j)
		if word == "." {
			continue
		}
		if c.Tokens[j].Kind == doc.Mark || len(key)+len(word)+8 > len(buf) {
			break
		}
		if j > i {
			key = append(key, ' ')
		}
		key = fold(key, word)
		if found, ok := phrases[string(key)]; ok && j > i {
			last, info = j+1, found
		}
	}
	return last, info
}

func (c *Tagged) capital(i int) bool {
	if i < 0 || i >= len(c.Tokens) || c.Tokens[i].Kind != doc.Word {
		return false
	}
	b := c.Text[c.Tokens[i].Start]
	if b < utf8.RuneSelf {
		return 'A' <= b && b <= 'Z' || c.info[i].class == 0 && elided(c.Word(i))
	}
	r, _ := utf8.DecodeRuneInString(c.Text[c.Tokens[i].Start:])
	return unicode.IsUpper(r)
}

// elided says whether a name hangs on to a particle in lower case: al-Khatib,
// d'Arcy.
func elided(word string) bool {
	for i := 1; i < 4 && i+1 < len(word); i++ {
		if word[i] == '-' || word[i] == '\'' {
			return 'A' <= word[i+1] && word[i+1] <= 'Z' && boundParticles[word[:i]]
		}
	}
	return strings.HasPrefix(word, "d’")
}

// boundParticles are written together with the name.
var boundParticles = doc.WordSet(`al el ad an ar as ash at az ul bin abu d l dell`)

// oneWord says whether a name is a family name alone, its particles aside: Putin,
// van der Leyen.
func (c *Tagged) oneWord(n doc.Range) bool {
	for i := n.First; i < n.Last-1; i++ {
		if !c.info[i].is(particle) {
			return false
		}
	}
	return true
}

// key is the folded word that a name of one word is found by.
func (c *Tagged) key(n doc.Range) string { return familyKey(c.Word(n.Last - 1)) }

// familyKey is a family name folded, without a particle that hangs on to it.
func familyKey(word string) string {
	w := folded(word)
	if at := strings.IndexByte(w, '-'); at > 0 && at < 4 && boundParticles[w[:at]] {
		return w[at+1:]
	}
	return w
}

// parts are the folded given and family name of a name of several words, and
// whether it has a suffix such as Jr.
func (c *Tagged) parts(n doc.Range) (given, family, suffix string) {
	first, last := n.First, n.Last-1
	for last > first && (c.info[last].is(suffixWord) && (last > first+1) || c.Word(last) == "," || c.Word(last) == ".") {
		if c.info[last].is(suffixWord) {
			suffix = folded(c.Word(last))
		}
		last--
	}
	given, family = folded(c.Word(first)), familyKey(c.Word(last))
	if c.familyFirst(first, last) {
		var rest []string
		for i := first + 1; i <= last; i++ {
			rest = append(rest, folded(c.Word(i)))
		}
		return strings.Join(rest, "-"), given, suffix
	}
	return given, family, suffix
}

// familyFirst says whether a name is written family name first: Kim Jong Un,
// Xi Jinping, Moon Jae-in.
func (c *Tagged) familyFirst(first, last int) bool {
	if first == last || last > first+3 || !c.info[first].is(familyName) {
		return false
	}
	for i := first + 1; i <= last; i++ {
		info := c.info[i]
		if c.Tokens[i].Kind != doc.Word || info.is(givenName) && info.class&givenName != givenName {
			return false
		}
	}
	return !surnameEnding(folded(c.Word(last)))
}

// titleBefore is the token of the title that stands right before i, -1 where none.
func (c *Tagged) titleBefore(i int) int {
	j := i - 1
	if j >= 0 && c.Word(j) == "." && j > 0 && c.Tokens[j-1].End == c.Tokens[j].Start {
		j--
	}
	if j < 0 || c.sentence[j] != c.sentence[i] || !c.info[j].is(titleWord|roleNoun|honorific) {
		return -1
	}
	if j == i-1 && c.info[j].is(speechVerb|verbWord|preposition) {
		return -1
	}
	return j
}

// plain says whether nothing but a name can be meant by the word at i.
func (c *Tagged) plain(i int) bool {
	info := c.info[i]
	return info.class&^(givenName|familyName|doubtfulName|personVerb) == 0
}

func (c *Tagged) startsSentence(i int) bool {
	return c.Sentences[c.sentence[i]].First == i || i > 0 && c.Tokens[i-1].Kind == doc.Mark && c.Word(i-1) != ","
}

func (c *Tagged) apostrophe(i int) bool {
	w := c.Word(i)
	return w == "'" || w == "’"
}

func (c *Tagged) article(i int) bool {
	w := c.Word(i)
	return w == "the" || w == "a" || w == "an" || w == "THE" || w == "A" || w == "AN"
}

// pronounSpan is the pronoun at token i without a verb run together with it.
func (c *Tagged) pronounSpan(i int) article.Span {
	span := c.Tokens[i].Span
	if at := strings.IndexAny(c.Word(i), "'’"); at > 0 {
		span.End = span.Start + at
	}
	return span
}

// initialDot says whether the full stop at i belongs to an initial.
func (c *Tagged) initialDot(i int) bool {
	t := c.Tokens[i-1]
	return t.End == c.Tokens[i].Start && utf8.RuneCountInString(t.Of(c.Text)) == 1
}

// allCapitals says whether a sentence is written in capitals throughout.
func (c *Tagged) allCapitals(s doc.Range) bool {
	for i := s.First; i < s.Last; i++ {
		if c.Tokens[i].Kind == doc.Word && c.Tokens[i].Len() > 1 && !doc.AllCapitals(c.Word(i)) {
			return false
		}
	}
	return true
}

// tokensIn are the tokens that lie in span, last exclusive.
func (c *Tagged) tokensIn(span article.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(c.Tokens, span.Start, func(t doc.Token, start int) int { return cmp.Compare(t.Start, start) })
	for last = first; last < len(c.Tokens) && c.Tokens[last].End <= span.End; last++ {
	}
	return first, last
}

// span is the bytes that tokens first to last, exclusive, cover.
func (c *Tagged) span(first, last int) article.Span {
	return article.Span{Start: c.Tokens[first].Start, End: c.Tokens[last-1].End}
}

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name struct {
	Full  string
	Forms []string
}
