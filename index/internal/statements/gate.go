package statements

import (
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// gate tells which statements pass a filter; once the calendar is known, most of them without a
// look at them.
type gate struct {
	*View
	keep       *query.Filter
	open       query.Filter // keep, with every date
	plain      bool         // keep restricts nothing but dates and speakers
	by         bool         // keep restricts speakers
	states     []spanState  // of each span; nil where all are everywhere
	everywhere spanState
}

// spanState is what the dates of some statements say.
type spanState uint8

const (
	atEdge spanState = iota
	inWindow
	outside
)

// newGate returns the gate of a filter, which is that of q.
func (v *View) newGate(q query.Query, keep *query.Filter) *gate {
	g := &gate{View: v, keep: keep, open: *keep, by: len(q.By) > 0}
	g.open.Window = query.Window{}
	if !v.calendar.known.Load() {
		return g
	}
	g.plain = q.Scope.ShowsEverything() && len(q.Sources) == 0 && q.Verb == "" && len(q.Kinds) == 0
	if keep.Window.Open() {
		g.everywhere = inWindow
		return g
	}
	g.states = make([]spanState, len(v.calendar.spans))
	for i := range v.calendar.spans {
		s := &v.calendar.spans[i]
		switch all, none := keep.Window.Surely(s.firstFrom, s.lastFrom, s.firstTo, s.lastTo); {
		case s.unknown:
		case all:
			g.states[i] = inWindow
		case none:
			g.states[i] = outside
		}
	}
	return g
}

// state returns the state of a span.
func (g *gate) state(span uint32) spanState {
	if g.states == nil {
		return g.everywhere
	}
	return g.states[span]
}

// passes reports whether a statement passes the filter.
func (g *gate) passes(unit uint32) bool {
	switch state := g.state(unit / rank.Word); {
	case state == outside:
		return false
	case state == atEdge:
		return g.keep.Statement(unit)
	case g.plain:
		return g.calendar.alive.Has(unit) && g.keep.Speaker(*g.Speakers.At(unit))
	}
	return g.open.Statement(unit)
}

// failing returns the restrictions that a statement fails, and reports whether the scope shows
// it at all; see query.Filter.Failing.
func (g *gate) failing(unit uint32) (failed query.Restrictions, visible bool) {
	state := g.state(unit / rank.Word)
	switch {
	case state == atEdge:
		return g.keep.Failing(unit)
	case !g.plain:
		failed, visible = g.open.Failing(unit)
	default:
		if visible = g.calendar.alive.Has(unit); !g.keep.Speaker(*g.Speakers.At(unit)) {
			failed = query.Speakers
		}
	}
	if state == outside {
		failed |= query.Dates
	}
	return failed, visible
}
