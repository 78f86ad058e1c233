package index

// grown returns s with at least n elements; new ones are zero.
func grown[T any](s []T, n int) []T {
	if n <= len(s) {
		return s
	}
	out := make([]T, n+n/8)
	copy(out, s)
	return out
}

// unitSet is a set of units that is emptied in constant time.
type unitSet struct {
	round   []uint32 // the round in which a unit was added
	current uint32   // the present round
}

// reset empties the set and grows it to n units.
func (m *unitSet) reset(n int) {
	m.round = grown(m.round, n)
	if m.current++; m.current == 0 { // the counter has overflowed
		clear(m.round)
		m.current = 1
	}
}

// add adds a unit and reports whether it was missing.
func (m *unitSet) add(n uint32) bool {
	if m.round[n] == m.current {
		return false
	}
	m.round[n] = m.current
	return true
}

func (m *unitSet) has(n uint32) bool { return m.round[n] == m.current }
