package index

import (
	"sync"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// snapshot is the index at one moment, with who is who and what is computed once.
type snapshot struct {
	*segment.Snapshot
	generation  string
	maxPostings int // Options.MaxPostings

	once        struct{ topics, sources, stats sync.Once }
	identities  *identity.People
	personStats []personStats // of each person
	resolved    bool          // identities were resolved with all names
	topicTable  *topics.Table
	about       []Topic // of everything
	outlets     []Source
	dates       *timeline.View
	paragraphs  *passages.View
	stats       Stats // without Partial
}

// filter returns the restrictions of q.
func (v *snapshot) filter(q Query) *query.Filter { return query.NewFilter(v.Snapshot, v.identities, q) }
