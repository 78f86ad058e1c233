package statements

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// group is one row of an answer: a statement and its repeats.
type group struct {
	unit uint32 // the earliest
	also uint32 // one of the others: 1 + its place in Buffers.others; 0 if there are none, or where they are known
}

// other is a repeat that is not the earliest of its group, and the next one as in group.
type other struct{ unit, next uint32 }

// collapse makes one group of repeats, with the earliest publication first. They are valid
// until the next call. It stops once ctx is done.
func (v *View) collapse(ctx context.Context, s *Buffers, all []uint32) ([]group, error) {
	if s.known = v.grouped.Load(); s.known {
		return v.lookUpRepeats(ctx, s, all)
	}
	groups := s.groups[:0]
	s.others = s.others[:0]
	defer s.repeats.clear()
	for i, unit := range all {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		place, added := s.repeats.at(v.RepeatKey(unit))
		if added {
			*place = uint32(len(groups))
			groups = append(groups, group{unit: unit})
			continue
		}
		g, later := &groups[*place], unit
		if v.earliest(later, g.unit) < 0 {
			g.unit, later = later, g.unit
		}
		s.others = append(s.others, other{later, g.also})
		g.also = uint32(len(s.others))
	}
	s.groups = groups
	return groups, ctx.Err()
}

// lookUpRepeats is collapse where the repeats of each statement are known.
func (v *View) lookUpRepeats(ctx context.Context, s *Buffers, all []uint32) ([]group, error) {
	s.found.Reset(v.Statements.Len())
	for _, unit := range all {
		s.found.Add(unit)
	}
	s.begin(1, v.Statements.Len())
	groups := s.groups[:0]
	for i, unit := range all {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if v.repeated.Has(unit) {
			if !s.met[0].Add(v.group[unit]) {
				continue
			}
			same := v.repeatsFrom(v.group[unit])
			unit = same[slices.IndexFunc(same, s.found.Has)]
		}
		groups = append(groups, group{unit: unit})
	}
	s.groups = groups
	return groups, ctx.Err()
}

// begin empties the sets of repeats that so many queries have met, among n statements.
func (s *Buffers) begin(queries, n int) {
	for len(s.met) < queries {
		s.met = append(s.met, rank.UnitSet{})
	}
	for i := range queries {
		s.met[i].Reset(n)
	}
}

// also appends the repeats of a group that were found beside the earliest to out, in no order.
func (v *View) also(s *Buffers, g group, out []uint32) []uint32 {
	if s.known && v.repeated.Has(g.unit) {
		for _, unit := range v.repeatsFrom(v.group[g.unit]) {
			if unit != g.unit && s.found.Has(unit) {
				out = append(out, unit)
			}
		}
	}
	for at := g.also; at > 0; at = s.others[at-1].next {
		out = append(out, s.others[at-1].unit)
	}
	return out
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
