package attribution

import (
	"embed"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// TokenFeatures holds what the networks look at: facts about every token, as
// small numbers in flat arrays.
type TokenFeatures struct {
	*doc.Document
	words     []uint32       // hash of the lower-case word
	stems     []uint32       // hash of the word without -s, -ed, -ing
	suffixes  []uint32       // hash of the last three bytes
	shapes    []shape        // how it is written
	Classes   []PartOfSpeech // part of speech
	clusters  []uint8        // what words are used alike
	quoted    []int32        // the outermost quotation that holds the token, or -1
	marks     []quoteBit     // what quotation mark the token is
	sentence  []int32        // the number of its sentence
	paragraph []int32        // of each sentence, the number of its paragraph
	Contexts  []uint32       // of each sentence, what quotation marks it has and whether it is short
}

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// shape is how a token is written.
type shape uint8

const (
	lowerShape shape = iota
	titleShape
	upperShape
	digitShape
	quoteShape
	edgeShape // a mark that begins or ends no statement: , . ; :
	otherShape
)

// quoteBit tells of quotation marks at and around a token.
type quoteBit uint8

const (
	opensQuote    quoteBit = 1 << iota // this mark opens a quotation
	closesQuote                        // this mark closes one
	strayQuote                         // this mark has no partner
	afterOpening                       // the token before opens a quotation
	beforeClosing                      // the token after closes one
)

func shapeOf(t doc.Token, text string) shape {
	switch t.Kind {
	case doc.Number:
		return digitShape
	case doc.Mark:
		switch text {
		case "“", "”", "\"", "``", "''", "‘", "’", "'", "`", "«", "»", "„":
			return quoteShape
		case ",", ".", ";", ":", "-", "–", "—", "…":
			return edgeShape
		}
		return otherShape
	}
	first, size := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(first) {
		return lowerShape
	}
	if second, _ := utf8.DecodeRuneInString(text[size:]); unicode.IsUpper(second) {
		return upperShape
	}
	return titleShape
}

// HashWord hashes a word without regard to ASCII case; typographic and
// typewriter apostrophes are one, and so are all digits.
func HashWord(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= '0' && c <= '9':
			c = '0'
		case c == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0x99 || s[i+2] == 0x98):
			c, i = '\'', i+2
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// stem takes the endings of verbs and plurals off a word, roughly.
func stem(s string) string {
	n := len(s)
	switch {
	case n > 5 && s[n-3:] == "ing":
		return undouble(s[:n-3])
	case n > 4 && s[n-3:] == "ied":
		return s[:n-2]
	case n > 4 && s[n-2:] == "ed":
		return undouble(s[:n-2])
	case n > 4 && s[n-3:] == "ies":
		return s[:n-2]
	case n > 4 && s[n-2:] == "es":
		return s[:n-2]
	case n > 3 && s[n-1] == 's' && s[n-2] != 's':
		return dropE(s[:n-1])
	}
	return dropE(s)
}

func undouble(s string) string {
	n := len(s)
	if n > 3 && s[n-1] == s[n-2] && s[n-1] != 's' && s[n-1] != 'l' {
		return s[:n-1]
	}
	return s
}

func dropE(s string) string {
	if n := len(s); n > 3 && s[n-1] == 'e' {
		return s[:n-1]
	}
	return s
}

// setWordFeatures fills in what the letters of token i show.
func (v *TokenFeatures) setWordFeatures(i int, t doc.Token) {
	text := t.Of(v.Text)
	v.words[i] = HashWord(text)
	v.suffixes[i] = HashWord(text[max(0, len(text)-3):])
	v.stems[i] = HashWord(stem(text))
	v.shapes[i] = shapeOf(t, text)
}

// setQuoteFeatures marks the tokens inside quotations and the marks around them.
func (v *TokenFeatures) setQuoteFeatures() {
	for i := range v.quoted {
		v.quoted[i] = -1
	}
	i := 0
	for k, q := range v.Quotes {
		if q.Depth > 0 {
			continue
		}
		for i < len(v.Tokens) && v.Tokens[i].End <= q.Start {
			i++
		}
		if q.Open && i > 0 {
			v.marks[i-1] |= opensQuote
			v.setMark(i, afterOpening)
			v.keepOpening(i, q.End)
		}
		if !q.Open || !q.Closed {
			v.setMark(i-1, strayQuote)
		}
		for ; i < len(v.Tokens) && v.Tokens[i].End <= q.End; i++ {
			if q.Open {
				v.quoted[i] = int32(k)
			}
		}
		if q.Closed {
			v.setMark(i, closesQuote)
			v.setMark(i-1, beforeClosing)
		}
	}
}

// keepOpening makes a dash, a full stop or an ellipsis that a quotation begins with, at
// token i, a mark that a statement may begin with: “-5 degrees” are not five. One without a
// word up to byte end stays as it is.
func (v *TokenFeatures) keepOpening(i, end int) {
	for j := i; j < len(v.Tokens) && v.Tokens[j].End <= end; j++ {
		if v.Tokens[j].Kind == doc.Mark {
			continue
		}
		if w := v.Word(i); doc.IsDash(w) || w == "." || w == "…" {
			v.shapes[i] = otherShape
		}
		return
	}
}

// sentenceContext returns what all words of a sentence share.
func (v *TokenFeatures) sentenceContext(s doc.Range) uint32 {
	var bits uint32
	for i := s.First; i < s.Last; i++ {
		if v.marks[i]&(opensQuote|closesQuote) != 0 {
			bits |= 1
		}
	}
	if v.quoted[s.First] >= 0 {
		bits |= 2
	}
	if v.quoted[s.Last-1] >= 0 {
		bits |= 4
	}
	if s.Last-s.First < 8 {
		bits |= 8
	}
	return bits
}

func (v *TokenFeatures) setMark(i int, bit quoteBit) {
	if i >= 0 && i < len(v.marks) {
		v.marks[i] |= bit
	}
}

func (v *TokenFeatures) wordAt(i int) uint32 {
	if i < 0 || i >= len(v.words) {
		return 1
	}
	return v.words[i]
}

func (v *TokenFeatures) classAt(i int) uint32 {
	if i < 0 || i >= len(v.Classes) {
		return uint32(Outside)
	}
	return uint32(v.Classes[i])
}

func (v *TokenFeatures) clusterAt(i int) uint32 {
	if i < 0 || i >= len(v.clusters) {
		return 300
	}
	return uint32(v.clusters[i])
}

func (v *TokenFeatures) shapeAt(i int) uint32 {
	if i < 0 || i >= len(v.shapes) {
		return 15
	}
	return uint32(v.shapes[i])
}

func (v *TokenFeatures) markAt(i int) uint32 {
	if i < 0 || i >= len(v.marks) {
		return 0
	}
	return uint32(v.marks[i])
}

// isEdge reports whether token i is a mark that a span neither begins nor ends with.
func (v *TokenFeatures) isEdge(i int) bool {
	return v.shapes[i] == quoteShape || v.shapes[i] == edgeShape
}

func (v *TokenFeatures) stemAt(i int) uint32 {
	if i < 0 || i >= len(v.stems) {
		return 1
	}
	return v.stems[i]
}

func (v *TokenFeatures) quoteState(i int) uint32 {
	if i < 0 || i >= len(v.quoted) {
		return 9
	}
	state := v.markAt(i)
	if v.quoted[i] >= 0 {
		state |= 64
	}
	return state
}

func (v *TokenFeatures) distanceToStart(i int) uint32 {
	return uint32(min(i-v.Sentences[v.sentence[i]].First, 4))
}

func (v *TokenFeatures) distanceToEnd(i int) uint32 {
	return uint32(min(v.Sentences[v.sentence[i]].Last-i, 4))
}

// wordClass returns the word itself for the words of grammar, its class for others.
func (v *TokenFeatures) wordClass(i int) uint32 {
	switch PartOfSpeech(v.classAt(i)) {
	case adposition, to, wh, conjunction, determiner, pronoun, comma, OtherClass, stop:
		return v.wordAt(i)
	}
	return v.classAt(i)
}

var thatWord = HashWord("that")

// hashed returns the list of words name as token features hold them.
func hashed(name string) map[uint32]bool {
	out := map[uint32]bool{}
	for w := range wordlist.Set(wordFiles, name) {
		out[HashWord(w)] = true
	}
	return out
}

// stemmed returns the list of words name as stems.
func stemmed(name string) map[uint32]bool {
	out := map[uint32]bool{}
	for w := range wordlist.Set(wordFiles, name) {
		out[HashWord(stem(w))] = true
	}
	return out
}

// endsQuote reports whether a closing mark follows token i, a comma or full stop between them or not.
func (v *TokenFeatures) endsQuote(i int) bool {
	for j := i + 1; j < len(v.Tokens) && j < i+3; j++ {
		if v.marks[j]&closesQuote != 0 {
			return true
		}
		if !v.isEdge(j) && v.Classes[j] != stop {
			return false
		}
	}
	return false
}

// Trim leaves out the marks at both ends of a run that no span begins or ends with.
func (v *TokenFeatures) Trim(r doc.Range) (first, last int) {
	first, last = r.First, r.Last
	for first < last && v.isEdge(first) {
		first++
	}
	for last > first && v.isEdge(last-1) {
		last--
	}
	return first, last
}

func (v *TokenFeatures) bytes(r doc.Range) article.Span {
	return article.Span{Start: v.Tokens[r.First].Start, End: v.Tokens[r.Last-1].End}
}

// ending reports whether token j is punctuation that ends a clause.
func (v *TokenFeatures) ending(j int) bool {
	return v.Classes[j] == stop || v.Classes[j] == comma || v.Word(j) == "…"
}

// afterComma reports whether token i follows a comma, an adverb between them or none.
func (v *TokenFeatures) afterComma(i int) bool {
	if i > 0 && v.Classes[i-1] == adverb {
		i--
	}
	return i > 0 && v.Classes[i-1] == comma
}

// paragraphOf returns the paragraph of sentence k.
func (v *TokenFeatures) paragraphOf(k int) doc.Range { return v.Paragraphs[v.paragraph[k]] }
