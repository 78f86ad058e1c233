package index

import "math/bits"

// scratch is what one answer adds up in: arrays with a place for each unit of
// the index. They are kept between answers, for making and clearing them would
// take longer than most answers; each answer clears the places that it touched.
type scratch struct {
	passages, articles tally // scores
	topic              topicFit
	window             gramCounts
	terms              []uint16 // terms held so far, of each statement
	found              []found  // of each statement
	list               []scored
	seen, other        marks
	table              []uint32
}

// places is a table with room for n entries, all 0; its length is a power of two.
func (s *scratch) places(n int) []uint32 {
	size := 1 << bits.Len(uint(n))
	s.table = grown(s.table, size)
	clear(s.table[:size])
	return s.table[:size]
}

// borrow is a scratch for one answer; give it back.
func (x *Index) borrow() *scratch {
	if s, ok := x.pool.Get().(*scratch); ok {
		return s
	}
	return &scratch{}
}

func (x *Index) giveBack(s *scratch) { x.pool.Put(s) }

// grown is a slice with at least n places; what is new is zero.
func grown[T any](s []T, n int) []T {
	if n <= len(s) {
		return s
	}
	out := make([]T, n+n/8)
	copy(out, s)
	return out
}

// marks are places that were marked since they were last wiped.
type marks struct {
	at  []uint32 // the round in which a place was marked
	now uint32   // the present round
}

// wipe unmarks everything and makes room for n places.
func (m *marks) wipe(n int) {
	m.at = grown(m.at, n)
	if m.now++; m.now == 0 { // after four thousand million rounds
		clear(m.at)
		m.now = 1
	}
}

// add marks a place and says whether it was not marked.
func (m *marks) add(n uint32) bool {
	if m.at[n] == m.now {
		return false
	}
	m.at[n] = m.now
	return true
}

func (m *marks) has(n uint32) bool { return m.at[n] == m.now }
