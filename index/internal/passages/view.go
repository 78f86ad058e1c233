package passages

import (
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// View is what passages are searched in: a snapshot, and the posting budget
// of a question.
type View struct {
	*segment.Snapshot
	maxPostings   int
	quotePostings int
	recency       struct {
		once   segment.Once
		blocks []dateBlock // the newest first
	}
}

// dateBlock is some articles in a row, and when the newest of them was published.
type dateBlock struct {
	first  uint32
	latest int64 // as View.published
}

// quotePostings is the number of postings after which no more are read for a quotation.
const quotePostings = 8_000

// New returns the view of a snapshot.
func New(v *segment.Snapshot, maxPostings int) *View {
	return &View{Snapshot: v, maxPostings: maxPostings, quotePostings: quotePostings}
}

// Buffers are the arrays that one answer is computed in. They may be used
// again, by one answer at a time; each clears what it touched.
type Buffers struct {
	passages, articles rank.Accumulator // scores
	list               []scored
	units              []uint32
	present, excluded  rank.UnitSet // passages with the present term, and with an excluded word
	wanted             rank.UnitSet // passages to be scored
	about, holders     rank.UnitSet // articles of these, and with the present term
	wordings           rank.UnitSet
}

// scored is a passage with its score.
type scored struct {
	unit  uint32
	score float64
}

// repeated is a passage with its repeats.
type repeated struct {
	scored
	also []uint32
}
