package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Add puts records into the index. A record replaces what the index had of its
// ID; one that is Removed is taken out. What Add returned nil for survives a
// crash; after an error or a crash Has tells what is missing.
func (x *Index) Add(ctx context.Context, records []article.Record) error {
	defer x.lighten()
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return ErrClosed
	}
	if err := x.mend(ctx); err != nil {
		return err
	}
	if err := x.store.Write(ctx, records); err != nil {
		return err
	}
	if err := x.refresh(); err != nil {
		return err
	}
	x.scheduleCheckpoint()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("adding articles to the index: %w", err)
	}
	return nil
}

// Remove takes articles out of the index. Unknown IDs are ignored.
func (x *Index) Remove(ctx context.Context, ids []string) error {
	records := make([]article.Record, len(ids))
	for i, id := range ids {
		records[i] = article.Record{Article: article.Article{ID: id}, Removed: true}
	}
	return x.Add(ctx, records)
}

// Compact takes what was removed out of the files of the index.
func (x *Index) Compact(ctx context.Context) error {
	x.keeping.Lock()
	defer x.keeping.Unlock()
	if err := x.compact(ctx); err != nil {
		return err
	}
	return x.mapColumns(true)
}

// compact takes what was removed out of Bleve's files and the columns. Files are merged only
// with others, so an article is written once more first.
func (x *live) compact(ctx context.Context) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return ErrClosed
	}
	if err := x.mend(ctx); err != nil {
		return err
	}
	old := x.segmentFiles()
	if err := x.rewriteOne(ctx); err != nil {
		return err
	}
	if err := x.store.Compact(ctx); err != nil {
		return err
	}
	if err := x.refresh(); err != nil {
		return err
	}
	return x.awaitDeletion(ctx, old)
}

// segmentFiles returns the names of the files that hold the documents.
func (x *live) segmentFiles() []string {
	found, _ := filepath.Glob(filepath.Join(x.dir, "store", "*.zap"))
	return found
}

// awaitDeletion waits until Bleve has deleted files that it needs no more. It does so
// in the background, after a write, once answers that read them are done; what is left
// after deletionTries goes with a later write or the next start.
func (x *live) awaitDeletion(ctx context.Context, old []string) error {
	tick := time.NewTicker(deletionWait)
	defer tick.Stop()
	for try := range deletionTries {
		left := x.segmentFiles()
		if !slices.ContainsFunc(old, func(name string) bool { return slices.Contains(left, name) }) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if try%deletionNudge == deletionNudge-1 {
			if err := errors.Join(x.rewriteOne(ctx), x.refresh()); err != nil {
				return err
			}
		}
	}
	return nil
}

// How often it is looked whether files are deleted, and after how many looks an article
// is written once more.
const (
	deletionWait  = 25 * time.Millisecond
	deletionNudge = 8
	deletionTries = 80
)

// rewriteOne writes an article of the index once more, as it is, if there is one.
func (x *live) rewriteOne(ctx context.Context) error {
	ids := slices.Sorted(maps.Keys(x.store.Versions()))
	if len(ids) == 0 || x.opts.Record == nil {
		return nil
	}
	r, ok, err := x.opts.Record(ctx, ids[0])
	if err != nil || !ok || r.Removed {
		return err
	}
	return x.store.Write(ctx, []article.Record{r})
}

// Has reports whether the index holds that version of an article.
func (x *Index) Has(id string, version int) bool {
	a, _, ok := x.article(id)
	return ok && int(a.Version) == version
}

// Versions returns the version of every article that the index holds.
func (x *Index) Versions() map[string]int {
	x.writing.Lock()
	defer x.writing.Unlock()
	return x.store.Versions()
}

// Holds reports whether the index has the record as it is: its version, the
// extraction that annotated it, and its group; for a removed record, whether
// it is gone.
func (x *Index) Holds(r article.Record) bool {
	a, group, ok := x.article(r.ID)
	if r.Removed {
		return !ok
	}
	return ok && int(a.Version) == r.Version && int(a.Extraction) == r.Extraction && group == cmp.Or(r.Group, r.ID)
}

// article returns an article that was written, and the name of its group.
func (x *live) article(id string) (a segment.Article, group string, ok bool) {
	x.writing.Lock()
	defer x.writing.Unlock()
	return x.store.Article(id)
}

// SetPartial reports whether the index is still being built, for Stats.
func (x *Index) SetPartial(partial bool) {
	x.reading.Lock()
	defer x.reading.Unlock()
	x.partial = partial
}
