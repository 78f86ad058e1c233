package follow

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/index/ingest"
)

const (
	// maxPolls is how many sources are asked at a time.
	maxPolls = 8
	// maxSources is how many sources there may be.
	maxSources = 2000
	// idle is how often the follower looks at the clock while nothing is due, so that
	// a machine that slept goes on soon.
	idle = time.Minute
	// saveEvery is how often the states of sources that had no news are stored.
	saveEvery = time.Minute
)

// Follower follows sources. Its methods may be called by many goroutines; those that
// change a source work whether or not Run is running.
type Follower struct {
	ingester *ingest.Ingester
	archive  Archive
	records  records
	keep     time.Duration
	log      *slog.Logger
	now      func() time.Time
	wake     chan struct{} // something is due that was not

	mu      sync.Mutex
	sources map[string]*source // by key
	busy    map[string]bool    // hosts of sources that are being asked
	swept   time.Time          // when old articles were deleted last
	saved   time.Time          // when states were stored last
	stuck   stuck
	hurry   int
}

// Options of New.
type Options struct {
	Sources []Source      // of the configuration
	Keep    time.Duration // how long articles are kept; for ever if 0
	Log     *slog.Logger
	Now     func() time.Time // time.Now if nil
	// Hurry divides the times after which pages are looked at again, for a demonstration;
	// 0 for 1.
	Hurry int
}

// New returns a Follower of the sources of the configuration and of those that were
// added.
func New(ctx context.Context, g *ingest.Ingester, o Options) (*Follower, error) {
	f := &Follower{ingester: g, archive: g.Archive, records: records{g.Archive}, keep: o.Keep, log: o.Log, now: o.Now, wake: make(chan struct{}, 1), sources: map[string]*source{}, busy: map[string]bool{}, hurry: max(o.Hurry, 1)}
	if f.now == nil {
		f.now = time.Now
	}
	added, err := f.records.readAdded(ctx)
	if err != nil {
		return nil, err
	}
	for i := range o.Sources {
		o.Sources[i].Configured = true
	}
	for _, s := range slices.Concat(o.Sources, added) {
		if _, known := f.sources[keyOf(s.URL)]; known {
			continue
		}
		if err := f.load(ctx, s); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Configure makes sources those of the configuration, in place of those that were. What is
// known of one that was there stays; one that is being asked is asked to the end.
func (f *Follower) Configure(ctx context.Context, sources []Source) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	added, err := f.records.readAdded(ctx)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for i := range sources {
		sources[i].Configured = true
	}
	for _, s := range slices.Concat(sources, added) {
		key := keyOf(s.URL)
		switch one := f.sources[key]; {
		case wanted[key]:
			continue
		case one != nil:
			one.Source = s
		default:
			if err := f.load(ctx, s); err != nil {
				return err
			}
		}
		wanted[key] = true
	}
	maps.DeleteFunc(f.sources, func(key string, _ *source) bool { return !wanted[key] })
	f.awake()
	return nil
}

// pace returns a time between two looks at a page, shorter in a demonstration.
func (f *Follower) pace(d time.Duration) time.Duration { return d / time.Duration(f.hurry) }

// load takes up a source with what was known of it.
func (f *Follower) load(ctx context.Context, s Source) error {
	one := &source{Source: s, key: keyOf(s.URL)}
	if err := f.records.readState(ctx, one.key, &one.state); err != nil {
		return err
	}
	orders, err := f.records.readOrders(ctx)
	if err != nil {
		return err
	}
	one.orders = orders[one.key]
	if one.state.Since.IsZero() {
		one.state.Since = f.now().UTC()
	}
	f.sources[one.key] = one
	return nil
}

// take returns the source that has been due for longest and whose host nobody asks. The
// caller releases it. If there is none, or as many as can be are asked, it returns how
// long there is nothing to begin.
func (f *Follower) take() (first *source, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	wait = idle
	if len(f.busy) >= maxPolls {
		return nil, wait
	}
	for _, s := range f.sources {
		if f.waits(s) {
			continue
		}
		if ahead := s.state.Next.Sub(now); ahead > 0 {
			wait = min(wait, ahead)
			continue
		}
		if first == nil || s.state.Next.Before(first.state.Next) || s.state.Next.Equal(first.state.Next) && s.key < first.key {
			first = s
		}
	}
	if first != nil {
		first.busy = first.host()
		f.busy[first.busy] = true
	}
	return first, wait
}

// waits reports whether a source is not to be asked now, whenever it is due.
func (f *Follower) waits(s *source) bool {
	return s.busy != "" || s.paused() || s.state.Stopped != "" || f.busy[s.host()]
}

// release ends what take began.
func (f *Follower) release(s *source) {
	f.mu.Lock()
	delete(f.busy, s.busy)
	s.busy = ""
	f.mu.Unlock()
	f.awake()
}

// awake has Run look at what is due.
func (f *Follower) awake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// all returns the sources in order of their addresses.
func (f *Follower) all() []*source {
	return slices.SortedFunc(maps.Values(f.sources), func(a, b *source) int {
		if a.URL < b.URL {
			return -1
		}
		return 1
	})
}

// stuck is what keeps articles from being stored, such as a full disk. No source is
// asked meanwhile: what it gave would be lost, and asked for again and again.
type stuck struct {
	err   error // nil while articles can be stored
	times int   // in a row
	next  time.Time
}
