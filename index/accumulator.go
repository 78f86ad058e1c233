package index

// accumulator adds up the scores of units, term by term.
type accumulator struct {
	score   []float32 // of each unit
	times   []float32 // of the present term in each unit
	touched []uint32  // units with a score
	now     []uint32  // units with the present term
}

// size grows the accumulator to n units.
func (t *accumulator) size(n int) { t.score, t.times = grown(t.score, n), grown(t.times, n) }

// add counts a term in a unit.
func (t *accumulator) add(unit uint32, times float32) {
	if t.times[unit] == 0 {
		t.now = append(t.now, unit)
	}
	t.times[unit] += times
}

// close ends a term and adds its part to each unit's score; n is the number of all units.
func (t *accumulator) close(n int) {
	weight := float32(idf(len(t.now), n))
	for _, unit := range t.now {
		if t.score[unit] == 0 {
			t.touched = append(t.touched, unit)
		}
		tf := t.times[unit]
		t.times[unit] = 0
		t.score[unit] += weight * tf * (k1 + 1) / (tf + k1)
	}
	t.now = t.now[:0]
}

// clear resets all scores to 0.
func (t *accumulator) clear() {
	for _, unit := range t.touched {
		t.score[unit] = 0
	}
	for _, unit := range t.now {
		t.times[unit] = 0
	}
	t.touched, t.now = t.touched[:0], t.now[:0]
}
