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
	w := within{View: v, keep: v.filter(q), found: found, states: make([]spanState, len(v.calendar.spans))}
	w.dated = q.Scope.ShowsEverything() && len(q.By) == 0 && len(q.Sources) == 0 && q.Verb == "" && len(q.Kinds) == 0
	for i := range w.states {
		w.take(i)
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

// within finds the statements that pass a filter.
type within struct {
	*View
	keep   *query.Filter
	dated  bool // it restricts nothing but dates
	found  *rank.UnitSet
	states []spanState // of each span
}

// spanState is what the dates of some statements say.
type spanState uint8

const (
	atEdge spanState = iota
	inWindow
	outside
)

// take adds the statements of a span that have no repeats.
func (w *within) take(i int) {
	s, first := &w.calendar.spans[i], uint32(i*rank.Word)
	all, none := w.keep.Window.Surely(s.firstFrom, s.lastFrom, s.firstTo, s.lastTo)
	switch {
	case w.keep.Window.Open() || all && !s.unknown:
		w.states[i] = inWindow
	case none && !s.unknown:
		w.states[i] = outside
		return
	}
	if w.states[i] == inWindow && w.dated {
		w.found.AddWord(&w.calendar.single, first)
		return
	}
	for unit := first; unit < min(first+rank.Word, uint32(w.Statements.Len())); unit++ {
		if w.calendar.single.Has(unit) && w.keep.Statement(unit) {
			w.found.Add(unit)
		}
	}
}

// passes reports whether a statement passes the filter.
func (w *within) passes(unit uint32) bool {
	switch state := w.states[unit/rank.Word]; {
	case state == outside:
		return false
	case state == inWindow && w.dated:
		return w.calendar.alive.Has(unit)
	}
	return w.keep.Statement(unit)
}

// findSpans makes the calendar, once for a snapshot.
func (v *View) findSpans() {
	c, n := &v.calendar, uint32(v.Statements.Len())
	c.single.Reset(int(n))
	c.alive.Reset(int(n))
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
		of := &c.spans[unit/rank.Word]
		said := v.StatementDate(s)
		of.unknown = of.unknown || !said.Known()
		of.firstFrom, of.lastFrom = min(of.firstFrom, said.From), max(of.lastFrom, said.From)
		of.firstTo, of.lastTo = min(of.firstTo, said.To), max(of.lastTo, said.To)
	}
}
