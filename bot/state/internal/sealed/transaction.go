package sealed

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
	"go.etcd.io/bbolt"
)

// Write runs f in a transaction that it may share with other writes of the same
// moment, so that many events cost few disk writes. f may run several times.
func (s *File) Write(ctx context.Context, doing string, f func(*Tx) error) error {
	err := ctx.Err()
	if err == nil {
		err = s.commit(f)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// commit queues f. Whoever comes to write first writes all that is queued then.
// bbolt's own Batch does it in a goroutine, in which a panic over a damaged
// page would end the program.
func (s *File) commit(f func(*Tx) error) error {
	w := &write{f, make(chan error, 1)}
	s.queue.Lock()
	s.queued = append(s.queued, w)
	s.queue.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	select {
	case err := <-w.done:
		return err
	default:
	}
	s.queue.Lock()
	batch := s.queued
	s.queued = nil
	s.queue.Unlock()
	s.writeBatch(batch)
	return <-w.done
}

func (s *File) writeBatch(batch []*write) {
	if len(batch) > 1 && s.update(batch...) == nil {
		for _, w := range batch {
			w.done <- nil
		}
		return
	}
	for _, w := range batch {
		err := s.update(w)
		if errors.Is(err, ErrDamaged) {
			if err = s.repair(err); err == nil {
				err = s.update(w)
			}
		}
		w.done <- err
	}
}

// update runs writes in one transaction.
func (s *File) update(batch ...*write) (err error) {
	defer func() { s.broken = s.broken || errors.Is(err, errLost) }()
	defer recoverCommit(&err)()
	return boltfile.Full(s.db.Load().Update(func(tx *bbolt.Tx) error {
		if err := boltfile.CheckExtents(tx); err != nil {
			return fmt.Errorf("the state database is %w: %w", ErrDamaged, err)
		}
		t := newTxn(tx)
		for _, w := range batch {
			if err := guarded(t, w.f); err != nil {
				return err
			}
		}
		return t.finish()
	}))
}

// guarded runs f. A panic over a damaged page or record is an error.
func guarded(t *Tx, f func(*Tx) error) (err error) {
	defer recoverDamage(&err)()
	return f(t)
}

// Read runs f in a reading transaction. If that meets damage the file is
// repaired, and f runs once more.
func (s *File) Read(ctx context.Context, doing string, f func(*Tx) error) error {
	err := ctx.Err()
	if err == nil {
		err = s.view(f)
	}
	if errors.Is(err, ErrDamaged) {
		s.writing.Lock()
		err = s.repair(err)
		s.writing.Unlock()
		if err == nil {
			err = s.view(f)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func (s *File) view(f func(*Tx) error) (err error) {
	defer recoverDamage(&err)()
	return s.db.Load().View(func(tx *bbolt.Tx) error {
		t := newTxn(tx)
		t.last = &s.last
		return f(t)
	})
}

// errLost is a transaction that bbolt could neither commit nor roll back.
var errLost = fmt.Errorf("the transaction was lost: the state database is %w", ErrDamaged)

func recoverCommit(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			*err = fmt.Errorf("%w: %v", errLost, r)
		}
	}
}
