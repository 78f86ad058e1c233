package rank

// Grown returns s with at least n elements; new ones are zero.
func Grown[T any](s []T, n int) []T {
	if n <= len(s) {
		return s
	}
	out := make([]T, n+n/8)
	copy(out, s)
	return out
}

// UnitSet is a set of units that is emptied in constant time.
type UnitSet struct {
	round   []uint32 // the round in which a unit was added
	current uint32   // the present round
}

// Reset empties the set and grows it to n units.
func (m *UnitSet) Reset(n int) {
	m.round = Grown(m.round, n)
	if m.current++; m.current == 0 { // the counter has overflowed
		clear(m.round)
		m.current = 1
	}
}

// Add adds a unit and reports whether it was missing.
func (m *UnitSet) Add(n uint32) bool {
	if m.round[n] == m.current {
		return false
	}
	m.round[n] = m.current
	return true
}

// Has reports whether a unit was added.
func (m *UnitSet) Has(n uint32) bool { return m.round[n] == m.current }
