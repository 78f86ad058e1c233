package topics

import (
	"cmp"
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
// stay valid until there are twice as many; then the commonest grams get the lowest
// numbers. Older Grams keep theirs.
type GramTable struct {
	growing sync.Mutex
	table   []uint32 // of hashes: 1 + the number of a gram, 0 where free; the length is a power of two
	ranked  int      // statements when grams were numbered by how common they are
	most    int      // grams that are common at most; maxCommon where 0
	Grams
}

// Grams is a gramTable at one moment.
type Grams struct {
	keys    []gram
	singles []uint32 // of a stem: the number of the gram that it is alone
	of      []uint32 // grams of all statements, one after another, each once a statement, ascending
	ends    []uint32 // in of, of each statement
	common  uint32   // the grams below it were the commonest ones
}

// maxCommon is the maximum number of grams that count as common: so many are counted in
// memory that stays near the processor.
const maxCommon = 1 << 16

// Update numbers the grams of statements that a snapshot has and the table lacks.
func (t *GramTable) Update(v *segment.Snapshot) Grams {
	t.growing.Lock()
	defer t.growing.Unlock()
	if n := v.Stems.Len() - len(t.singles); n > 0 {
		t.singles = append(t.singles, make([]uint32, n)...)
	}
	if n := v.Statements.Len() - len(t.ends); n > 0 {
		t.ends = slices.Grow(t.ends, n)
	}
	var words []uint32
	for unit := len(t.ends); unit < v.Statements.Len(); unit++ {
		start := len(t.of)
		words = eachGram(&v.Columns, uint32(unit), words, func(stems, _ gram) {
			if n := t.number(stems); !slices.Contains(t.of[start:], n) {
				t.of = append(t.of, n)
			}
		})
		slices.Sort(t.of[start:])
		t.ends = append(t.ends, uint32(len(t.of)))
	}
	if len(t.ends) > 2*t.ranked {
		t.rank()
	}
	return t.Grams
}

// rank gives the commonest grams the lowest numbers, and a word of a pair a lower one than
// the pair. It leaves the arrays of older Grams as they are.
func (t *GramTable) rank() {
	totals := make([]uint32, len(t.keys))
	for _, n := range t.of {
		totals[n]++
	}
	top := commonest(totals, cmp.Or(t.most, maxCommon))
	slices.SortFunc(top, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(t.keys[a].words(), t.keys[b].words()), cmp.Compare(a, b))
	})
	to := make([]uint32, len(t.keys)) // new numbers plus 1
	keys := make([]gram, 0, len(t.keys))
	for _, n := range top {
		keys = append(keys, t.keys[n])
		to[n] = uint32(len(keys))
	}
	for n := range to {
		if to[n] == 0 {
			keys = append(keys, t.keys[n])
			to[n] = uint32(len(keys))
		}
	}
	of, singles, start := make([]uint32, len(t.of)), make([]uint32, len(t.singles)), uint32(0)
	for _, end := range t.ends {
		for i := start; i < end; i++ {
			of[i] = to[t.of[i]] - 1
		}
		slices.Sort(of[start:end])
		start = end
	}
	for n, g := range keys {
		if g[1] == 0 {
			singles[g[0]] = uint32(n)
		}
	}
	t.keys, t.of, t.singles, t.common, t.ranked = keys, of, singles, uint32(len(top)), len(t.ends)
	clear(t.table)
	for n, g := range t.keys {
		t.table[t.find(g)] = uint32(n + 1)
	}
}

// commonest returns the numbers with the highest totals: all of those that have a total, or
// none of them, and at most so many.
func commonest(totals []uint32, most int) []uint32 {
	sorted := slices.Clone(totals)
	slices.Sort(sorted)
	least := uint32(topicStatements)
	if n := len(sorted) - most; n > 0 {
		least = max(least, sorted[n-1]+1)
	}
	var out []uint32
	for n, total := range totals {
		if total >= least {
			out = append(out, uint32(n))
		}
	}
	return out
}

// words returns how many words a gram has.
func (g gram) words() int {
	if g[1] == 0 {
		return 1
	}
	return 2
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
	dense  []gramCount            // of the common grams, where only these are counted
}

// gramCount is how often one gram occurs.
type gramCount struct {
	statements, articles uint32
	last                 uint32 // the last article with it, plus 1
}

// add counts a statement of an article.
func (c *gramCount) add(article uint32) {
	c.statements++
	if c.last != article+1 {
		c.last = article + 1
		c.articles++
	}
}

// count counts the grams of statements, which must be in ascending order.
func (c *Counts) count(v *segment.Snapshot, g Grams, units []uint32) {
	c.Grams = g
	for _, unit := range units {
		a := v.Statements.At(unit).Article
		for _, n := range g.in(unit) {
			c.counts.At(n).add(a)
		}
	}
}

// countCommon is count for the common grams alone, which takes a fraction of the time.
func (c *Counts) countCommon(v *segment.Snapshot, g Grams, units []uint32) {
	c.Grams, c.dense = g, make([]gramCount, g.common)
	for _, unit := range units {
		a := v.Statements.At(unit).Article
		for _, n := range g.in(unit) {
			if n >= g.common {
				break
			}
			c.dense[n].add(a)
		}
	}
}

// each visits the grams that were counted.
func (c *Counts) each(visit func(n uint32, of gramCount)) {
	for n, of := range c.dense {
		if of.statements > 0 {
			visit(uint32(n), of)
		}
	}
	for place, n := range c.counts.Units() {
		visit(n, *c.counts.Value(uint32(place)))
	}
}

// times returns in how many statements a gram was counted.
func (c *Counts) times(n uint32) uint32 {
	if c.dense == nil {
		return c.counts.Of(n).statements
	}
	if n < uint32(len(c.dense)) {
		return c.dense[n].statements
	}
	return 0
}

// clear resets the counts for the next answer.
func (c *Counts) clear() {
	c.counts.Clear()
	c.Grams, c.dense = Grams{}, nil
}

// share returns the share of the statements with a word that hold a gram.
func (c *Counts) share(n, word uint32) float64 {
	return float64(c.times(n)) / float64(max(c.times(c.singles[word]), 1))
}
