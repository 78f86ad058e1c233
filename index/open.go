package index

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/statements"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// Open opens the index in dir, or makes an empty one where dir is missing or
// empty. The error wraps ErrDamaged where only building it again helps.
func Open(ctx context.Context, dir string, opts Options) (*Index, error) {
	x, err := open(ctx, dir, opts)
	if err != nil || x.store.Rebuilt == nil || x.Stats().Articles < manyArticles || x.keepNow() != nil {
		return x, err
	}
	// Columns that were built from rows would fill the heap for as long as the index is open;
	// now that they are kept, they are mapped.
	if err := x.Close(); err != nil {
		return nil, err
	}
	*x = Index{} // nothing of it is held while the memory is given back
	debug.FreeOSMemory()
	return open(ctx, dir, opts)
}

// manyArticles is the number of articles from which columns on the heap are worth a second
// opening: they take some 4 kB an article.
const manyArticles = 2000

// keepNow writes a checkpoint.
func (x *live) keepNow() error {
	x.keeping.Lock()
	defer x.keeping.Unlock()
	return x.keepLast()
}

func open(ctx context.Context, dir string, opts Options) (*Index, error) {
	x := &Index{&live{dir: dir, opts: opts, log: opts.Log, spare: newSpare()}}
	if x.log == nil {
		x.log = slog.New(slog.DiscardHandler)
	}
	x.vocabulary = query.NewVocabulary(opts.Synonyms, opts.Spellings)
	store, first, err := segment.Open(ctx, dir)
	if err == nil {
		x.store = store
		x.grams = x.keptGrams()
		x.logRebuilt()
		x.kept = x.keptPeople()
		x.unkeptPeople = x.kept == nil
		err = x.publish(first)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the index in %s: %w", dir, err)
	}
	return x, nil
}

// publish makes what was written visible to searches.
func (x *live) publish(written *segment.Snapshot) error {
	v := &snapshot{Snapshot: written, vocabulary: x.vocabulary, grams: x.grams, spare: x.spare}
	v.maxPostings = cmp.Or(x.opts.MaxPostings, query.DefaultMaxPostings)
	v.rulings = identity.Rulings{Same: x.opts.Same, Apart: x.opts.Apart}
	x.resolveIdentities(v)
	v.said = statements.New(written, v.identities)
	v.dates = timeline.New(written, v.identities, v.maxPostings)
	v.paragraphs = passages.New(written, v.maxPostings)
	v.generation = generation(v, x.vocabulary, x.opts)
	x.reading.Lock()
	before := x.current
	x.current = v
	x.reading.Unlock()
	x.schedulePreparing()
	if before != nil {
		return before.Release()
	}
	return nil
}

// Resolving identities takes time that grows with all names. While articles
// stream in, it is debounced to one part in debounceShare of the time; it runs
// once more when they stop.
const (
	debounceShare = 20
	debounceFree  = 20 * time.Millisecond // what takes less is not debounced
	manyNames     = 10_000                // so many are resolved at the start, if some are new
)

// resolveIdentities resolves identities in a snapshot, now or after the debounce time.
func (x *live) resolveIdentities(v *snapshot) {
	pause := x.resolveTime * debounceShare
	now := x.resolveTime < debounceFree || time.Since(x.resolvedAt) > pause
	before := x.current
	switch {
	case x.kept != nil: // the first answer need not wait for names that are new
		before, now = x.kept, v.NameVariants.Len() <= manyNames
	case before == nil:
		now = true
	}
	x.kept = nil
	if x.overridden {
		before, now, x.overridden = nil, true, false
	}
	start := time.Now()
	if v.takeIdentities(before, now, x.opts.Names) {
		x.resolveTime, x.resolvedAt = time.Since(start), time.Now()
	}
	if v.resolved {
		return
	}
	if x.debounce != nil {
		x.debounce.Stop()
	}
	x.debounce = time.AfterFunc(pause, x.resolveLater)
}

// resolveLater publishes a snapshot with identities resolved.
func (x *live) resolveLater() {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil || x.current.resolved {
		return
	}
	if err := x.refresh(); err != nil {
		x.log.Error("resolving identities failed", slog.Any("error", err))
	}
}

// OverrideIdentities replaces Options.Same and Options.Apart, which names belong
// to one person and which to two, and resolves identities.
func (x *Index) OverrideIdentities(same [][]string, apart [][2]string) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return ErrClosed
	}
	x.opts.Same, x.opts.Apart, x.overridden, x.unkeptPeople = same, apart, true, true
	return x.refresh()
}

// Close ends writing and searching. Answers under way are finished.
func (x *Index) Close() error {
	x.keeping.Lock()
	defer x.keeping.Unlock()
	x.logCheckpoint(x.keepLast())
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.debounce != nil {
		x.debounce.Stop()
	}
	if x.checkpoint != nil {
		x.checkpoint.Stop()
	}
	if x.preparing != nil {
		x.preparing.Stop()
	}
	x.reading.Lock()
	v := x.current
	x.current = nil
	x.reading.Unlock()
	if v == nil {
		return nil
	}
	if err := v.Release(); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	if x.closed {
		return nil
	}
	if err := x.store.Close(); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}

// refresh makes everything written so far visible to searches.
func (x *live) refresh() error {
	if x.store.Failed {
		return x.mend(context.Background())
	}
	var before *segment.Snapshot
	if x.current != nil {
		before = x.current.Snapshot
	}
	v, renumbered, err := x.store.Snapshot(before)
	if err != nil {
		return err
	}
	if renumbered {
		x.overridden, x.grams = true, &topics.GramTable{}
	}
	return x.publish(v)
}

// mend opens the files anew if a write has failed, as where the disk is full: Bleve
// has then closed a part that it goes on using, and panics at its next use. Answers go
// on from the snapshot before. The caller holds x.writing.
func (x *live) mend(ctx context.Context) error {
	if !x.store.Failed {
		return nil
	}
	if !x.closed {
		if err := x.store.Close(); err != nil {
			return fmt.Errorf("closing the index after a write that failed: %w", err)
		}
		x.closed = true
	}
	store, first, err := segment.Open(ctx, x.dir)
	if err != nil {
		return fmt.Errorf("opening the index after a write that failed: %w", err)
	}
	x.store, x.closed = store, false
	x.overridden, x.grams = true, x.keptGrams() // numbers of the snapshot before mean nothing
	return x.publish(first)
}
