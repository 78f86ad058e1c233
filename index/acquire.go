package index

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// Index is an open index. It may be used by many goroutines; one writes at a
// time.
type Index struct {
	dir        string
	opts       Options
	log        *slog.Logger
	vocabulary *query.Vocabulary
	spare      chan *buffers
	grams      topics.GramTable

	writing     sync.Mutex // guards what follows
	store       *segment.Store
	closed      bool          // store is closed, after a write that failed
	resolveTime time.Duration // the last resolving of identities took
	overridden  bool          // OverrideIdentities was called; identities must be resolved
	resolvedAt  time.Time     // when identities were last resolved
	debounce    *time.Timer   // until identities are resolved again
	checkpoint  *time.Timer   // until the columns are kept
	kept        *snapshot     // who is who as the checkpoint has it; nil after the first snapshot

	unkeptPeople bool // the checkpoint lacks who is who, by the rulings in force

	keeping sync.Mutex // held while the columns are kept, before writing
	unkept  bool       // the last time failed; guarded by keeping

	reading sync.RWMutex // guards what follows
	current *snapshot    // nil when closed
	partial bool
}

// ErrClosed is returned by all methods after Close.
var ErrClosed = errors.New("the index is closed")

// acquire returns the current snapshot; the caller releases it.
func (x *Index) acquire() (*snapshot, error) {
	x.reading.RLock()
	defer x.reading.RUnlock()
	if x.current == nil {
		return nil, ErrClosed
	}
	x.current.Acquire()
	return x.current, nil
}
