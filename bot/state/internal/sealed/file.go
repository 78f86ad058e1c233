package sealed

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Options of a File.
type Options struct {
	Schema Schema
	// Now is the clock, time.Now if nil.
	Now func() time.Time
	// Forgetful leaves writes to the system's memory: a power loss takes them back.
	Forgetful bool
	// Expected is set if there was a file before: one that is missing now is a loss.
	Expected bool
	// OnLoss is called with what damage destroyed, at Open and whenever some is
	// found later. It must not call the file.
	OnLoss func([]Loss)
}

// File is an open file. A write that returned nil survives a crash. Its methods
// may be called at the same time.
type File struct {
	db   atomic.Pointer[bbolt.DB]
	path string
	opts Options
	last atomic.Pointer[readTallies] // what a reader read last

	queue   sync.Mutex
	queued  []*write
	writing sync.Mutex // held while a batch is written, and while the file is repaired
	broken  bool       // bbolt's own state cannot be trusted; guarded by writing
}

// lockWait is the time Open waits for another process to release the file.
const lockWait = time.Second

// Now returns the time by the file's clock.
func (s *File) Now() time.Time { return s.opts.Now() }

func (s *File) reportLosses(losses []Loss) {
	if s.opts.OnLoss != nil && len(losses) > 0 {
		s.opts.OnLoss(losses)
	}
}

// ErrInUse is returned by Open if another process has the file open.
var ErrInUse = errors.New("another process has it open; stop that one first")

// inUse returns ErrInUse if another process has the file open. A file that
// bbolt cannot read is in nobody's use.
func inUse(path string) (err error) {
	defer recoverDamage(&err)()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_ = f.Close()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return ErrInUse
	}
	if err == nil {
		return db.Close()
	}
	return nil
}

// openFile opens a file that was found whole.
func (s *File) openFile(path string) (err error) {
	defer recoverDamage(&err)()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: s.opts.Forgetful})
	if err != nil {
		return err
	}
	s.db.Store(db)
	return nil
}

// prepare creates the buckets that a file lacks, and seals the records of one
// that an older version wrote.
func (s *File) prepare(found Found) (err error) {
	defer recoverDamage(&err)()
	err = s.db.Load().Update(func(tx *bbolt.Tx) error {
		for name := range s.opts.Schema {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		if found.tallied {
			return nil
		}
		return found.write(tx, s.opts.Schema)
	})
	if err != nil {
		return errors.Join(err, s.db.Load().Close())
	}
	return nil
}

// recoverDamage turns a panic over damaged pages into ErrDamaged. bbolt reads
// its file through a memory map, so damage shows as an index out of range or
// as a memory fault.
func recoverDamage(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			*err = fmt.Errorf("the state database is %w: %v", ErrDamaged, r)
		}
	}
}

// write is one function that waits to be written.
type write struct {
	f    func(*Tx) error
	done chan error // buffered
}
