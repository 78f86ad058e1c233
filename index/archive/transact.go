package archive

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

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
		return a.viewRaw(f)
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

// viewRaw runs f in a read transaction. Pages that make bbolt panic, or that lie
// beyond the end of a file cut short, are an error.
func (a *file) viewRaw(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
	a.swap.RLock()
	defer a.swap.RUnlock()
	return a.db.View(f)
}

// update runs f in a transaction that is durable when update returns nil. Nothing
// is written to a file before it is proven.
func (a *file) update(ctx context.Context, f func(tx *bolt.Tx) error) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.proveOnce(ctx); err != nil {
		return err
	}
	return a.commit(f)
}

// commit is update for the holder of a.writing, without the proof.
func (a *file) commit(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
	a.swap.RLock()
	defer a.swap.RUnlock()
	if err := a.db.Update(f); err != nil {
		return full(err)
	}
	return nil
}

// recoverDamage turns a panic over damaged pages into ErrDamaged. bbolt trusts
// its file and reads it through a memory map, so damage shows as an index out of
// range or as a memory fault.
func recoverDamage(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			*err = fmt.Errorf("the file %s is %w: run `briefing-bot check` to see what is lost", FileName, ErrDamaged)
		}
	}
}

// Full wraps ErrFull around an error of the index or another file beside the archive,
// if the system reports with it that the disk is full.
func Full(err error) error { return boltfile.Full(err) }

// full marks an error as ErrFull if it is one.
func full(err error) error { return boltfile.Full(err) }
