package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// statementScorer finds and scores the statements that hold every term. It counts
// for each statement how many terms it held so far.
type statementScorer struct {
	*buffers
	ctx   context.Context
	v     *snapshot
	held  []uint16 // terms held so far, of each statement
	order []uint32 // statements with the first term
	terms uint16
	buf   []segment.Posting

	holding int // statements that hold all terms so far
}

// scoreStatements returns the statements that hold all words of a topic and pass
// a filter, with their scores.
func (v *snapshot) scoreStatements(ctx context.Context, words Words, keep *query.Filter) ([]found, error) {
	t := v.vocabulary.Topic(words)
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	if t.Empty() {
		all, err := v.allStatements(ctx, keep)
		if err != nil {
			return nil, err
		}
		return v.without(ctx, all, t.Excluded, s)
	}
	m := &statementScorer{buffers: s, ctx: ctx, v: v, held: s.heldTerms(v.Statements.Len())}
	defer m.clear()
	if err := m.score(t); err != nil {
		return nil, err
	}
	var out []found
	for _, unit := range m.order {
		if m.held[unit] == m.terms && keep.Statement(unit) {
			out = append(out, m.found[unit])
		}
	}
	return v.without(ctx, out, t.Excluded, s)
}

// allStatements returns those that a filter lets through.
func (v *snapshot) allStatements(ctx context.Context, keep *query.Filter) ([]found, error) {
	var out []found
	for i, speaker := range v.Speakers.All() {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if keep.Speaker(*speaker) && keep.Statement(uint32(i)) {
			out = append(out, found{unit: uint32(i)})
		}
	}
	return out, nil
}

// heldTerms returns the counters of terms for n statements.
func (s *buffers) heldTerms(n int) []uint16 {
	s.terms, s.found = rank.Grown(s.terms, n), rank.Grown(s.found, n)
	return s.terms
}

// clear resets the buffers for the next answer.
func (m *statementScorer) clear() {
	for _, unit := range m.order {
		m.held[unit] = 0
	}
}

// score adds term by term, and stops once no statement holds all so far.
func (m *statementScorer) score(t query.Topic) error {
	for _, term := range t.Terms {
		if err := m.term(term); err != nil || m.holding == 0 {
			return err
		}
	}
	for _, phrase := range t.Phrases {
		if err := m.phrase(phrase); err != nil || m.holding == 0 {
			return err
		}
	}
	return nil
}

// term takes the statements with one more term.
func (m *statementScorer) term(t query.Term) (err error) {
	m.terms, m.holding = m.terms+1, 0
	if m.buf, err = m.asTyped(t.Wording); err != nil {
		return err
	}
	m.seen.Reset(m.v.Statements.Len())
	for _, p := range m.buf {
		m.seen.Add(p.Unit)
	}
	for _, w := range t.Wordings() {
		if err := m.wording(w); err != nil {
			return err
		}
	}
	return nil
}

// asTyped returns the statements that hold the words as typed.
func (m *statementScorer) asTyped(w query.Wording) ([]segment.Posting, error) {
	if len(w.Forms) > 1 {
		return m.v.PhrasePostings(m.ctx, segment.FieldExact, w.Forms, m.buf[:0])
	}
	return m.v.Postings(m.ctx, segment.FieldExact, w.Forms[0], m.buf[:0])
}

// wording takes the statements with a wording, at its tier unless they hold the
// term as typed.
func (m *statementScorer) wording(w query.Wording) (err error) {
	if m.buf, err = w.Postings(m.ctx, m.v.Snapshot, segment.FieldStatement, 0, m.buf[:0]); err != nil {
		return err
	}
	weight := w.Weight() * rank.IDF(len(m.buf), m.v.Alive.Statements)
	for _, p := range m.buf {
		got := w.Tier
		if m.seen.Has(p.Unit) {
			got = query.ExactTier
		}
		m.take(p.Unit, got, weight*m.saturated(p))
	}
	return nil
}

// saturated returns BM25's share of a term in a statement.
func (m *statementScorer) saturated(p segment.Posting) float64 {
	average := float64(m.v.Alive.StatementWords) / float64(max(m.v.Alive.Statements, 1))
	return rank.Saturated(p.Times, m.v.Statements.At(p.Unit).Words, average)
}

// take notes that a statement holds the present term, once.
func (m *statementScorer) take(unit uint32, tier uint8, score float64) {
	if m.held[unit] != m.terms-1 {
		return
	}
	m.held[unit] = m.terms
	m.holding++
	if m.terms == 1 {
		m.order = append(m.order, unit)
		m.found[unit] = found{unit: unit}
	}
	f := &m.found[unit]
	f.tier = max(f.tier, tier)
	f.score += score
}

// phrase takes the statements that hold words one after another, as typed.
func (m *statementScorer) phrase(p query.Phrase) (err error) {
	m.terms, m.holding = m.terms+1, 0
	if m.buf, err = m.v.PhrasePostings(m.ctx, segment.FieldExact, p.Forms, m.buf[:0]); err != nil {
		return err
	}
	weight := float64(len(p.Forms)) * rank.IDF(len(m.buf), m.v.Alive.Statements)
	for _, p := range m.buf {
		m.take(p.Unit, query.ExactTier, weight*m.saturated(p))
	}
	return nil
}

// without leaves out the statements with any of the stems.
func (v *snapshot) without(ctx context.Context, all []found, stems []string, s *buffers) ([]found, error) {
	if len(stems) == 0 || len(all) == 0 {
		return all, nil
	}
	var err error
	var buf []segment.Posting
	s.seen.Reset(v.Statements.Len())
	for _, stem := range stems {
		if buf, err = v.Postings(ctx, segment.FieldStatement, stem, buf[:0]); err != nil {
			return nil, err
		}
		for _, p := range buf {
			s.seen.Add(p.Unit)
		}
	}
	return slices.DeleteFunc(all, func(f found) bool { return s.seen.Has(f.unit) }), nil
}
