package statements

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// maxLifted is the maximum number of queries counted at a time: the bits of count's finds.
const maxLifted = 32

// CountWithout returns the Total of Search for q without some of its restrictions, for
// each of lifted. The statements that hold the words t are found once, and each is held
// against each restriction once.
func (v *View) CountWithout(ctx context.Context, s *Buffers, t query.Topic, q query.Query, lifted []query.Restrictions) ([]int, error) {
	c := counter{v: v, s: s, keep: v.newGate(q, v.filter(q)), known: v.grouped.Load(), totals: make([]int, len(lifted))}
	var worded, wordless []int
	for i, l := range lifted {
		if l&query.Topical == 0 {
			worded = append(worded, i)
		} else {
			wordless = append(wordless, i)
		}
	}
	for part := range slices.Chunk(worded, maxLifted) {
		c.begin(lifted, part)
		if err := c.holding(ctx, t); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(wordless, maxLifted) {
		c.begin(lifted, part)
		if err := c.all(ctx, nil); err != nil {
			return nil, err
		}
	}
	return c.totals, nil
}

// counter counts statements for several queries at a time, repeats once for each.
type counter struct {
	v      *View
	s      *Buffers
	keep   *gate
	known  bool // View.grouped
	lifted []query.Restrictions
	places []int // of each of lifted: in totals
	totals []int
}

// begin takes the queries of some places of lifted.
func (c *counter) begin(lifted []query.Restrictions, places []int) {
	c.lifted, c.places = nil, places
	for _, i := range places {
		c.lifted = append(c.lifted, lifted[i])
	}
	if c.known {
		c.s.begin(len(places), c.v.Statements.Len())
	}
}

// holding counts among the statements that hold a topic.
func (c *counter) holding(ctx context.Context, t query.Topic) error {
	if t.Empty() {
		return c.all(ctx, t.Excluded)
	}
	m, err := c.v.match(ctx, c.s, t)
	if err != nil {
		return err
	}
	defer c.s.repeats.clear()
	for i, unit := range m.units {
		if err := segment.Stopped(ctx, i); err != nil {
			return err
		}
		c.count(unit)
	}
	return nil
}

// all counts among all statements that hold none of the stems.
func (c *counter) all(ctx context.Context, excluded []string) error {
	v, s := c.v, c.s
	if len(excluded) > 0 {
		if err := v.exclude(ctx, s, excluded); err != nil {
			return err
		}
	}
	anybody := false
	for _, l := range c.lifted {
		anybody = anybody || l&query.Speakers != 0
	}
	defer s.repeats.clear()
	return v.each(ctx, c.keep.keep, anybody, func(unit uint32) {
		if len(excluded) == 0 || !s.excluded.Has(unit) {
			c.count(unit)
		}
	})
}

// count counts a statement for each query that finds it.
func (c *counter) count(unit uint32) {
	failed, visible := c.keep.failing(unit)
	if !visible {
		return
	}
	finds := uint32(0)
	for i, l := range c.lifted {
		if failed&^l == 0 {
			finds |= 1 << i
		}
	}
	if finds == 0 {
		return
	}
	if !c.known {
		before, _ := c.s.repeats.at(c.v.RepeatKey(unit))
		finds &^= *before
		*before |= finds
	}
	repeated := c.known && c.v.repeated.Has(unit)
	for i := range c.lifted {
		if finds>>i&1 == 1 && (!repeated || c.s.met[i].Add(c.v.group[unit])) {
			c.totals[c.places[i]]++
		}
	}
}

// Any reports whether Search for q finds anything.
func (v *View) Any(ctx context.Context, s *Buffers, t query.Topic, q query.Query) (bool, error) {
	keep := v.filter(q)
	if len(t.Terms) == 1 && len(t.Phrases) == 0 && len(t.Excluded) == 0 {
		if held, err := v.anyHolding(ctx, t.Terms[0], keep); held || err != nil {
			return held, err
		}
	}
	found, err := v.find(ctx, s, t, v.newGate(q, keep))
	return len(found) > 0, err
}

// anyHolding reports whether a statement that passes a filter holds a term in a wording of one
// word. It reads no further than the first one.
func (v *View) anyHolding(ctx context.Context, t query.Term, keep *query.Filter) (bool, error) {
	for _, w := range t.Wordings() {
		if len(w.Stems) > 1 {
			continue
		}
		if held, err := v.AnyPosting(ctx, segment.FieldStatement, w.Stems[0], keep.Statement); held || err != nil {
			return held, err
		}
	}
	return false, nil
}
