package rank

// Sparse holds a value for each of the few units that an answer touches, among the many of
// the index: its memory grows with the answer. The zero value is empty.
type Sparse[T any] struct {
	table  []uint32 // of hashes: 1 + a place in units, 0 where free; the length is a power of two
	shift  uint32   // of a hash to a place in table
	units  []uint32
	values []T
}

const (
	smallTable = 1 << 10
	// keptUnits is the number of units up to which the memory of one answer is kept for the next.
	keptUnits = 1 << 15
)

// find returns the place of a unit in the table: its own, or the free one that it would have.
func (s *Sparse[T]) find(unit uint32) uint32 {
	mask := uint32(len(s.table) - 1)
	at := unit * 2654435769 >> s.shift // Knuth, The Art of Computer Programming, 6.4
	for s.table[at] != 0 && s.units[s.table[at]-1] != unit {
		at = (at + 1) & mask
	}
	return at
}

// Place returns where the value of a unit is, for Value. It is 0 at first.
func (s *Sparse[T]) Place(unit uint32) uint32 {
	if last := len(s.units) - 1; last >= 0 && s.units[last] == unit { // as of the passages of an article
		return uint32(last)
	}
	if 2*len(s.units) >= len(s.table) {
		s.grow()
	}
	at := s.find(unit)
	if s.table[at] == 0 {
		var zero T
		s.units, s.values = append(s.units, unit), append(s.values, zero)
		s.table[at] = uint32(len(s.units))
	}
	return s.table[at] - 1
}

// Value returns the value at a place, until the next call of Place.
func (s *Sparse[T]) Value(place uint32) *T { return &s.values[place] }

// Unit returns the unit of a place.
func (s *Sparse[T]) Unit(place uint32) uint32 { return s.units[place] }

// At returns the value of a unit, 0 at first, until the next call of At or Place.
func (s *Sparse[T]) At(unit uint32) *T { return &s.values[s.Place(unit)] }

// Of returns the value of a unit, 0 if it has none.
func (s *Sparse[T]) Of(unit uint32) (value T) {
	if len(s.units) == 0 {
		return value
	}
	if n := s.table[s.find(unit)]; n != 0 {
		return s.values[n-1]
	}
	return value
}

// Units returns the units that have a value, in the order in which they got it.
func (s *Sparse[T]) Units() []uint32 { return s.units }

func (s *Sparse[T]) grow() {
	size := max(smallTable, 2*len(s.table))
	s.table = make([]uint32, size)
	for s.shift = 32; size > 1; size /= 2 {
		s.shift--
	}
	for i, unit := range s.units {
		s.table[s.find(unit)] = uint32(i + 1)
	}
}

// Clear takes all values out.
func (s *Sparse[T]) Clear() {
	if len(s.units) > keptUnits {
		*s = Sparse[T]{}
		return
	}
	if len(s.units) > 0 {
		clear(s.table)
	}
	s.units, s.values = s.units[:0], s.values[:0]
}
