package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
	bolt "go.etcd.io/bbolt"
)

// view runs f in a read transaction. What f misses before the file is proven may be
// hidden by a damaged page: then view proves the file and runs f again, which
// therefore sets its results anew each time it is run.
func (a *file) view(ctx context.Context, f func(tx *bolt.Tx) error) error {
	p := a.proof.Load()
	if p.done {
		if p.refused != nil {
			return p.refused
		}
		return a.viewProven(ctx, f)
	}
	before := a.misses.Load()
	err := a.viewRaw(f)
	if a.misses.Load() == before && !errors.Is(err, ErrDamaged) {
		return err
	}
	if err := a.doubted(ctx); err != nil {
		return err
	}
	return a.viewRaw(f)
}

// viewProven is view of a file that was proven. If its pages were damaged since, it is
// proven again, and f runs once more.
func (a *file) viewProven(ctx context.Context, f func(tx *bolt.Tx) error) error {
	p, before := a.proof.Load(), a.hidden.Load()
	err := a.viewRaw(f)
	if a.hidden.Load() == before && !errors.Is(err, boltfile.ErrPages) {
		return err
	}
	if err := a.proveAgain(ctx, p); err != nil {
		return err
	}
	return a.viewRaw(f)
}

// proveAgain proves the file once more, unless somebody else has since p.
func (a *file) proveAgain(ctx context.Context, p *proof) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	if now := a.proof.Load(); now != p {
		return now.refused
	}
	return a.reprove(ctx)
}

// viewRaw runs f in a read transaction. Pages that make bbolt panic, or that lie
// beyond the end of a file cut short, are an error.
func (a *file) viewRaw(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err, boltfile.ErrPages)()
	a.swap.RLock()
	defer a.swap.RUnlock()
	return pagesDamaged(a.db.View(f))
}

// pagesDamaged makes errors about pages wrap ErrDamaged too.
func pagesDamaged(err error) error {
	if errors.Is(err, boltfile.ErrPages) && !errors.Is(err, ErrDamaged) {
		return fmt.Errorf("the file %s is %w: %w", FileName, ErrDamaged, err)
	}
	return err
}

// update runs f in a transaction that is durable when update returns nil. Nothing
// is written to a file before it is proven.
func (a *file) update(ctx context.Context, f func(tx *bolt.Tx) error) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.proveOnce(ctx); err != nil {
		return err
	}
	before := a.hidden.Load()
	err := a.commitRecords(f)
	if err != nil && (errors.Is(err, boltfile.ErrPages) || a.hidden.Load() != before) {
		if err = a.reprove(ctx); err == nil {
			err = a.commitRecords(f)
		}
	}
	return err
}

// commitRecords is commit of records in the form of this layout. With the first of them the
// file is of this layout, so that an older program refuses it and does not take them for damaged.
func (a *file) commitRecords(f func(tx *bolt.Tx) error) error {
	if a.layout.Load() == format {
		return a.commit(f)
	}
	err := a.commit(func(tx *bolt.Tx) error {
		if err := errors.Join(makeBuckets(tx), tx.Bucket(metaBucket).Put(formatKey, formatValue())); err != nil {
			return err
		}
		return f(tx)
	})
	if err == nil {
		a.layout.Store(format)
	}
	return err
}

// makeBuckets makes those buckets of this layout that the file lacks.
func makeBuckets(tx *bolt.Tx) error {
	for _, name := range buckets {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return nil
}

// commit is update for the holder of a.writing, without the proof.
func (a *file) commit(f func(tx *bolt.Tx) error) (err error) {
	defer func() {
		if errors.Is(err, errPanic) {
			a.stuck.Store(true)
		}
	}()
	defer recoverDamage(&err, boltfile.ErrPages, errPanic)()
	a.swap.RLock()
	defer a.swap.RUnlock()
	err = a.db.Update(func(tx *bolt.Tx) error {
		if err := a.extents.Check(tx); err != nil {
			return err
		}
		return f(tx)
	})
	return pagesDamaged(full(err))
}

// Full wraps ErrFull around an error of the index or another file beside the archive,
// if the system reports with it that the disk is full.
func Full(err error) error { return boltfile.Full(err) }

// full marks an error as ErrFull if it is one.
func full(err error) error { return boltfile.Full(err) }

// setMeta keeps a value under a name; nil deletes it.
func setMeta(tx *bolt.Tx, name string, value []byte) error {
	key, meta := []byte(namedMeta+name), tx.Bucket(metaBucket)
	known := meta.Get(key) != nil
	switch {
	case value == nil && !known:
		return nil
	case value == nil:
		if _, err := count(tx, func(c *counts) { c.Values-- }); err != nil {
			return err
		}
		return meta.Delete(key)
	case !known:
		if _, err := count(tx, func(c *counts) { c.Values++ }); err != nil {
			return err
		}
	}
	return meta.Put(key, sign(key, value))
}

// recordWriter writes records in transactions of bounded size.
type recordWriter struct {
	db    *bolt.DB
	tx    *bolt.Tx
	bytes int
	err   error
}

// writeBytes is the size of one transaction in bytes.
const writeBytes = 8 << 20

func (w *recordWriter) put(bucket, key, value []byte) {
	if w.err != nil {
		return
	}
	if w.tx == nil {
		if w.tx, w.err = w.db.Begin(true); w.err != nil {
			return
		}
	}
	w.err = ascending(w.tx, bucket).Put(key, value)
	if w.bytes += len(key) + len(value); w.bytes >= writeBytes {
		w.err = errors.Join(w.err, w.commit())
	}
}

// commit writes what is open and returns the first error.
func (w *recordWriter) commit() error {
	if w.tx != nil {
		if w.err != nil {
			w.err = errors.Join(w.err, w.tx.Rollback())
		} else {
			w.err = w.tx.Commit()
		}
		w.tx, w.bytes = nil, 0
	}
	return w.err
}

// copyDictionaries writes dictionaries, each twice.
func copyDictionaries(all map[uint32]dictionary.Dictionary, w *recordWriter) {
	for _, bucket := range [][]byte{dictsBucket, sparesBucket} {
		for _, id := range slices.Sorted(maps.Keys(all)) {
			key, value := dictionaryRecord(all[id])
			w.put(bucket, key, value)
		}
	}
}

// ascending returns a bucket whose keys are added in their order. bbolt fills its pages
// then; it would leave half of each empty, for keys between those that it holds.
func ascending(tx *bolt.Tx, name []byte) *bolt.Bucket {
	bucket := tx.Bucket(name)
	bucket.FillPercent = ascendingFill
	if string(name) == string(textsBucket) {
		bucket.FillPercent = 1 // no text is written again
	}
	return bucket
}

// ascendingFill is the part of a page that is filled before another is begun. What is
// left is for records that grow a little when they are written again.
const ascendingFill = 0.95
