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
	numbers map[gram]uint32
	Grams
}

// Grams is a gramTable at one moment.
type Grams struct {
	keys    []gram
	singles []uint32 // of a stem: the number of the gram that it is alone
	of      []uint32 // grams of all statements, one after another, each once a statement
	ends    []int    // in of, of each statement
}

// Update numbers the grams of statements that a snapshot has and the table lacks.
func (t *GramTable) Update(v *segment.Snapshot) Grams {
	t.growing.Lock()
	defer t.growing.Unlock()
	if t.numbers == nil {
		t.numbers = map[gram]uint32{}
	}
	if n := v.Words.Len() - len(t.singles); n > 0 {
		t.singles = append(t.singles, make([]uint32, n)...)
	}
	for unit := len(t.ends); unit < v.Statements.Len(); unit++ {
		start := len(t.of)
		eachGram(&v.Columns, uint32(unit), func(stems, _ gram) {
			if n := t.number(stems); !slices.Contains(t.of[start:], n) {
				t.of = append(t.of, n)
			}
		})
		t.ends = append(t.ends, len(t.of))
	}
	return t.Grams
}

func (t *GramTable) number(g gram) uint32 {
	n, ok := t.numbers[g]
	if !ok {
		n = uint32(len(t.keys))
		t.numbers[g] = n
		t.keys = append(t.keys, g)
		if g[1] == 0 {
			t.singles[g[0]] = n
		}
	}
	return n
}

// in returns the grams of a statement.
func (g *Grams) in(unit uint32) []uint32 {
	start := 0
	if unit > 0 {
		start = g.ends[unit-1]
	}
	return g.of[start:g.ends[unit]]
}

// Counts counts in how many of some statements each gram occurs.
type Counts struct {
	Grams
	statements []uint32 // with each gram
	articles   []uint32 // with each gram
	last       []uint32 // the last article with each gram, plus 1
	touched    []uint32
}

// count counts the grams of statements, which must be in ascending order.
func (c *Counts) count(v *segment.Snapshot, g Grams, units []uint32) {
	c.Grams = g
	n := len(g.keys)
	c.statements, c.articles, c.last = rank.Grown(c.statements, n), rank.Grown(c.articles, n), rank.Grown(c.last, n)
	for _, unit := range units {
		a := v.Statements.At(unit).Article + 1
		for _, n := range g.in(unit) {
			if c.statements[n] == 0 {
				c.touched = append(c.touched, n)
			}
			c.statements[n]++
			if c.last[n] != a {
				c.last[n] = a
				c.articles[n]++
			}
		}
	}
}

// clear resets the counts for the next answer.
func (c *Counts) clear() {
	for _, n := range c.touched {
		c.statements[n], c.articles[n], c.last[n] = 0, 0, 0
	}
	c.touched, c.Grams = c.touched[:0], Grams{}
}

// share returns the share of the statements with a word that hold a gram.
func (c *Counts) share(n, word uint32) float64 {
	return float64(c.statements[n]) / float64(max(c.statements[c.singles[word]], 1))
}
