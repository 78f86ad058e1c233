package statements

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// ranked is a group with the best score and tier of its statements.
type ranked struct {
	group
	score
}

// page returns the page of groups that q asks for. Groups of a topic are scored by c, which is
// nil if there is none.
func (v *View) page(ctx context.Context, s *Buffers, c *scorer, groups []group, q query.Query) ([]ranked, error) {
	if c == nil || q.Sort == query.Newest || q.Sort == query.Oldest {
		var out []ranked
		for _, g := range rank.First(groups, q.Offset, q.Limit, v.dateOrder(q.Sort)) {
			r := ranked{group: g}
			if c != nil {
				r.score = v.scoreOf(s, c, g)
			}
			out = append(out, r)
		}
		return out, nil
	}
	first, end := rank.Places(len(groups), q.Offset, q.Limit)
	best, err := v.best(ctx, s, c, groups, end)
	return best[min(first, len(best)):], err
}

// blockGroups is how many groups are scored together: those that are worth it once the ones
// before are, so that their words are waited for together.
const blockGroups = 64

// best returns the n best groups, in their order. Words are read only of groups that may be
// among them.
func (v *View) best(ctx context.Context, s *Buffers, c *scorer, groups []group, n int) ([]ranked, error) {
	order, all := v.scoreOrder(), n > len(groups)/4
	var top []ranked
	for block := range slices.Chunk(groups, blockGroups) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		worth := s.worth[:0]
		s.units = s.units[:0]
		for _, g := range block {
			if all || !c.bounded || len(top) < n || c.mayReach(g, top[n-1].score) {
				worth, s.units = append(worth, g), append(s.units, g.unit)
			}
		}
		s.worth = worth
		v.Prefetch(s.units)
		for _, g := range worth {
			r := ranked{g, v.scoreOf(s, c, g)}
			if all {
				top = append(top, r)
			} else {
				top = rank.Insert(top, r, n, order)
			}
		}
	}
	if all {
		slices.SortFunc(top, order)
	}
	return top[:min(n, len(top))], nil
}

// scoreOf returns the best score and the best tier of a group.
func (v *View) scoreOf(s *Buffers, c *scorer, g group) score {
	out := c.of(g.unit)
	s.same = v.also(s, g, s.same[:0])
	for _, unit := range s.same {
		of := c.of(unit)
		out = score{max(out.sum, of.sum), min(out.tier, of.tier)}
	}
	return out
}

// mayReach reports whether a group may have as good a score as another.
func (c *scorer) mayReach(g group, least score) bool {
	return least.tier > query.ExactTier || c.limit(g.unit) >= least.sum
}

// scoreOrder returns the comparison of groups by relevance.
func (v *View) scoreOrder() func(a, b ranked) int {
	date := v.dateOrder(query.Newest)
	return func(a, b ranked) int {
		if c := cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.sum, a.sum)); c != 0 {
			return c
		}
		return date(a.group, b.group)
	}
}

// dateOrder returns the comparison of groups by date, the newest first unless the oldest are
// asked for.
func (v *View) dateOrder(by query.Sort) func(a, b group) int {
	return func(a, b group) int {
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

func (v *View) hit(s *Buffers, r ranked) answer.Hit {
	said := v.Statements.At(r.unit)
	hit := answer.Hit{Article: v.IDs.At(said.Article), Statement: int(said.Index), Event: -1,
		Score: r.sum + 1000*float64(query.SynonymTier-r.tier)}
	seen := map[uint32]bool{said.Article: true}
	for _, other := range slices.SortedFunc(slices.Values(v.also(s, r.group, nil)), v.earliest) {
		if a := v.Statements.At(other).Article; !seen[a] {
			seen[a] = true
			hit.Also = append(hit.Also, v.IDs.At(a))
		}
	}
	return hit
}
