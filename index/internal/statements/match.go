package statements

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// matches are the statements that hold every word of a topic and no excluded one,
// whatever else a query asks for.
type matches struct {
	topic query.Topic
	units []uint32
	terms []matchedTerm
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
	count  int
	held   []segment.StatementPosting // of several words in a row
	weight float64                    // beside its rarity
}

// match finds the statements that hold a topic, which must ask for a word. It stops
// once no statement holds all words so far.
func (v *View) match(ctx context.Context, s *Buffers, t query.Topic) (matches, error) {
	m := matches{topic: t}
	for i, term := range t.Terms {
		matched, err := v.matchTerm(ctx, s, term)
		if err != nil {
			return m, err
		}
		if m.take(s, matched, i == 0); len(m.units) == 0 {
			return m, nil
		}
	}
	for i, p := range t.Phrases {
		s.present.Reset(v.Statements.Len())
		runs, err := v.TypedPostings(ctx, p.Forms, nil)
		if err != nil {
			return m, err
		}
		s.units = s.units[:0]
		w := matchedWording{Wording: query.Wording{Tier: query.ExactTier}, count: len(runs), weight: float64(len(p.Forms))}
		for _, p := range runs {
			w.held = append(w.held, segment.StatementPosting{Posting: p, Typed: true})
			s.hold(p.Unit)
		}
		if m.take(s, matchedTerm{wordings: []matchedWording{w}}, len(t.Terms)+i == 0); len(m.units) == 0 {
			return m, nil
		}
	}
	if len(t.Excluded) == 0 {
		return m, nil
	}
	if err := v.exclude(ctx, s, t.Excluded); err != nil {
		return m, err
	}
	kept := m.units[:0]
	for _, unit := range m.units {
		if !s.excluded.Has(unit) {
			kept = append(kept, unit)
		}
	}
	m.units = kept
	return m, nil
}

// hold notes that a statement holds the present term.
func (s *Buffers) hold(unit uint32) {
	if s.present.Add(unit) {
		s.units = append(s.units, unit)
	}
}

// matchTerm finds the statements that hold a term in any wording.
func (v *View) matchTerm(ctx context.Context, s *Buffers, t query.Term) (out matchedTerm, err error) {
	out.typed = v.Typed(t.Forms)
	s.present.Reset(v.Statements.Len())
	s.units = s.units[:0]
	for _, w := range t.Wordings() {
		matched := matchedWording{Wording: w, weight: w.Weight()}
		if len(w.Stems) == 1 {
			first := len(s.units)
			if s.units, err = v.Units(ctx, segment.FieldStatement, w.Stems[0], 0, s.units); err != nil {
				return out, err
			}
			read := s.units[first:]
			matched.count = len(read)
			s.units = s.units[:first]
			for _, unit := range read {
				s.hold(unit)
			}
		} else {
			if matched.held, err = w.RunsInStatements(ctx, v.Snapshot, out.typed); err != nil {
				return out, err
			}
			matched.count = len(matched.held)
			for _, p := range matched.held {
				s.hold(p.Unit)
			}
		}
		out.wordings = append(out.wordings, matched)
	}
	return out, nil
}

// take keeps the statements that hold the present term too.
func (m *matches) take(s *Buffers, t matchedTerm, first bool) {
	m.terms = append(m.terms, t)
	if first {
		m.units = append(m.units, s.units...)
		return
	}
	kept := m.units[:0]
	for _, unit := range m.units {
		if s.present.Has(unit) {
			kept = append(kept, unit)
		}
	}
	m.units = kept
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
