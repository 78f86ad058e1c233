package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/names"
)

// Tagged is a document with what the tables say of each word.
type Tagged struct {
	*doc.Document
	Info       []Info  // of each token
	SentenceOf []int32 // the sentence of each token
}

// Tag looks up every word of d.
func Tag(d *doc.Document) *Tagged {
	c := &Tagged{Document: d, Info: names.LookUp(d.Text, d.Tokens, d.StoppedAt).Info, SentenceOf: make([]int32, len(d.Tokens))}
	for s, run := range d.Sentences {
		for i := run.First; i < run.Last; i++ {
			c.SentenceOf[i] = int32(s)
		}
	}
	return c
}

// run returns the document as names are read.
func (c *Tagged) run() names.Run { return names.Run{Text: c.Text, Tokens: c.Tokens, Info: c.Info} }

// Capital reports whether token i is a word that begins with a capital, or a name with
// a particle in lower case: al-Khatib.
func (c *Tagged) Capital(i int) bool { return c.run().Capital(i) }

// OneWord reports whether a name is a family name alone, its particles aside: Putin,
// van der Leyen.
func (c *Tagged) OneWord(n doc.Range) bool { return c.run().OneWord(n.First, n.Last) }

// FamilyKey returns the folded word that a name of one word is found by.
func (c *Tagged) FamilyKey(n doc.Range) string { return c.run().FamilyKey(n.Last) }

// Parts returns the folded given and family name of a name of several words, and
// whether it has a suffix such as Jr.
func (c *Tagged) Parts(n doc.Range) (given, family, suffix string) {
	return c.run().Parts(n.First, n.Last)
}

// FamilyFirst reports whether a name is written family name first: Kim Jong Un,
// Xi Jinping, Moon Jae-in.
func (c *Tagged) FamilyFirst(first, last int) bool { return c.run().FamilyFirst(first, last) }

// TitleBefore returns the token of the title that comes right before i, or -1 if none.
func (c *Tagged) TitleBefore(i int) int {
	j := i - 1
	if j >= 0 && c.Word(j) == "." && j > 0 && c.Tokens[j-1].End == c.Tokens[j].Start {
		j--
	}
	if j < 0 || c.SentenceOf[j] != c.SentenceOf[i] || !c.Info[j].Is(TitleWord|RoleNoun|Honorific) {
		return -1
	}
	if j == i-1 && (c.Info[j].Is(SpeechVerb|VerbWord|Preposition) || c.Word(j) == "miss") {
		return -1 // they will miss Berg
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
