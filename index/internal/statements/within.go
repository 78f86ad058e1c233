package statements

import (
	"context"
	"math"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Within adds the statements that pass the filter of q to a set, the earliest of each group
// of repeats, whatever words q has. It visits what Each does.
func (v *View) Within(ctx context.Context, q query.Query, found *rank.UnitSet) error {
	v.once.Do(v.findRepeats)
	v.calendar.once.Do(v.findSpans)
	found.Reset(v.Statements.Len())
	keep := v.filter(q)
	dated := q.Scope.ShowsEverything() && len(q.By) == 0 && len(q.Sources) == 0 && q.Verb == "" && len(q.Kinds) == 0
	for i, s := range v.calendar.spans {
		first := uint32(i * rank.Word)
		all, none := keep.Window.Surely(s.firstFrom, s.lastFrom, s.firstTo, s.lastTo)
		switch {
		case keep.Window.Open():
			all, none = true, false
		case s.unknown:
			all, none = false, false
		}
		switch {
		case none:
		case all && dated:
			found.AddWord(&v.calendar.single, first)
		default:
			for unit := first; unit < min(first+rank.Word, uint32(v.Statements.Len())); unit++ {
				if v.calendar.single.Has(unit) && keep.Statement(unit) {
					found.Add(unit)
				}
			}
		}
		if err := segment.Stopped(ctx, i); err != nil {
			return err
		}
	}
	for _, place := range v.calendar.groups {
		for at := place; at == place || at < uint32(len(v.order)) && !v.starts.Has(at); at++ {
			if keep.Statement(v.order[at]) {
				found.Add(v.order[at])
				break
			}
		}
	}
	return ctx.Err()
}

// findSpans makes the calendar, once for a snapshot.
func (v *View) findSpans() {
	c, n := &v.calendar, uint32(v.Statements.Len())
	c.single.Reset(int(n))
	for place, unit := range v.order {
		first, next := v.starts.Has(uint32(place)), place+1 == len(v.order) || v.starts.Has(uint32(place)+1)
		switch {
		case first && !next:
			c.groups = append(c.groups, uint32(place))
		case first && !v.IsDead(v.Statements.At(unit).Article):
			c.single.Add(unit)
		}
	}
	for unit, s := range v.Statements.All() {
		if unit%rank.Word == 0 {
			c.spans = append(c.spans, span{firstFrom: math.MaxInt64, lastFrom: math.MinInt64, firstTo: math.MaxInt64, lastTo: math.MinInt64})
		}
		of := &c.spans[unit/rank.Word]
		of.unknown = of.unknown || !s.When.Known()
		of.firstFrom, of.lastFrom = min(of.firstFrom, s.When.From), max(of.lastFrom, s.When.From)
		of.firstTo, of.lastTo = min(of.firstTo, s.When.To), max(of.lastTo, s.When.To)
	}
}
