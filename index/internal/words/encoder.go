package words

import (
	"encoding/binary"
	"slices"
	"sort"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Encoder numbers the words of one article after another: those of the title, then of each
// passage, then what statements and events have that is no run of these. A word's place is how
// many of the article's words are before it. It must be used by one goroutine at a time, the
// one that its Numbers belong to.
type Encoder struct {
	numbers  *Numbers
	text     string
	words    []text.Word // of the passages
	title    int         // words of the title
	all      []uint32    // the numbers of all
	ends     []int       // in encoded, of all
	encoded  []byte
	passages []passageWords
	cut      bool      // a passage may end within a word
	stems    []metStem // by number, of all articles
	call     uint32    // of Stems
	distinct []string  // the stems of a call, each once
}

// passageWords are the numbers of a passage's words.
type passageWords struct {
	span  article.Span
	words []uint32
}

// metStem is a stem that some article has.
type metStem struct {
	stem string
	met  bool   // stem is set
	call uint32 // the last call of Stems that had it
}

// NewEncoder returns an encoder that gives numbers to words that have none.
func NewEncoder(n *Numbers) *Encoder { return &Encoder{numbers: n} }

// Reset begins an article, whose passages are spans of body. What the encoder has room for is used again.
func (e *Encoder) Reset(body string) {
	e.text, e.title, e.cut = body, 0, false
	e.words, e.all, e.ends, e.encoded, e.passages = e.words[:0], e.all[:0], e.ends[:0], e.encoded[:0], e.passages[:0]
}

// Title adds the words of the title, which come first, and returns how many they are.
func (e *Encoder) Title(title string) int {
	cut := e.numbers.analyzer.Words(title)
	e.add(title, cut)
	e.title = len(cut)
	return e.title
}

// add appends words of body and returns their numbers.
func (e *Encoder) add(body string, words []text.Word) []uint32 {
	first := len(e.all)
	for _, w := range words {
		n := e.numbers.numberOf(body, w)
		e.all = append(e.all, n)
		e.encoded = binary.AppendUvarint(e.encoded, uint64(n))
		e.ends = append(e.ends, len(e.encoded))
	}
	return e.all[first:len(e.all):len(e.all)]
}

// Passage adds the words of the next passage, and returns the place of the first and how many they are.
func (e *Encoder) Passage(span article.Span) (first, many int) {
	if n := len(e.passages); n > 0 && e.passages[n-1].span.End >= span.Start {
		e.cut = true
	}
	from := len(e.words)
	e.words = e.numbers.analyzer.AppendWords(e.words, e.text, span)
	first = len(e.all)
	e.passages = append(e.passages, passageWords{span, e.add(e.text, e.words[from:])})
	return first, len(e.words) - from
}

// Content returns the words of the content of a statement or event, and the place of the first:
// they are a run of those of the passages, or else added.
func (e *Encoder) Content(content []article.Span) (words []text.Word, first int) {
	if len(content) == 1 {
		if from, to, ok := e.run(content[0]); ok {
			return e.words[from:to:to], e.title + from
		}
	}
	words, first = e.numbers.analyzer.WordsOf(e.text, content), len(e.all)
	e.add(e.text, words)
	return words, first
}

// run returns the words of the passages that a span is made of; false if it begins or ends
// within one.
func (e *Encoder) run(span article.Span) (from, to int, ok bool) {
	from = sort.Search(len(e.words), func(i int) bool { return e.words[i].End > span.Start })
	to = from
	for ; to < len(e.words) && e.words[to].Start < span.End; to++ {
		if !span.Contains(e.words[to].Span) {
			return 0, 0, false
		}
	}
	for i := to; i < len(e.words) && (i == to || e.words[i].Start <= e.words[i-1].End+maxHyphen); i++ {
		if e.words[i].Joined { // its first parts may be in the span, without the others
			return from, to, !e.cut && e.words[i].Start >= span.End
		}
	}
	return from, to, !e.cut
}

// maxHyphen is the maximum length of a hyphen in bytes.
const maxHyphen = 3

// Bytes returns the words encoded, until the next Reset.
func (e *Encoder) Bytes() []byte { return e.encoded }

// Offset returns where in Bytes the word of a place begins.
func (e *Encoder) Offset(place int) int {
	if place == 0 {
		return 0
	}
	return e.ends[place-1]
}

// Within reports whether the passages that a span is in hold all stems of so many words from a place on.
func (e *Encoder) Within(span article.Span, first, words int) bool {
	if first+words <= e.title+len(e.words) {
		return true
	}
	var held []uint32
	for _, p := range e.passages {
		if p.span.Overlaps(span) {
			for _, n := range p.words {
				held = append(held, *e.numbers.stem.At(n))
			}
		}
	}
	return !slices.ContainsFunc(e.all[first:first+words], func(n uint32) bool { return !slices.Contains(held, *e.numbers.stem.At(n)) })
}

// Stems returns the stems of so many words from a place on, each once.
func (e *Encoder) Stems(first, words int) []string {
	e.call++
	e.distinct = e.distinct[:0]
	for _, w := range e.all[first : first+words] {
		n := *e.numbers.stem.At(w)
		for int(n) >= len(e.stems) {
			e.stems = append(e.stems, metStem{})
		}
		s := &e.stems[n]
		if s.call == e.call {
			continue
		}
		if !s.met {
			s.stem, s.met = e.numbers.Stems.At(n), true
		}
		s.call = e.call
		if s.stem != "" {
			e.distinct = append(e.distinct, s.stem)
		}
	}
	return slices.Clone(e.distinct)
}
