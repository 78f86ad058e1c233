package index

import "math/bits"

// buffers are the arrays that one answer is computed in, with an element for
// each unit of the index. They are pooled, since allocating and clearing them
// would take longer than most answers; each answer clears what it touched.
type buffers struct {
	passages, articles accumulator // scores
	topic              topicRelevance
	window             gramCounts
	terms              []uint16 // terms held so far, of each statement
	found              []found  // of each statement
	list               []scored
	seen, other        unitSet
	table              []uint32
}

// hashTable returns a zeroed table of more than n elements; its length is a power of two.
func (s *buffers) hashTable(n int) []uint32 {
	size := 1 << bits.Len(uint(n))
	s.table = grown(s.table, size)
	clear(s.table[:size])
	return s.table[:size]
}

// borrow returns buffers for one answer; the caller gives them back.
func (x *Index) borrow() *buffers {
	if s, ok := x.pool.Get().(*buffers); ok {
		return s
	}
	return &buffers{}
}

func (x *Index) giveBack(s *buffers) { x.pool.Put(s) }

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
