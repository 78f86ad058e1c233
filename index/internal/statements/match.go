package statements

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// matches are the statements that hold every word of a topic and no excluded one,
// whatever else a query asks for.
type matches struct {
	topic     query.Topic
	units     []uint32
	terms     []matchedTerm
	grouped   bool          // repeats were known
	otherwise *rank.UnitSet // those that hold a term in another wording than its first, with their repeats if grouped
}

// matchedTerm is a term or a phrase of a topic, with how many statements hold each of its
// wordings.
type matchedTerm struct {
	wordings []matchedWording
	typed    *segment.Typed // nil of a phrase
}

// matchedWording is a wording and what was read of it.
type matchedWording struct {
	query.Wording
	count  int     // of statements that hold it
	weight float64 // beside its rarity
}

// match finds the statements that hold a topic, which must ask for a word. It stops
// once no statement holds all words so far. They are valid until the next call.
func (v *View) match(ctx context.Context, s *Buffers, t query.Topic) (matches, error) {
	m := matches{topic: t, units: s.matched[:0], grouped: v.grouped.Load(), otherwise: &s.otherwise}
	m.otherwise.Reset(v.Statements.Len())
	defer func() { s.matched = m.units }()
	for i, term := range t.Terms {
		matched, err := m.term(ctx, v, s, term)
		if err != nil {
			return m, err
		}
		if m.take(v, s, matched, i == 0); len(m.units) == 0 {
			return m, nil
		}
	}
	for i, p := range t.Phrases {
		runs, err := v.TypedPostings(ctx, p.Forms, nil)
		if err != nil {
			return m, err
		}
		s.units = s.units[:0]
		for _, p := range runs {
			s.units = append(s.units, p.Unit)
		}
		w := matchedWording{query.Wording{Forms: p.Forms, Tier: query.ExactTier}, len(runs), float64(len(p.Forms))}
		if m.take(v, s, matchedTerm{wordings: []matchedWording{w}}, len(t.Terms)+i == 0); len(m.units) == 0 {
			return m, nil
		}
	}
	if len(t.Excluded) == 0 {
		return m, nil
	}
	if err := v.exclude(ctx, s, t.Excluded); err != nil {
		return m, err
	}
	m.units = slices.DeleteFunc(m.units, s.excluded.Has)
	return m, nil
}

// term finds the statements that hold a term in any wording, each once, in s.units.
func (m *matches) term(ctx context.Context, v *View, s *Buffers, t query.Term) (out matchedTerm, err error) {
	out.typed = v.Typed(t.Forms)
	wordings := t.Wordings()
	if len(wordings) > 1 {
		s.present.Reset(v.Statements.Len())
	}
	s.units = s.units[:0]
	for _, w := range wordings {
		first := len(s.units)
		if s.units, err = v.holding(ctx, w, s.units); err != nil {
			return out, err
		}
		out.wordings = append(out.wordings, matchedWording{w, len(s.units) - first, w.Weight()})
		if len(wordings) > 1 {
			added := slices.DeleteFunc(s.units[first:], func(unit uint32) bool { return !s.present.Add(unit) })
			s.units = s.units[:first+len(added)]
			if first > 0 {
				m.addOtherwise(v, added)
			}
		}
	}
	return out, nil
}

// addOtherwise notes statements that do not hold the first wording of a term.
func (m *matches) addOtherwise(v *View, units []uint32) {
	for _, unit := range units {
		m.otherwise.Add(unit)
		if m.grouped && v.repeated.Has(unit) {
			for _, again := range v.repeatsFrom(v.group[unit]) {
				m.otherwise.Add(again)
			}
		}
	}
}

// holding appends the statements that hold a wording, each once, to out.
func (v *View) holding(ctx context.Context, w query.Wording, out []uint32) ([]uint32, error) {
	if len(w.Stems) == 1 {
		return v.Units(ctx, segment.FieldStatement, w.Stems[0], 0, out)
	}
	var before *segment.Typed
	for _, run := range w.Runs() {
		found, err := v.TypedPostings(ctx, run, nil)
		if err != nil {
			return out, err
		}
		for _, p := range found {
			if before == nil || !before.Holds(p.Unit) {
				out = append(out, p.Unit)
			}
		}
		before = v.Typed(run)
	}
	return out, nil
}

// take keeps the statements that hold the present term too, those in s.units.
func (m *matches) take(v *View, s *Buffers, t matchedTerm, first bool) {
	m.terms = append(m.terms, t)
	if first {
		m.units = append(m.units, s.units...)
		return
	}
	s.present.Reset(v.Statements.Len())
	for _, unit := range s.units {
		s.present.Add(unit)
	}
	m.units = slices.DeleteFunc(m.units, func(unit uint32) bool { return !s.present.Has(unit) })
}

// exclude finds the statements with any of the stems.
func (v *View) exclude(ctx context.Context, s *Buffers, stems []string) (err error) {
	s.excluded.Reset(v.Statements.Len())
	for _, stem := range stems {
		if s.units, err = v.Units(ctx, segment.FieldStatement, stem, 0, s.units[:0]); err != nil {
			return err
		}
		for _, unit := range s.units {
			s.excluded.Add(unit)
		}
	}
	return nil
}
