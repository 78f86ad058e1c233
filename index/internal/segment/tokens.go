package segment

import (
	"encoding/binary"
	"slices"
	"sort"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// tokens are the words of one article by number, encoded: those of the title, then of each
// passage, then what statements and events have that is no run of these.
type tokens struct {
	*wordNumbers
	text     string
	words    []text.Word // of the passages
	title    int         // words of the title
	numbers  []uint32    // of all
	ends     []int       // in encoded, of all
	encoded  []byte
	passages []passageWords
	cut      bool // a passage may end within a word
}

// passageWords are the numbers of a passage's words.
type passageWords struct {
	span  article.Span
	words []uint32
}

// add appends words of body and returns their numbers.
func (t *tokens) add(body string, words []text.Word) []uint32 {
	first := len(t.numbers)
	for _, w := range words {
		n := t.numberOf(body, w)
		t.numbers = append(t.numbers, n)
		t.encoded = binary.AppendUvarint(t.encoded, uint64(n))
		t.ends = append(t.ends, len(t.encoded))
	}
	return t.numbers[first:len(t.numbers):len(t.numbers)]
}

// passage appends the words of a passage.
func (t *tokens) passage(span article.Span, words []text.Word) []uint32 {
	if n := len(t.passages); n > 0 && t.passages[n-1].span.End >= span.Start {
		t.cut = true
	}
	numbers := t.add(t.text, words)
	t.words = append(t.words, words...)
	t.passages = append(t.passages, passageWords{span, numbers})
	return numbers
}

// wordNumbers gives words of texts their numbers.
type wordNumbers struct {
	*numbers
	known map[string]uint32 // of words as printed, possessive endings and all
}

// numberOf is the number of a word of body.
func (p *wordNumbers) numberOf(body string, w text.Word) uint32 {
	printed := w.Of(body)
	n, ok := p.known[printed]
	if ok {
		if k := p.numbers.of(n); k.form == w.Form && k.stem == w.Stem && k.joined == w.Joined {
			return n
		}
	}
	n = p.number(word{text.Bare(printed), w.Form, w.Stem, w.Joined})
	if !ok {
		p.known[printed] = n
	}
	return n
}

// of returns the words of the content of a statement or event, and the place of the first
// among all: they are a run of those of the passages, or else appended.
func (t *tokens) of(content []article.Span) (words []text.Word, first int) {
	if len(content) == 1 {
		if from, to, ok := t.run(content[0]); ok {
			return t.words[from:to:to], t.title + from
		}
	}
	words, first = ContentWords(t.analyzer, t.text, content), len(t.numbers)
	t.add(t.text, words)
	return words, first
}

// run returns the words of the passages that a span is made of; false if it begins or ends
// within one.
func (t *tokens) run(span article.Span) (from, to int, ok bool) {
	from = sort.Search(len(t.words), func(i int) bool { return t.words[i].End > span.Start })
	to = from
	for ; to < len(t.words) && t.words[to].Start < span.End; to++ {
		if !span.Contains(t.words[to].Span) {
			return 0, 0, false
		}
	}
	for i := to; i < len(t.words) && (i == to || t.words[i].Start <= t.words[i-1].End+maxHyphen); i++ {
		if t.words[i].Joined { // its first parts may be in the span, without the others
			return from, to, !t.cut && t.words[i].Start >= span.End
		}
	}
	return from, to, !t.cut
}

// maxHyphen is the maximum length of a hyphen in bytes.
const maxHyphen = 3

// at is where in encoded the word of a place begins.
func (t *tokens) at(place int) int {
	if place == 0 {
		return 0
	}
	return t.ends[place-1]
}

// within reports whether the passages that a span is in hold all stems of so many words.
func (t *tokens) within(span article.Span, first, words int) bool {
	if first+words <= t.title+len(t.words) {
		return true
	}
	var held []uint32
	for _, p := range t.passages {
		if p.span.Overlaps(span) {
			for _, n := range p.words {
				held = append(held, *t.stem.At(n))
			}
		}
	}
	return !slices.ContainsFunc(t.numbers[first:first+words], func(n uint32) bool { return !slices.Contains(held, *t.stem.At(n)) })
}

// packUses packs how words are used, two a byte.
func packUses(uses []uint8) string {
	out := make([]byte, (len(uses)+1)/2)
	for i, use := range uses {
		out[i/2] |= use << (i % 2 * 4)
	}
	return string(out)
}

// ContentWords returns the words of all spans of body.
func ContentWords(analyzer *text.Analyzer, body string, spans []article.Span) []text.Word {
	var out []text.Word
	for _, s := range spans {
		for _, w := range analyzer.Words(s.Of(body)) {
			w.Start, w.End = w.Start+s.Start, w.End+s.Start
			out = append(out, w)
		}
	}
	return out
}
