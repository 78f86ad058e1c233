package rank

// Accumulator adds up the scores of units, term by term.
type Accumulator struct {
	Score   []float32 // of each unit
	times   []float32 // of the present term in each unit
	Touched []uint32  // units with a score
	now     []uint32  // units with the present term
}

// Size grows the accumulator to n units.
func (t *Accumulator) Size(n int) { t.Score, t.times = Grown(t.Score, n), Grown(t.times, n) }

// Add counts a term in a unit.
func (t *Accumulator) Add(unit uint32, times float32) {
	if t.times[unit] == 0 {
		t.now = append(t.now, unit)
	}
	t.times[unit] += times
}

// Close ends a term and adds its part to each unit's score; n is the number of all units.
func (t *Accumulator) Close(n int) {
	weight := float32(IDF(len(t.now), n))
	for _, unit := range t.now {
		if t.Score[unit] == 0 {
			t.Touched = append(t.Touched, unit)
		}
		tf := t.times[unit]
		t.times[unit] = 0
		t.Score[unit] += weight * tf * (k1 + 1) / (tf + k1)
	}
	t.now = t.now[:0]
}

// Clear resets all scores to 0.
func (t *Accumulator) Clear() {
	for _, unit := range t.Touched {
		t.Score[unit] = 0
	}
	for _, unit := range t.now {
		t.times[unit] = 0
	}
	t.Touched, t.now = t.Touched[:0], t.now[:0]
}
