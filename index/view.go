package index

import (
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/statements"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// snapshot is the index at one moment, with who is who and what is computed once.
type snapshot struct {
	*segment.Snapshot
	vocabulary  *query.Vocabulary
	grams       *topics.GramTable
	spare       spareBuffers // as many as answers are computed at a time; nil where not yet made
	generation  string
	maxPostings int // Options.MaxPostings

	once       struct{ topics, windows, sources, stats, people, roles, owners segment.Once }
	rulings    identity.Rulings // that identities are resolved by
	identities *identity.People
	totals     column.Column[personTotal] // of each person; see saidBy
	roles      personRoles                // see rolesByPerson
	resolved   bool                       // identities were resolved with all names
	topicTable *topics.Table
	about      []Topic // of everything
	outlets    []Source
	owners     passageOwners // see passageOwners
	said       *statements.View
	dates      *timeline.View
	paragraphs *passages.View
	stats      Stats // without Partial
}

// filter returns the restrictions of q.
func (v *snapshot) filter(q Query) *query.Filter { return query.NewFilter(v.Snapshot, v.identities, q) }

// passageOwners tells the articles of passages by bits, many of which a cache line has.
type passageOwners struct {
	ranks    rank.Ranks // of the first passages of articles
	articles []uint32   // that have passages
}

// passageOwners returns the owners, found once for a snapshot.
func (v *snapshot) passageOwners() *passageOwners {
	v.once.owners.Do(func() {
		var first rank.UnitSet
		first.Reset(v.Passages.Len())
		for i, a := range v.Articles.All() {
			if a.Passages.First < a.Passages.End {
				first.Add(a.Passages.First)
				v.owners.articles = append(v.owners.articles, uint32(i))
			}
		}
		v.owners.ranks = first.Ranks()
	})
	return &v.owners
}

// of returns the article of a passage.
func (o *passageOwners) of(passage uint32) uint32 { return o.articles[o.ranks.Through(passage)-1] }

// buffers holds the arrays that one answer is computed in, with an element for each
// unit of the index. They are kept, since allocating and clearing them
// would take longer than most answers; each answer clears what it touched. There are
// as many as processors, for more would take memory and make no answer faster.
type buffers struct {
	paragraphs passages.Buffers
	topic      timeline.Relevance
	window     topics.Counts
	statements statements.Buffers
}

// spareBuffers are those that no answer uses, nil where not yet made.
type spareBuffers chan *buffers

// borrow returns buffers for one answer; the caller gives them back.
func (b spareBuffers) borrow() *buffers {
	if s := <-b; s != nil {
		return s
	}
	return &buffers{}
}

func (b spareBuffers) giveBack(s *buffers) { b <- s }

// newSpare returns what buffers are borrowed from, none of them made yet.
func newSpare() spareBuffers {
	out := make(spareBuffers, runtime.GOMAXPROCS(0))
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

// Index is an open index. It may be used by many goroutines; one writes at a
// time.
type Index struct{ *live }

// live is what an Index keeps: its files, and the snapshot that answers are read from.
type live struct {
	dir        string
	opts       Options
	log        *slog.Logger
	vocabulary *query.Vocabulary
	spare      spareBuffers
	grams      *topics.GramTable // of the statements as they are numbered now

	writing     sync.Mutex // guards what follows
	store       *segment.Store
	closed      bool          // store is closed, after a write that failed
	resolveTime time.Duration // the last resolving of identities took
	overridden  bool          // OverrideIdentities was called; identities must be resolved
	resolvedAt  time.Time     // when identities were last resolved
	debounce    *time.Timer   // until identities are resolved again
	checkpoint  *time.Timer   // until the columns are kept
	kept        *snapshot     // who is who as the checkpoint has it; nil after the first snapshot of its columns

	keepPrepared bool
	preparing    *time.Timer   // until Prepare runs
	prepareTime  time.Duration // Prepare took
	preparedAt   time.Time     // it did last

	unkeptPeople bool // the checkpoint lacks who is who, by the rulings in force
	unkeptTopics bool // it lacks topics

	keeping sync.Mutex // held while the columns are kept, before writing
	unkept  bool       // the last time failed; guarded by keeping

	reading sync.RWMutex // guards what follows
	current *snapshot    // nil when closed
	partial bool
}

// ErrClosed is returned by all methods after Close.
var ErrClosed = errors.New("the index is closed")

// acquire returns the current snapshot; the caller releases it.
func (x *live) acquire() (*snapshot, error) {
	x.reading.RLock()
	defer x.reading.RUnlock()
	if x.current == nil {
		return nil, ErrClosed
	}
	x.current.Acquire()
	return x.current, nil
}
