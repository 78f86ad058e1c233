package topics

import (
	"cmp"
	"slices"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// gram is one topic word, or two in a row (the second is not 0), as stems.
type gram [2]uint32

// holds reports whether a gram is a pair with a word that other is alone.
func (g gram) holds(other gram) bool {
	return g[1] != 0 && other[1] == 0 && (g[0] == other[0] || g[1] == other[0])
}

// words returns how many words a gram has.
func (g gram) words() int {
	if g[1] == 0 {
		return 1
	}
	return 2
}

// compare orders grams by their stems.
func (g gram) compare(other gram) int {
	return cmp.Or(cmp.Compare(g[0], other[0]), cmp.Compare(g[1], other[1]))
}

// gramCount is how often one gram occurs.
type gramCount struct {
	statements, articles uint32
	last                 uint32 // the last article with it, twice, plus 1 where it was removed or 2 where it was added
}

// add counts a statement of an article.
func (c *gramCount) add(article uint32) {
	c.statements++
	if c.last != 2*article+2 {
		c.last = 2*article + 2
		c.articles++
	}
}

// remove is the reverse of add.
func (c *gramCount) remove(article uint32) {
	c.statements--
	if c.last != 2*article+1 {
		c.last = 2*article + 1
		c.articles--
	}
}

// entry is a gram in a statement: its number and, below, which of its forms is printed
// there, and whether within a sentence.
type entry uint32

const (
	withinSentence = 1        // the bit of an entry that is not at the start of a sentence
	formBits       = 5        // above it
	printBits      = 6        // both
	otherForm      = 1<<5 - 1 // the form of an entry that is not among those listed of the gram
	maxGrams       = 1 << 26  // numbers of grams fit into the rest
)

// entryOf returns the entry of a gram that is printed in a form.
func entryOf(n uint32, form int, printed gram) entry {
	e := entry(n)<<printBits | entry(form)<<1
	if printed[0]&text.InSentence != 0 {
		e |= withinSentence
	}
	return e
}

// number returns the number of the gram.
func (e entry) number() uint32 { return uint32(e) >> printBits }

// form returns which of the gram's forms is printed.
func (e entry) form() int { return int(e>>1) & otherForm }

// eachGram visits the grams of a statement, as stems and as printed. It returns the buffer
// that it was given, perhaps grown.
func eachGram(c *segment.Columns, unit uint32, words []uint32, visit func(stems, printed gram)) []uint32 {
	words = c.TopicWords(unit, words[:0])
	for i, w := range words {
		if w == 0 {
			continue
		}
		visit(gram{c.StemOf(w)}, gram{w})
		if i+1 < len(words) && words[i+1] != 0 {
			visit(gram{c.StemOf(w), c.StemOf(words[i+1])}, gram{w, words[i+1]})
		}
	}
	return words
}

// GramTable numbers the grams of all statements. Statements are only appended, so numbers
// stay valid until there are a quarter more; then the commonest grams get the lowest
// numbers. Older Grams keep theirs. A checkpoint has the table, which is mapped.
type GramTable struct {
	growing sync.Mutex
	added   gramHash // the grams from sorted on
	most    int      // grams that are common at most; maxCommon where 0
	Grams
}

// Grams is a GramTable at one moment.
type Grams struct {
	keys column.Column[gram]
	of   column.Column[entry]  // grams of all statements, one after another, ascending
	ends column.Column[uint32] // in of, of each statement
	ranking
}

// ranking is what is settled when grams are numbered by how common they are.
type ranking struct {
	common   uint32   // the grams below it were the commonest ones
	sorted   uint32   // from common up to it, grams are in the order of their stems
	ranked   uint32   // the statements that there were
	byStems  []uint32 // the common grams in the order of their stems
	totals   []uint32 // statements with each common gram, of those that there were
	few      []uint16 // the same of the grams from common to sorted
	rare     uint32   // the highest of few
	formEnds []uint32 // in forms, of each common gram
	forms    []gram   // words that grams are printed with
}

// appendEntries adds the grams of the next statement, which are sorted.
func (g *Grams) appendEntries(found []entry) {
	slices.Sort(found)
	g.of.AppendAll(found...)
	g.ends.Append(uint32(g.of.Len()))
}

// find returns the number that a gram had when grams were numbered by how common they are.
func (g *Grams) find(wanted gram) (n uint32, ok bool) {
	if at, ok := slices.BinarySearchFunc(g.byStems, wanted, func(n uint32, wanted gram) int { return g.keys.At(n).compare(wanted) }); ok {
		return g.byStems[at], true
	}
	at, ok := slices.BinarySearchFunc(g.keys.Range(g.common, g.sorted), wanted, gram.compare)
	return g.common + uint32(at), ok
}

// formsOf returns the forms in which a common gram is printed, not all if there are too many.
func (g *Grams) formsOf(n uint32) []gram {
	start := uint32(0)
	if n > 0 {
		start = g.formEnds[n-1]
	}
	return g.forms[start:g.formEnds[n]]
}

// formSlot returns the place of a form of a common gram in kept.forms: at the start of a sentence.
// Within one it is the next.
func (g *Grams) formSlot(n uint32, form int) uint32 {
	start := uint32(0)
	if n > 0 {
		start = g.formEnds[n-1]
	}
	return 2 * (start + uint32(form))
}

// formOf returns which form of a gram is printed.
func (g *Grams) formOf(n uint32, printed gram) int {
	if n >= g.common {
		return otherForm
	}
	if at := slices.Index(g.formsOf(n), bare(printed)); at >= 0 {
		return at
	}
	return otherForm
}

// bare returns the words of a printed gram without how they are used.
func bare(printed gram) gram {
	return gram{printed[0] & text.WordMask, printed[1] & text.WordMask}
}

// in returns the grams of a statement; one that it holds twice is there twice.
func (g *Grams) in(unit uint32) []entry {
	start := uint32(0)
	if unit > 0 {
		start = *g.ends.At(unit - 1)
	}
	return g.of.Range(start, *g.ends.At(unit))
}

// eachOnce visits the numbers of the grams of a statement that are below end.
func (g *Grams) eachOnce(unit, end uint32, visit func(n uint32)) {
	before := uint32(maxGrams)
	for _, e := range g.in(unit) {
		n := e.number()
		if n >= end {
			return
		}
		if n != before {
			visit(n)
		}
		before = n
	}
}

// gramHash finds the numbers of grams.
type gramHash struct {
	table []uint32 // of hashes: 1 + a number, 0 where free; the length is a power of two
	used  int
}

// place returns the place of a gram in the table: its own, or the free one that it would have.
func (h *gramHash) place(keys *column.Column[gram], g gram) uint64 {
	if 3*h.used >= 2*len(h.table) {
		before := h.table
		*h = gramHash{table: make([]uint32, max(1<<10, 2*len(before))), used: h.used}
		for _, n := range before {
			if n > 0 {
				h.table[h.find(keys, *keys.At(n - 1))] = n
			}
		}
	}
	return h.find(keys, g)
}

// fill puts a number plus 1 in a place.
func (h *gramHash) fill(at uint64, n uint32) {
	h.table[at] = n
	h.used++
}

func (h *gramHash) find(keys *column.Column[gram], g gram) uint64 {
	mask := uint64(len(h.table) - 1)
	at := (uint64(g[0])<<32 | uint64(g[1])) * 0x9E3779B97F4A7C15 >> 32 & mask
	for h.table[at] != 0 && *keys.At(h.table[at] - 1) != g {
		at = (at + 1) & mask
	}
	return at
}
