package rank

import "math/bits"

// Grown returns s with at least n elements; new ones are zero.
func Grown[T any](s []T, n int) []T {
	if n <= len(s) {
		return s
	}
	out := make([]T, n+n/8)
	copy(out, s)
	return out
}

// UnitSet is a set of units, a bit each: a million of them are emptied in microseconds.
type UnitSet struct {
	bits []uint64
	size int // in units
}

// Reset empties the set and grows it to n units.
func (m *UnitSet) Reset(n int) {
	m.size = max(m.size, n)
	words := (m.size + 63) / 64
	if words > len(m.bits) {
		m.bits = make([]uint64, words+words/8)
		return
	}
	clear(m.bits[:words])
}

// Add adds a unit and reports whether it was missing.
func (m *UnitSet) Add(n uint32) bool {
	bit := uint64(1) << (n % 64)
	if m.bits[n/64]&bit != 0 {
		return false
	}
	m.bits[n/64] |= bit
	return true
}

// Word is the number of units that AddWord adds at most: as many as a word has bits.
const Word = 64

// AddWord adds those of the Word units from first on, a multiple of Word, that another set
// of the same units has.
func (m *UnitSet) AddWord(other *UnitSet, first uint32) { m.bits[first/64] |= other.bits[first/64] }

// Remove takes a unit out.
func (m *UnitSet) Remove(n uint32) { m.bits[n/64] &^= 1 << (n % 64) }

// Has reports whether a unit was added.
func (m *UnitSet) Has(n uint32) bool { return m.bits[n/64]>>(n%64)&1 == 1 }

// Units appends the units of the set to out, in ascending order.
func (m *UnitSet) Units(out []uint32) []uint32 {
	for i, word := range m.bits[:min(len(m.bits), (m.size+63)/64)] {
		for ; word != 0; word &= word - 1 {
			out = append(out, uint32(64*i+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// Ranks numbers the units of a set in ascending order. The set must not change.
type Ranks struct {
	bits   []uint64
	before []uint32 // units before each word
}

// Ranks returns the ranks of the set.
func (m *UnitSet) Ranks() Ranks {
	r := Ranks{bits: m.bits}
	n := uint32(0)
	for _, word := range m.bits {
		r.before = append(r.before, n)
		n += uint32(bits.OnesCount64(word))
	}
	return r
}

// Through returns how many units of the set there are up to n, itself included.
func (r *Ranks) Through(n uint32) uint32 {
	return r.before[n/64] + uint32(bits.OnesCount64(r.bits[n/64]<<(63-n%64)))
}
