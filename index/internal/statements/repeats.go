package statements

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// group is one row of an answer: repeats of a statement.
type group struct {
	unit  uint32   // the earliest
	also  []uint32 // the others, in no order
	score float64
	tier  uint8
}

// collapse makes one group of repeats, with the earliest publication first and
// the best score. It stops once ctx is done.
func (v *View) collapse(ctx context.Context, s *Buffers, all []found) ([]group, error) {
	groups := make([]group, 0, len(all))
	defer s.repeats.clear()
	for i, f := range all {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		place, added := s.repeats.at(v.RepeatKey(f.unit))
		if added {
			*place = uint32(len(groups))
			groups = append(groups, group{unit: f.unit, score: f.score, tier: f.tier})
			continue
		}
		g := &groups[*place]
		g.tier, g.score = min(g.tier, f.tier), max(g.score, f.score)
		other := f.unit
		if v.earliest(other, g.unit) < 0 {
			g.unit, other = other, g.unit
		}
		g.also = append(g.also, other)
	}
	return groups, ctx.Err()
}

// earliest orders repeats by publication.
func (v *View) earliest(a, b uint32) int {
	x, y := v.Statements.At(a), v.Statements.At(b)
	p, q := v.Articles.At(x.Article), v.Articles.At(y.Article)
	if c := v.ArticleDate(p).CompareOldest(v.ArticleDate(q)); c != 0 {
		return c // comparing IDs takes longer
	}
	return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
}

// groupOrder returns the comparison of groups for a sort.
func (v *View) groupOrder(by query.Sort) func(a, b group) int {
	return func(a, b group) int {
		if by != query.Newest && by != query.Oldest {
			if c := cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score)); c != 0 {
				return c
			}
		}
		x, y := v.Statements.At(a.unit), v.Statements.At(b.unit)
		when := v.StatementDate(y).Compare(v.StatementDate(x))
		if by == query.Oldest {
			when = v.StatementDate(x).CompareOldest(v.StatementDate(y))
		}
		if when != 0 {
			return when // comparing IDs takes longer
		}
		return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
	}
}

// inOrder returns the repeats of a group beside the earliest, in the order of publication.
func (v *View) inOrder(g group) []uint32 {
	return slices.SortedFunc(slices.Values(g.also), v.earliest)
}

// wide visits all statements that pass a filter and were not excluded: the earliest of
// each group of repeats, with the others, which the visitor must not keep. It is collapse
// for queries that many statements answer.
func (v *View) wide(ctx context.Context, s *Buffers, keep *query.Filter, excluded bool, visit func(unit uint32, also []uint32)) error {
	v.once.Do(v.findRepeats)
	s.units = s.units[:0]
	done := func() {
		if len(s.units) > 0 {
			visit(s.units[0], s.units[1:])
			s.units = s.units[:0]
		}
	}
	for place, unit := range v.order {
		if err := segment.Stopped(ctx, place); err != nil {
			return err
		}
		if v.starts.Has(uint32(place)) {
			done()
		}
		if keep.Statement(unit) && (!excluded || !s.excluded.Has(unit)) {
			s.units = append(s.units, unit)
		}
	}
	done()
	return ctx.Err()
}
