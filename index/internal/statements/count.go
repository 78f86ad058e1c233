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
	c := counter{v: v, s: s, keep: v.filter(q), totals: make([]int, len(lifted))}
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
	keep   *query.Filter
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
	return v.each(ctx, c.keep, anybody, func(unit uint32) {
		if len(excluded) == 0 || !s.excluded.Has(unit) {
			c.count(unit)
		}
	})
}

// count counts a statement for each query that finds it.
func (c *counter) count(unit uint32) {
	failed, visible := c.keep.Failing(unit)
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
	before, _ := c.s.repeats.at(c.v.RepeatKey(unit))
	finds &^= *before
	*before |= finds
	for i := range c.lifted {
		c.totals[c.places[i]] += int(finds >> i & 1)
	}
}

// Any reports whether Search for q finds anything.
func (v *View) Any(ctx context.Context, s *Buffers, t query.Topic, q query.Query) (bool, error) {
	if t.Empty() {
		all, err := v.all(ctx, s, t.Excluded, v.filter(q))
		return len(all) > 0, err
	}
	m, err := v.match(ctx, s, t)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(m.units, v.filter(q).Statement), ctx.Err()
}
