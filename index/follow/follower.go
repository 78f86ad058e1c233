package follow

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
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

// Archive is where articles are looked up, and where the state of sources is kept.
type Archive interface {
	Get(ctx context.Context, id string) (article.Record, error)
	EachArticle(ctx context.Context, f func(article.Record)) error
	Meta(ctx context.Context, name string) ([]byte, error)
	SetMetas(ctx context.Context, values map[string][]byte) error
	Stats(ctx context.Context) (archive.Stats, error)
}

// Follower follows sources. Its methods may be called by many goroutines; those that
// change a source work whether or not Run is running.
type Follower struct {
	ingester *ingest.Ingester
	archive  Archive
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

// source is a source with what is known of it. Follower.mu is held where its fields
// are read or changed.
type source struct {
	Source
	key    string
	state  State
	orders Orders
	at     [2]string // an address and its host
	// unsaved is whether the archive lacks state, which only says when it was asked.
	unsaved bool
	busy    string // the host that is being asked for it, "" if none is
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
	f := &Follower{ingester: g, archive: g.Archive, keep: o.Keep, log: o.Log, now: o.Now, wake: make(chan struct{}, 1), sources: map[string]*source{}, busy: map[string]bool{}, hurry: max(o.Hurry, 1)}
	if f.now == nil {
		f.now = time.Now
	}
	added, err := f.readAdded(ctx)
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
	added, err := f.readAdded(ctx)
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
	if err := f.readState(ctx, one.key, &one.state); err != nil {
		return err
	}
	orders, err := f.readOrders(ctx)
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

// Run asks sources when they are due until ctx ends.
func (f *Follower) Run(ctx context.Context) error {
	var polls sync.WaitGroup
	defer func() {
		polls.Wait()
		f.save(ctx, 0)
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		wait := f.startDue(ctx, &polls)
		f.save(ctx, saveEvery)
		f.sweepOld(ctx)
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-f.wake:
		case <-ctx.Done():
		}
	}
	return nil
}

// startDue begins to ask the sources that are due, as many as can be asked at a time, and
// returns how long there is nothing to begin. The end of a visit awakes Run.
func (f *Follower) startDue(ctx context.Context, polls *sync.WaitGroup) (wait time.Duration) {
	for f.tryStoring(ctx) {
		s, wait := f.take()
		if s == nil {
			return wait
		}
		polls.Go(func() { f.poll(ctx, s); f.release(s) })
	}
	next, _ := f.Waits()
	return max(min(next.Sub(f.now()), idle), 0)
}

// save stores the states that the archive lacks, unless that was done less than a
// time ago. What is lost of them is only when a source was asked.
func (f *Follower) save(ctx context.Context, every time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	if now.Sub(f.saved) < every {
		return
	}
	f.saved = now
	values := map[string]any{}
	for _, s := range f.sources {
		if s.unsaved {
			values[stateValue+s.key] = s.state
		}
	}
	if len(values) == 0 {
		return
	}
	if err := f.write(ctx, values); err != nil {
		f.log.Warn("the states of sources could not be stored; will retry", slog.Any("error", err))
		return
	}
	for _, s := range f.sources {
		s.unsaved = false
	}
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
