package statements

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Group is one row of an answer: repeats of a statement.
type Group struct {
	Unit  uint32   // the earliest
	Also  []uint32 // the others, in no order
	score float64
	tier  uint8
}

// collapse makes one group of repeats, with the earliest publication first and
// the best score. It stops once ctx is done.
func (v *View) collapse(ctx context.Context, s *Buffers, all []found) ([]Group, error) {
	groups := make([]Group, 0, len(all))
	s.repeats.reset()
	defer s.repeats.tidy()
	for i, f := range all {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if !v.hasRepeats(f.unit) {
			groups = append(groups, Group{Unit: f.unit, score: f.score, tier: f.tier})
			continue
		}
		n, added := s.repeats.number(v.RepeatKey(f.unit))
		if added {
			s.repeats.keys[n].value = uint32(len(groups))
			groups = append(groups, Group{Unit: f.unit, score: f.score, tier: f.tier})
			continue
		}
		g := &groups[s.repeats.keys[n].value]
		g.tier, g.score = min(g.tier, f.tier), max(g.score, f.score)
		other := f.unit
		if v.earliest(other, g.Unit) < 0 {
			g.Unit, other = other, g.Unit
		}
		g.Also = append(g.Also, other)
	}
	return groups, ctx.Err()
}

// earliest orders repeats by publication.
func (v *View) earliest(a, b uint32) int {
	x, y := v.Statements.At(a), v.Statements.At(b)
	p, q := v.Articles.At(x.Article), v.Articles.At(y.Article)
	if c := p.When.CompareOldest(q.When); c != 0 {
		return c // comparing IDs takes longer
	}
	return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
}

// groupOrder returns the comparison of groups for a sort.
func (v *View) groupOrder(by query.Sort) func(a, b Group) int {
	return func(a, b Group) int {
		if by != query.Newest && by != query.Oldest {
			if c := cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score)); c != 0 {
				return c
			}
		}
		x, y := v.Statements.At(a.Unit), v.Statements.At(b.Unit)
		when := y.When.Compare(x.When)
		if by == query.Oldest {
			when = x.When.CompareOldest(y.When)
		}
		if when != 0 {
			return when // comparing IDs takes longer
		}
		return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
	}
}

// inOrder returns the repeats of a group beside the earliest, in the order of publication.
func (v *View) inOrder(g Group) []uint32 {
	return slices.SortedFunc(slices.Values(g.Also), v.earliest)
}
