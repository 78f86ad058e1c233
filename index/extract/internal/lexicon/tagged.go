package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/wordlist"
)

// Tagged is a document with what the tables say of each word.
type Tagged struct {
	*doc.Document
	Info       []Info  // of each token
	SentenceOf []int32 // the sentence of each token
}

// Tag looks up every word of d.
func Tag(d *doc.Document) *Tagged {
	c := &Tagged{Document: d, Info: make([]Info, len(d.Tokens)), SentenceOf: make([]int32, len(d.Tokens))}
	for s, run := range d.Sentences {
		for i := run.First; i < run.Last; i++ {
			c.SentenceOf[i] = int32(s)
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
		if c.StoppedAt(i) {
			return
		}
		t := c.Tokens[i]
		if t.Kind != doc.Word || t.Len() > len(buf) {
			continue
		}
		info := Words[string(Fold(buf[:0], t.Of(c.Text)))]
		if info.Is(phraseStart) && c.Capital(i) {
			if last, phrase := c.phrase(i); last > i {
				for ; i < last; i++ {
					c.Info[i] = phrase
				}
				i--
				continue
			}
		}
		if info.Class == 0 {
			info.Class = contracted(t.Of(c.Text))
		}
		c.Info[i] = info
	}
}

// contracted returns what a pronoun or verb run together with another word is: I've,
// she'll, didn't; 0 for any other word.
func contracted(word string) Class {
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
		if Words[string(Fold(buf[:0], word[:at]))].Is(PronounWord) {
			return PronounWord | CommonWord
		}
		return CommonWord | VerbWord
	}
	return 0
}

// maxPhrase is how many tokens an entry of several words may have.
const maxPhrase = 6

// phrase returns the longest entry of several words that begins at token i.
func (c *Tagged) phrase(i int) (last int, info Info) {
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
		key = Fold(key, word)
		if found, ok := phrases[string(key)]; ok && j > i {
			last, info = j+1, found
		}
	}
	return last, info
}

// Capital reports whether token i is a word that begins with a capital, or a name with
// a particle in lower case: al-Khatib.
func (c *Tagged) Capital(i int) bool {
	if i < 0 || i >= len(c.Tokens) || c.Tokens[i].Kind != doc.Word {
		return false
	}
	b := c.Text[c.Tokens[i].Start]
	if b < utf8.RuneSelf {
		return 'A' <= b && b <= 'Z' || c.Info[i].Class == 0 && elided(c.Word(i))
	}
	r, _ := utf8.DecodeRuneInString(c.Text[c.Tokens[i].Start:])
	return unicode.IsUpper(r)
}

// elided reports whether a name hangs on to a particle in lower case: al-Khatib,
// d'Arcy.
func elided(word string) bool {
	for i := 1; i < 4 && i+1 < len(word); i++ {
		if word[i] == '-' || word[i] == '\'' {
			return 'A' <= word[i+1] && word[i+1] <= 'Z' && BoundParticles[word[:i]]
		}
	}
	return strings.HasPrefix(word, "d’")
}

// BoundParticles are written together with the name.
var BoundParticles = wordlist.Set(wordFiles, "bound_particles")

// OneWord reports whether a name is a family name alone, its particles aside: Putin,
// van der Leyen.
func (c *Tagged) OneWord(n doc.Range) bool {
	for i := n.First; i < n.Last-1; i++ {
		if !c.Info[i].Is(Particle) {
			return false
		}
	}
	return true
}

// FamilyKey returns the folded word that a name of one word is found by.
func (c *Tagged) FamilyKey(n doc.Range) string { return FamilyKey(c.Word(n.Last - 1)) }

// FamilyKey returns a family name folded, without a particle that hangs on to it.
func FamilyKey(word string) string {
	w := Folded(word)
	if at := strings.IndexByte(w, '-'); at > 0 && at < 4 && BoundParticles[w[:at]] {
		return w[at+1:]
	}
	return w
}

// Parts returns the folded given and family name of a name of several words, and
// whether it has a suffix such as Jr.
func (c *Tagged) Parts(n doc.Range) (given, family, suffix string) {
	first, last := n.First, n.Last-1
	for last > first && (c.Info[last].Is(SuffixWord) && (last > first+1) || c.Word(last) == "," || c.Word(last) == ".") {
		if c.Info[last].Is(SuffixWord) {
			suffix = Folded(c.Word(last))
		}
		last--
	}
	given, family = Folded(c.Word(first)), FamilyKey(c.Word(last))
	if c.FamilyFirst(first, last) {
		var rest []string
		for i := first + 1; i <= last; i++ {
			rest = append(rest, Folded(c.Word(i)))
		}
		return strings.Join(rest, "-"), given, suffix
	}
	return given, family, suffix
}

// FamilyFirst reports whether a name is written family name first: Kim Jong Un,
// Xi Jinping, Moon Jae-in.
func (c *Tagged) FamilyFirst(first, last int) bool {
	if first == last || last > first+3 || !c.Info[first].Is(FamilyName) {
		return false
	}
	for i := first + 1; i <= last; i++ {
		info := c.Info[i]
		if c.Tokens[i].Kind != doc.Word || info.Is(GivenName) && info.Class&GivenName != GivenName {
			return false
		}
	}
	return !SurnameEnding(Folded(c.Word(last)))
}

// TitleBefore returns the token of the title that comes right before i, or -1 if none.
func (c *Tagged) TitleBefore(i int) int {
	j := i - 1
	if j >= 0 && c.Word(j) == "." && j > 0 && c.Tokens[j-1].End == c.Tokens[j].Start {
		j--
	}
	if j < 0 || c.SentenceOf[j] != c.SentenceOf[i] || !c.Info[j].Is(TitleWord|RoleNoun|Honorific) {
		return -1
	}
	if j == i-1 && c.Info[j].Is(SpeechVerb|VerbWord|Preposition) {
		return -1
	}
	return j
}

// PlainName reports whether nothing but a name can be meant by the word at i.
func (c *Tagged) PlainName(i int) bool {
	info := c.Info[i]
	return info.Class&^(GivenName|FamilyName|DoubtfulName|PersonVerb) == 0
}

// StartsSentence reports whether token i begins a sentence, or follows a mark other
// than a comma, so that its capital tells nothing.
func (c *Tagged) StartsSentence(i int) bool {
	return c.Sentences[c.SentenceOf[i]].First == i || i > 0 && c.Tokens[i-1].Kind == doc.Mark && c.Word(i-1) != ","
}

// Apostrophe reports whether token i is an apostrophe.
func (c *Tagged) Apostrophe(i int) bool {
	w := c.Word(i)
	return w == "'" || w == "’"
}

// Article reports whether token i is the, a or an.
func (c *Tagged) Article(i int) bool {
	w := c.Word(i)
	return w == "the" || w == "a" || w == "an" || w == "THE" || w == "A" || w == "AN"
}

// PronounSpan returns the pronoun at token i without a verb run together with it.
func (c *Tagged) PronounSpan(i int) article.Span {
	span := c.Tokens[i].Span
	if at := strings.IndexAny(c.Word(i), "'’"); at > 0 {
		span.End = span.Start + at
	}
	return span
}

// InitialDot reports whether the full stop at i belongs to an initial.
func (c *Tagged) InitialDot(i int) bool {
	t := c.Tokens[i-1]
	return t.End == c.Tokens[i].Start && utf8.RuneCountInString(t.Of(c.Text)) == 1
}

// AllCapitals reports whether a sentence is written in capitals throughout.
func (c *Tagged) AllCapitals(s doc.Range) bool {
	for i := s.First; i < s.Last; i++ {
		if c.Tokens[i].Kind == doc.Word && c.Tokens[i].Len() > 1 && !doc.AllCapitals(c.Word(i)) {
			return false
		}
	}
	return true
}

// TokensIn returns the tokens that lie in span, last exclusive.
func (c *Tagged) TokensIn(span article.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(c.Tokens, span.Start, func(t doc.Token, start int) int { return cmp.Compare(t.Start, start) })
	for last = first; last < len(c.Tokens) && c.Tokens[last].End <= span.End; last++ {
	}
	return first, last
}

// Span returns the bytes that tokens first to last, exclusive, cover.
func (c *Tagged) Span(first, last int) article.Span {
	return article.Span{Start: c.Tokens[first].Start, End: c.Tokens[last-1].End}
}

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name struct {
	Full  string
	Forms []string
}
