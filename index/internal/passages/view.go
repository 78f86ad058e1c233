package passages

import (
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// View is what passages are searched in: a snapshot, and the posting budget
// of a question.
type View struct {
	*segment.Snapshot
	maxPostings int
}

// New returns the view of a snapshot.
func New(v *segment.Snapshot, maxPostings int) *View {
	return &View{v, maxPostings}
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
