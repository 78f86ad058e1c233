package statements

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// found is a statement that answers a query.
type found struct {
	score float64
	unit  uint32
	tier  uint8 // of its worst matched word: exact, inflected, another spelling or synonym
}

// score is the score of a statement so far.
type score struct {
	sum  float64
	held uint16 // terms
	tier uint8
}

// find returns the statements that hold all words of a topic and pass a filter, with
// their scores if those are asked for.
func (v *View) find(ctx context.Context, s *Buffers, t query.Topic, keep *query.Filter, scored bool) ([]found, error) {
	if t.Empty() {
		return v.all(ctx, s, t.Excluded, keep)
	}
	m, err := v.match(ctx, s, t)
	if err != nil {
		return nil, err
	}
	var out []found
	for i, unit := range m.units {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if keep.Statement(unit) {
			out = append(out, found{unit: unit})
		}
	}
	if scored && len(out) > 0 {
		err = v.score(ctx, s, m, out)
	}
	return out, err
}

// all returns the statements that a filter lets through and that hold none of the stems.
func (v *View) all(ctx context.Context, s *Buffers, excluded []string, keep *query.Filter) ([]found, error) {
	if len(excluded) > 0 {
		if err := v.exclude(ctx, s, excluded); err != nil {
			return nil, err
		}
	}
	var out []found
	err := v.each(ctx, keep, false, func(unit uint32) {
		if keep.Statement(unit) && (len(excluded) == 0 || !s.excluded.Has(unit)) {
			out = append(out, found{unit: unit})
		}
	})
	return out, err
}

// each visits the statements of the persons whom a filter asks for, or all.
func (v *View) each(ctx context.Context, keep *query.Filter, anybody bool, visit func(unit uint32)) error {
	speakers := keep.Speakers()
	for i, variant := range v.Speakers.All() {
		if err := segment.Stopped(ctx, i); err != nil {
			return err
		}
		if anybody || speakers == nil || *variant != segment.Nobody && speakers[*variant] {
			visit(uint32(i))
		}
	}
	return nil
}

// score computes the tiers and scores of statements that match.
func (v *View) score(ctx context.Context, s *Buffers, m matches, all []found) error {
	s.wanted.Reset(v.Statements.Len())
	for _, f := range all {
		s.wanted.Add(f.unit)
	}
	defer s.scores.Clear()
	for i, t := range m.terms {
		if err := v.scoreTerm(ctx, s, t, uint16(i)); err != nil {
			return err
		}
	}
	for i := range all {
		got := s.scores.Of(all[i].unit)
		all[i].tier, all[i].score = got.tier, got.sum
	}
	return nil
}

// scoreTerm adds the n-th term to the scores of the wanted statements.
func (v *View) scoreTerm(ctx context.Context, s *Buffers, t matchedTerm, n uint16) error {
	for _, w := range t.wordings {
		held := w.held
		if len(w.Stems) == 1 {
			var err error
			if s.held, err = v.StatementPostings(ctx, w.Stems[0], t.typed, s.wanted.Has, s.held[:0]); err != nil {
				return err
			}
			held = s.held
		}
		weight := w.weight * rank.IDF(w.count, v.Alive.Statements)
		for _, p := range held {
			if !s.wanted.Has(p.Unit) {
				continue
			}
			tier := w.Tier
			if p.Typed {
				tier = query.ExactTier
			}
			if of := s.scores.At(p.Unit); of.held == n { // the first wording of a term counts
				of.held++
				of.tier = max(of.tier, tier)
				of.sum += weight * v.saturated(p.Posting)
			}
		}
	}
	return nil
}

// saturated returns BM25's share of a term in a statement.
func (v *View) saturated(p segment.Posting) float64 {
	average := float64(v.Alive.StatementWords) / float64(max(v.Alive.Statements, 1))
	return rank.Saturated(p.Times, v.Statements.At(p.Unit).Words, average)
}
