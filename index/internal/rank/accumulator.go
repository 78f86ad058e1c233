package rank

// Accumulator adds up the scores of units, term by term.
type Accumulator struct {
	of      Sparse[termScore]
	Touched []uint32 // units with a score
	now     []uint32 // places of units with the present term
}

// termScore is the score of a unit, and how often it holds the present term.
type termScore struct{ score, times float32 }

// Add counts a term in a unit.
func (t *Accumulator) Add(unit uint32, times float32) {
	place := t.of.Place(unit)
	s := t.of.Value(place)
	if s.times == 0 {
		t.now = append(t.now, place)
	}
	s.times += times
}

// Close ends a term and adds its part to each unit's score; n is the number of all units.
func (t *Accumulator) Close(n int) { t.CloseWeighted(n, 1) }

// CloseWeighted is Close for a term that counts as so much of another of its rarity.
func (t *Accumulator) CloseWeighted(n int, share float32) { t.CloseCounted(len(t.now), n, share) }

// CloseCounted is CloseWeighted where scores are wanted of some units alone: df of all
// units hold the term.
func (t *Accumulator) CloseCounted(df, n int, share float32) {
	weight := share * float32(IDF(df, n))
	for _, place := range t.now {
		s := t.of.Value(place)
		if s.score == 0 {
			t.Touched = append(t.Touched, t.of.Unit(place))
		}
		tf := s.times
		s.times = 0
		s.score += weight * tf * (k1 + 1) / (tf + k1)
	}
	t.now = t.now[:0]
}

// Score returns the score of a unit, 0 if it has none.
func (t *Accumulator) Score(unit uint32) float32 { return t.of.Of(unit).score }

// Clear resets all scores to 0.
func (t *Accumulator) Clear() {
	t.of.Clear()
	t.Touched, t.now = emptied(t.Touched), emptied(t.now)
}

// emptied returns a list without its units, and without its memory if that is large.
func emptied(units []uint32) []uint32 {
	if cap(units) > 2*keptUnits {
		return nil
	}
	return units[:0]
}
