package index

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"runtime"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// snapshot is the index at one moment, with who is who and what is computed once.
type snapshot struct {
	*segment.Snapshot
	vocabulary  *query.Vocabulary
	grams       *topics.GramTable
	spare       chan *buffers // as many as answers are computed at a time; nil where not yet made
	generation  string
	maxPostings int // Options.MaxPostings

	once       struct{ topics, sources, stats, people sync.Once }
	identities *identity.People
	totals     column.Column[personTotal] // of each person; see said
	resolved   bool                       // identities were resolved with all names
	topicTable *topics.Table
	about      []Topic // of everything
	outlets    []Source
	dates      *timeline.View
	paragraphs *passages.View
	stats      Stats // without Partial
}

// filter returns the restrictions of q.
func (v *snapshot) filter(q Query) *query.Filter { return query.NewFilter(v.Snapshot, v.identities, q) }

// buffers holds the arrays that one answer is computed in, with an element for each
// unit of the index. They are kept, since allocating and clearing them
// would take longer than most answers; each answer clears what it touched. There are
// as many as processors, for more would take memory and make no answer faster.
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
func (v *snapshot) borrow() *buffers {
	if s := <-v.spare; s != nil {
		return s
	}
	return &buffers{}
}

func (v *snapshot) giveBack(s *buffers) { v.spare <- s }

// newSpare returns what buffers are borrowed from, none of them made yet.
func newSpare() chan *buffers {
	out := make(chan *buffers, runtime.GOMAXPROCS(0))
	for range cap(out) {
		out <- nil
	}
	return out
}

// generation returns a short name of all that can be found. It does not depend
// on the order in which articles were added.
func generation(v *snapshot, words *query.Vocabulary, opts Options) string {
	h := fnv.New64a()
	fmt.Fprint(h, v.Alive.Fingerprint, v.resolved, opts.Names, opts.Same, opts.Apart, words.Synonyms, opts.Spellings)
	return fmt.Sprintf("%016x", h.Sum64())[:10]
}

// found is a statement that answers a query.
type found struct {
	score float64
	unit  uint32
	tier  uint8 // of its worst matched word: exact, inflected, another spelling or synonym
}
