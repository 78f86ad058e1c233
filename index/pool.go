package index

import (
	"math/bits"

	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// buffers are the arrays that one answer is computed in, with an element for
// each unit of the index. They are pooled, since allocating and clearing them
// would take longer than most answers; each answer clears what it touched.
type buffers struct {
	paragraphs  passages.Buffers
	topic       timeline.Relevance
	window      topics.Counts
	terms       []uint16 // terms held so far, of each statement
	found       []found  // of each statement
	seen, other rank.UnitSet
	table       []uint32
}

// hashTable returns a zeroed table of more than n elements; its length is a power of two.
func (s *buffers) hashTable(n int) []uint32 {
	size := 1 << bits.Len(uint(n))
	s.table = rank.Grown(s.table, size)
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
