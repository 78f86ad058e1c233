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
	*numbers
	text     string
	words    []text.Word // of the passages
	title    int         // words of the title
	all      []uint32    // the numbers of all
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
	first := len(t.all)
	for _, w := range words {
		n := t.numberOf(body, w)
		t.all = append(t.all, n)
		t.encoded = binary.AppendUvarint(t.encoded, uint64(n))
		t.ends = append(t.ends, len(t.encoded))
	}
	return t.all[first:len(t.all):len(t.all)]
}

// reset makes t the tokens of another article; what it has room for is used again.
func (t *tokens) reset(body string) {
	*t = tokens{numbers: t.numbers, text: body, words: t.words[:0], all: t.all[:0], ends: t.ends[:0], encoded: t.encoded[:0], passages: t.passages[:0]}
}

// passage cuts up a passage and returns the numbers of its words.
func (t *tokens) passage(span article.Span) []uint32 {
	if n := len(t.passages); n > 0 && t.passages[n-1].span.End >= span.Start {
		t.cut = true
	}
	first := len(t.words)
	t.words = t.analyzer.AppendWords(t.words, t.text, span)
	numbers := t.add(t.text, t.words[first:])
	t.passages = append(t.passages, passageWords{span, numbers})
	return numbers
}

// of returns the words of the content of a statement or event, and the place of the first
// among all: they are a run of those of the passages, or else appended.
func (t *tokens) of(content []article.Span) (words []text.Word, first int) {
	if len(content) == 1 {
		if from, to, ok := t.run(content[0]); ok {
			return t.words[from:to:to], t.title + from
		}
	}
	words, first = ContentWords(t.analyzer, t.text, content), len(t.all)
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
	return !slices.ContainsFunc(t.all[first:first+words], func(n uint32) bool { return !slices.Contains(held, *t.stem.At(n)) })
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
		out = analyzer.AppendWords(out, body, s)
	}
	return out
}
