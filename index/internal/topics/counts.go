package topics

import "github.com/briefing-bot/briefing-bot/index/internal/rank"

// Counts counts in how many of some statements each gram occurs.
type Counts struct {
	Grams
	counts  rank.Sparse[gramCount] // by the gram's number
	dense   []gramCount            // of the common grams below some number
	common  uint32                 // the number
	singles rank.Sparse[uint32]    // statements with each word, by its stem
}

// topicStatements is the number of statements that a topic occurs in at least.
const topicStatements = 2

// count counts the grams of statements, which must be in ascending order, but those that
// countCommon has counted and rare ones that are in fewer than least statements of all.
func (c *Counts) count(v *Table, g Grams, units []uint32, least int) {
	c.Grams = g
	for _, unit := range units {
		a := v.Statements.At(unit).Article
		c.eachOnce(unit, maxGrams, func(n uint32) {
			if n < c.common || n >= g.common && v.total(n) < least {
				return
			}
			c.counts.At(n).add(a)
		})
	}
	c.countSingles()
}

// countCommon counts the common grams below end alone, which takes a fraction of the time. It
// may be called again with a higher end.
func (c *Counts) countCommon(v *Table, s *selection, end uint32) {
	if len(c.dense) < int(end) {
		c.dense = append(c.dense, make([]gramCount, int(end)-len(c.dense))...)
	}
	if dense := c.dense[:end]; s.near != nil && c.common == 0 && int(end) == len(s.near.counts) {
		copy(dense, s.near.counts)
		s.correct(v, dense)
	} else {
		countUnits(v, dense, c.common, s.units)
	}
	c.Grams, c.common = v.grams, end
	c.countSingles()
}

// countSingles notes the counts of words by their stems.
func (c *Counts) countSingles() {
	c.each(func(n uint32, of gramCount) {
		if g := c.keys.At(n); g[1] == 0 {
			*c.singles.At(g[0]) = of.statements
		}
	})
}

// each visits the grams that were counted.
func (c *Counts) each(visit func(n uint32, of gramCount)) {
	for n, of := range c.dense[:c.common] {
		if of.statements > 0 {
			visit(uint32(n), of)
		}
	}
	for place, n := range c.counts.Units() {
		visit(n, *c.counts.Value(uint32(place)))
	}
}

// clear resets the counts for the next answer.
func (c *Counts) clear() {
	c.counts.Clear()
	c.singles.Clear()
	clear(c.dense[:c.common])
	c.Grams, c.common = Grams{}, 0
}

// share returns the share of the statements with a word that hold a gram, of so many.
func (c *Counts) share(statements, word uint32) float64 {
	return float64(statements) / float64(max(c.singles.Of(word), 1))
}
