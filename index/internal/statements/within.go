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
	w := v.newGate(q, v.filter(q))
	for i := range v.calendar.spans {
		w.addSpan(found, i)
		if err := segment.Stopped(ctx, i); err != nil {
			return err
		}
	}
	for _, place := range v.calendar.groups {
		for at := place; at == place || at < uint32(len(v.order)) && !v.starts.Has(at); at++ {
			if unit := v.order[at]; w.passes(unit) {
				found.Add(unit)
				break
			}
		}
	}
	return ctx.Err()
}

// addSpan adds the statements of a span that have no repeats.
func (g *gate) addSpan(found *rank.UnitSet, i int) {
	first, state := uint32(i*rank.Word), g.state(uint32(i))
	switch {
	case state == outside:
		return
	case state == inWindow && g.plain && !g.by:
		found.AddWord(&g.calendar.single, first)
		return
	}
	for unit := first; unit < min(first+rank.Word, uint32(g.Statements.Len())); unit++ {
		if g.calendar.single.Has(unit) && g.passes(unit) {
			found.Add(unit)
		}
	}
}

// findSpans makes the calendar, once for a snapshot.
func (v *View) findSpans() {
	c, n := &v.calendar, v.Statements.Len()
	for _, set := range []*rank.UnitSet{&c.single, &c.alive, &c.firsts} {
		set.Reset(n)
	}
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
		if !v.IsDead(s.Article) {
			c.alive.Add(uint32(unit))
		}
		if uint32(unit) == v.Articles.At(s.Article).Statements.First {
			c.firsts.Add(uint32(unit))
		}
		of := &c.spans[unit/rank.Word]
		said := v.StatementDate(s)
		of.unknown = of.unknown || !said.Known()
		of.firstFrom, of.lastFrom = min(of.firstFrom, said.From), max(of.lastFrom, said.From)
		of.firstTo, of.lastTo = min(of.firstTo, said.To), max(of.lastTo, said.To)
	}
	c.articles = c.firsts.Ranks()
	c.known.Store(true)
}
