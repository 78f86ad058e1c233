package archive

import (
	"context"
	"errors"
	"fmt"

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
	err := a.commit(f)
	if err != nil && (errors.Is(err, boltfile.ErrPages) || a.hidden.Load() != before) {
		if err = a.reprove(ctx); err == nil {
			err = a.commit(f)
		}
	}
	return err
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
