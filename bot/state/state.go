// Package state is what chat must remember: the calls behind buttons, which
// events were handled, which answers are under way, what a channel is set to,
// installations, and what people thought of answers. It knows no platform: Slack,
// Discord and digests share one file, state.db.
package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// FileName is the store's file within the data folder.
const FileName = "state.db"

// The buckets of the file. Keys within them begin with the scope, so that
// nothing of one workspace is found from another.
var buckets = [][]byte{callsBucket, seenBucket, pendingBucket, answersBucket, settingsBucket, installationsBucket, feedbackBucket, ticketsBucket,
	subscriptionsBucket, postsBucket, outboxBucket, alertsBucket, toldBucket, booksBucket, leftBucket, postedBucket, lossesBucket}

var (
	callsBucket         = []byte("calls")
	seenBucket          = []byte("seen")
	pendingBucket       = []byte("pending")
	answersBucket       = []byte("answers")
	settingsBucket      = []byte("settings")
	installationsBucket = []byte("installations")
	feedbackBucket      = []byte("feedback")
	ticketsBucket       = []byte("tickets") // of earlier versions; swept
	subscriptionsBucket = []byte("subscriptions")
	postsBucket         = []byte("posts")
	outboxBucket        = []byte("outbox") // keys of posts that are claimed and not sent
	alertsBucket        = []byte("alerts")
	toldBucket          = []byte("told")
	booksBucket         = []byte("books")
	leftBucket          = []byte("left")   // workspaces that the bot is not in any more
	postedBucket        = []byte("posted") // what messages show
	lossesBucket        = []byte("losses") // what damage destroyed, until somebody has taken note
)

// Options of a Store.
type Options struct {
	// Key encrypts installations: 32 bytes, nil if none are kept.
	Key []byte
	// Now is the clock, time.Now if nil.
	Now func() time.Time
	// Forgetful leaves writes to the system's memory: a power loss takes them
	// back. It is for tests that write for years of fake time.
	Forgetful bool
	// Expected is set if the folder had a store before: one that is missing now
	// is a loss.
	Expected bool
	// OnLoss is called with what damage destroyed, at Open and whenever some is
	// found later. It must not call the store.
	OnLoss func([]Loss)
}

// Store is the file, opened. A write that returned nil survives a crash. Its
// methods may be called at the same time.
//
// Damage never ends the program: records that fail their checksum, and what
// pages that cannot be read held, are left out of a new file; the damaged one is
// kept beside it under another name. Losses returns what is missing.
type Store struct {
	db   atomic.Pointer[bbolt.DB]
	path string
	opts Options
	key  []byte
	now  func() time.Time

	queue   sync.Mutex
	queued  []*write
	writing sync.Mutex // held while a batch is written, and while the file is repaired
	broken  bool       // bbolt's own state cannot be trusted; guarded by writing
}

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = time.Second

// Open opens the store in dir and creates it if absent. It fails if another
// process has it open, if something other than a regular file has its name, or if
// the key is not 32 bytes long. A damaged file is repaired first, as far as
// possible.
func Open(dir string, o Options) (*Store, error) {
	if len(o.Key) != 0 && len(o.Key) != KeySize {
		return nil, fmt.Errorf("the key for installations has %d bytes and needs %d", len(o.Key), KeySize)
	}
	s := &Store{path: filepath.Join(dir, FileName), opts: o, key: o.Key, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("open state database %s: %w", s.path, err)
	}
	losses, err := s.Losses(context.Background())
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.reportLosses(losses)
	return s, nil
}

func (s *Store) reportLosses(losses []Loss) {
	if s.opts.OnLoss != nil && len(losses) > 0 {
		s.opts.OnLoss(losses)
	}
}

func (s *Store) open() error {
	existing, err := regularFile(s.path)
	if err != nil {
		return err
	}
	switch {
	case !existing && s.opts.Expected:
		err = s.replace(inspection{losses: []Loss{{Detail: "the file was missing"}}}, "")
	case !existing:
		err = s.replace(inspection{}, "")
	default:
		err = s.openExisting()
	}
	return err
}

// openExisting checks a file, repairs it if it is damaged, and opens it.
func (s *Store) openExisting() error {
	if err := inUse(s.path); err != nil {
		return err
	}
	found, err := inspectFile(s.path)
	if err != nil {
		return err
	}
	if found.damaged() {
		return s.replace(found, s.damagedName())
	}
	if err := s.openFile(s.path); err != nil {
		return err
	}
	return s.prepare(found)
}

// regularFile reports whether path is a file. Anything else in its place is an error.
func regularFile(path string) (bool, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, errors.New("it is not a regular file; move it away, or choose another data folder with --data")
	}
	return true, nil
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
func (s *Store) openFile(path string) (err error) {
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
func (s *Store) prepare(found inspection) (err error) {
	defer recoverDamage(&err)()
	err = s.db.Load().Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		if found.tallied {
			return nil
		}
		return found.write(tx)
	})
	if err != nil {
		return errors.Join(err, s.db.Load().Close())
	}
	return nil
}

// Close closes the file; writes under way are finished first.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken {
		return nil // bbolt would wait for the transaction that it lost
	}
	if err := s.db.Load().Close(); err != nil {
		return fmt.Errorf("close state database: %w", err)
	}
	return nil
}

// write is one function that waits to be written.
type write struct {
	f    func(*txn) error
	done chan error // buffered
}

// write runs f in a transaction that it may share with other writes of the same
// moment, so that many events cost few disk writes. f may run several times.
func (s *Store) write(ctx context.Context, doing string, f func(*txn) error) error {
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
func (s *Store) commit(f func(*txn) error) error {
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

func (s *Store) writeBatch(batch []*write) {
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
func (s *Store) update(batch ...*write) (err error) {
	defer func() { s.broken = s.broken || errors.Is(err, errLost) }()
	defer recoverCommit(&err)()
	return s.db.Load().Update(func(tx *bbolt.Tx) error {
		t := newTxn(tx)
		for _, w := range batch {
			if err := guarded(t, w.f); err != nil {
				return err
			}
		}
		return t.finish()
	})
}

// guarded runs f. A panic over a damaged page or record is an error.
func guarded(t *txn, f func(*txn) error) (err error) {
	defer recoverDamage(&err)()
	return f(t)
}

// read runs f in a reading transaction. If that meets damage the file is
// repaired, and f runs once more.
func (s *Store) read(ctx context.Context, doing string, f func(*txn) error) error {
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

func (s *Store) view(f func(*txn) error) (err error) {
	defer recoverDamage(&err)()
	return s.db.Load().View(func(tx *bbolt.Tx) error { return f(newTxn(tx)) })
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

// keyOf joins the parts of a key; no part may imitate the joint.
func keyOf(parts ...string) []byte {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "\x00", "")
	}
	return []byte(strings.Join(parts, "\x00"))
}

func put(tx *txn, bucket, key []byte, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return tx.Bucket(bucket).Put(key, raw)
}

// get reads the value under key; found is false if there is none.
func get(tx *txn, bucket, key []byte, into any) (found bool, err error) {
	raw := tx.Bucket(bucket).Get(key)
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("decode: %w", err)
	}
	return true, nil
}
