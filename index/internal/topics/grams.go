package topics

import (
	"slices"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// gram is one topic word, or two in a row (the second is not 0), as stems.
type gram [2]uint32

// holds reports whether a gram is a pair with a word that other is alone.
func (g gram) holds(other gram) bool {
	return g[1] != 0 && other[1] == 0 && (g[0] == other[0] || g[1] == other[0])
}

// eachGram visits the grams of a statement, as stems and as printed.
func eachGram(c *segment.Columns, unit uint32, visit func(stems, printed gram)) {
	s := c.Statements.At(unit)
	words := c.Topics.Range(s.Topic.First, s.Topic.End)
	for i, w := range words {
		if w == 0 {
			continue
		}
		visit(gram{c.StemOf(w)}, gram{w})
		if i+1 < len(words) && words[i+1] != 0 {
			visit(gram{c.StemOf(w), c.StemOf(words[i+1])}, gram{w, words[i+1]})
		}
	}
}

// GramTable numbers the grams of all statements. Statements are only appended,
// so numbers stay valid.
type GramTable struct {
	growing sync.Mutex
	table   []uint32 // of hashes: 1 + the number of a gram, 0 where free; the length is a power of two
	Grams
}

// Grams is a gramTable at one moment.
type Grams struct {
	keys    []gram
	singles []uint32 // of a stem: the number of the gram that it is alone
	of      []uint32 // grams of all statements, one after another, each once a statement
	ends    []uint32 // in of, of each statement
}

// Update numbers the grams of statements that a snapshot has and the table lacks.
func (t *GramTable) Update(v *segment.Snapshot) Grams {
	t.growing.Lock()
	defer t.growing.Unlock()
	if n := v.Words.Len() - len(t.singles); n > 0 {
		t.singles = append(t.singles, make([]uint32, n)...)
	}
	if n := v.Statements.Len() - len(t.ends); n > 0 {
		t.ends = slices.Grow(t.ends, n)
	}
	for unit := len(t.ends); unit < v.Statements.Len(); unit++ {
		start := len(t.of)
		eachGram(&v.Columns, uint32(unit), func(stems, _ gram) {
			if n := t.number(stems); !slices.Contains(t.of[start:], n) {
				t.of = append(t.of, n)
			}
		})
		t.ends = append(t.ends, uint32(len(t.of)))
	}
	return t.Grams
}

// number returns the number of a gram, a new one if it has none.
func (t *GramTable) number(g gram) uint32 {
	if 3*len(t.keys) >= 2*len(t.table) {
		t.grow()
	}
	at := t.find(g)
	if t.table[at] == 0 {
		n := uint32(len(t.keys))
		t.keys = append(t.keys, g)
		t.table[at] = n + 1
		if g[1] == 0 {
			t.singles[g[0]] = n
		}
	}
	return t.table[at] - 1
}

// find returns the place of a gram in the table: its own, or the free one that it
// would have.
func (t *GramTable) find(g gram) uint64 {
	mask := uint64(len(t.table) - 1)
	at := (uint64(g[0])<<32 | uint64(g[1])) * 0x9E3779B97F4A7C15 >> 32 & mask
	for t.table[at] != 0 && t.keys[t.table[at]-1] != g {
		at = (at + 1) & mask
	}
	return at
}

func (t *GramTable) grow() {
	t.table = make([]uint32, max(1<<10, 2*len(t.table)))
	for n, g := range t.keys {
		t.table[t.find(g)] = uint32(n + 1)
	}
}

// in returns the grams of a statement.
func (g *Grams) in(unit uint32) []uint32 {
	start := uint32(0)
	if unit > 0 {
		start = g.ends[unit-1]
	}
	return g.of[start:g.ends[unit]]
}

// Counts counts in how many of some statements each gram occurs.
type Counts struct {
	Grams
	counts rank.Sparse[gramCount] // by the gram's number
}

// gramCount is how often one gram occurs.
type gramCount struct {
	statements, articles uint32
	last                 uint32 // the last article with it, plus 1
}

// count counts the grams of statements, which must be in ascending order.
func (c *Counts) count(v *segment.Snapshot, g Grams, units []uint32) {
	c.Grams = g
	for _, unit := range units {
		a := v.Statements.At(unit).Article + 1
		for _, n := range g.in(unit) {
			of := c.counts.At(n)
			of.statements++
			if of.last != a {
				of.last = a
				of.articles++
			}
		}
	}
}

// clear resets the counts for the next answer.
func (c *Counts) clear() {
	c.counts.Clear()
	c.Grams = Grams{}
}

// share returns the share of the statements with a word that hold a gram.
func (c *Counts) share(n, word uint32) float64 {
	return float64(c.counts.Of(n).statements) / float64(max(c.counts.Of(c.singles[word]).statements, 1))
}
