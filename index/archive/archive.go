// Package archive keeps the articles themselves, with every version they had
// and what extraction found in them. It is the truth that the index is derived
// from: what Put acknowledged survives kill -9 and power loss.
//
// It is one bbolt file, articles.db in the data folder, which one process owns
// at a time. Each record carries a checksum over its key and value, which is
// compared whenever it is read, and Prove reads them all: what is damaged is
// rebuilt, reported, or refused, and never taken for an answer.
package archive

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
	"github.com/briefing-bot/briefing-bot/index/durable"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// FileName is the archive's file in the data folder.
const FileName = "articles.db"

// format is the version of the file's layout. Open rewrites a file of an older
// one and refuses a newer one.
const format = 2

// ErrInUse is returned by Open where another process owns the folder.
var ErrInUse = errors.New("the data folder is in use by another briefing-bot")

// ErrNotFound is returned for an article that the archive does not hold.
var ErrNotFound = errors.New("no such article")

// ErrDamaged is wrapped by every error about bytes that fail their checksum.
var ErrDamaged = errors.New("damaged")

// ErrFull is wrapped by every error of a write for which the disk had no room.
var ErrFull = boltfile.ErrFull

// The buckets of the file. Numbers in keys are big-endian, so that keys are
// in order.
var (
	metaBucket     = []byte("meta")     // name -> value
	idsBucket      = []byte("ids")      // article ID -> number, whether it was removed
	headsBucket    = []byte("heads")    // number -> head
	textsBucket    = []byte("texts")    // number, version -> article
	findingsBucket = []byte("findings") // number, version -> annotation
	bandsBucket    = []byte("bands")    // band, hash, number -> nothing
	groupsBucket   = []byte("groups")   // number of the founder, number of a copy -> nothing
	pendingBucket  = []byte("pending")  // number -> stamp of its last change
	buckets        = [][]byte{metaBucket, idsBucket, headsBucket, textsBucket, findingsBucket, bandsBucket, groupsBucket, pendingBucket}
	formatKey      = []byte("format")
	countsKey      = []byte("counts")
	identityKey    = []byte("identity") // 16 random bytes that tell this archive from others
	lostKey        = []byte("lost")     // what a salvage could not save: []Lost
	doubtKey       = []byte("doubt")    // why the last change may be missing
	namedMeta      = "value "           // prefix of names given by SetMeta
)

// Archive is an open archive. It may be used by many goroutines.
type Archive struct{ *file }

// file is the archive's file, open: its transactions, and the proof of it as a whole.
type file struct {
	*records
	dir, path string
	copying   sync.Mutex   // held while the whole file is copied, before writing
	writing   sync.Mutex   // held by a write, before swap
	swap      sync.RWMutex // held for writing while db is exchanged
	db        *bolt.DB
	extents   boltfile.Extents
	stuck     atomic.Bool // db panicked in a write, and closing it may wait forever
	files     durable.Files
	identity  string
	proof     atomic.Pointer[proof]
	doubted   func(context.Context) error // what a reader calls that misses something before the proof
	reproven  func()                      // called after a proof that damage to the open file made due
}

// records reads and writes articles within a transaction.
type records struct {
	*codec
	keep int // versions of an article, all if 0
	tags tags
}

// Options of Open.
type Options struct {
	// Timeout is the wait for another process to leave; a second if zero.
	Timeout time.Duration
	// KeepVersions is the number of versions kept of an article; all if zero.
	KeepVersions int
	// Files changes the files beside bbolt's; the zero value in all but tests.
	Files durable.Files
}

// Open opens the archive in the folder dir and makes both if they are absent. It
// reads what is cheap to read, and leaves the proof of the whole file to Prove,
// except where something is wrong already: then it proves the file, with the same
// consequences. It returns ErrInUse if another process holds the archive, and an
// error that wraps ErrDamaged and says what to do if the file is missing, empty, cut
// short, or too damaged to answer from.
func Open(dir string, o Options) (*Archive, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder %s: %w", dir, full(err))
	}
	if err := refuseMissing(dir); err != nil {
		return nil, err
	}
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	var repairs []string
	for range maxReopen {
		a := &file{records: &records{codec: codec, keep: o.KeepVersions}, dir: dir, path: filepath.Join(dir, FileName), files: o.Files}
		a.proof.Store(&proof{repairs: repairs})
		a.doubted, a.reproven = a.Prove, func() {}
		again, err := a.open(o.Timeout)
		if err != nil {
			return nil, err
		}
		if !again {
			return &Archive{a}, nil
		}
		repairs = a.Repairs()
	}
	return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
}

// maxReopen is the number of times that Open opens a file that was replaced meanwhile.
const maxReopen = 5

// reopenTimeout is the wait for a file that nobody else can have opened.
const reopenTimeout = time.Second

// open opens the file once. again reports that the file was replaced and has to
// be opened anew.
func (a *file) open(timeout time.Duration) (again bool, err error) {
	db, file, openErr := openFile(a.path, timeout)
	if errors.Is(openErr, bolterrors.ErrTimeout) {
		return false, fmt.Errorf("%w: %s", ErrInUse, a.dir)
	}
	if openErr != nil && !errors.Is(openErr, ErrDamaged) {
		return false, fmt.Errorf("opening %s: %w", a.path, full(openErr))
	}
	release := func() error {
		if db != nil {
			return db.Close()
		}
		return ignoreClosed(file.Close())
	}
	if replaced(a.path, file) {
		return true, release()
	}
	a.db = db
	a.pages.Store(&backing{db, file})
	for _, left := range []string{compactSuffix, rescueSuffix} { // by a process that was killed
		_ = os.Remove(a.path + left)
	}
	enough, err := a.glance(openErr)
	if err == nil && !enough {
		again, err = a.prove(context.Background(), openErr)
	}
	if err != nil || again {
		return again, errors.Join(err, release())
	}
	if err := a.prepareFile(); err != nil {
		return false, errors.Join(fmt.Errorf("opening %s: %w", a.path, err), release())
	}
	return false, nil
}

// openFile opens a bbolt file. The error wraps ErrDamaged if bbolt refuses the
// file or panics over its pages. The caller closes the database, or the file if
// there is none.
func openFile(path string, timeout time.Duration) (db *bolt.DB, file *os.File, err error) {
	o := &bolt.Options{Timeout: timeout, FreelistType: bolt.FreelistMapType}
	o.OpenFile = func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
		file, err = os.OpenFile(name, flag, mode)
		return file, err
	}
	func() {
		defer recoverDamage(&err)()
		db, err = bolt.Open(path, 0o600, o)
	}()
	switch {
	case err == nil || errors.Is(err, ErrDamaged) || errors.Is(err, bolterrors.ErrTimeout):
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch),
		strings.Contains(err.Error(), "file size too small"):
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err != nil {
		db = nil
	}
	return db, file, err
}

// replaced reports whether path names another file than the one that is open.
func replaced(path string, file *os.File) bool {
	open, err := file.Stat()
	if err != nil {
		return false // closed by bbolt, which refused it
	}
	now, err := os.Stat(path)
	return err != nil || !os.SameFile(open, now)
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// prepareFile makes the buckets and the identity of a new file, and notes the
// identity beside the file.
func (a *file) prepareFile() error {
	err := a.viewRaw(func(tx *bolt.Tx) error {
		if meta := tx.Bucket(metaBucket); meta != nil {
			identity, _ := signed(identityKey, meta.Get(identityKey))
			a.identity = hex.EncodeToString(identity)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if a.identity == "" {
		if err := a.commit(a.begin); err != nil {
			return err
		}
	}
	return noteIdentity(a.files, a.dir, a.identity)
}

// begin fills an empty file.
func (a *file) begin(tx *bolt.Tx) error {
	for _, name := range buckets {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	identity := make([]byte, 16)
	if _, err := rand.Read(identity); err != nil {
		return err
	}
	a.identity = hex.EncodeToString(identity)
	return putBasics(tx, identity, counts{})
}

// putBasics writes the records that every archive has.
func putBasics(tx *bolt.Tx, identity []byte, c counts) error {
	meta := tx.Bucket(metaBucket)
	if err := meta.Put(formatKey, formatValue()); err != nil {
		return err
	}
	if err := meta.Put(identityKey, sign(identityKey, identity)); err != nil {
		return err
	}
	return meta.Put(countsKey, c.encode())
}

// Identity returns a random name that the archive got when it was made. A copy
// of its file has it too.
func (a *file) Identity() string { return a.identity }

// Repairs returns a sentence for each thing that was repaired or rewritten since
// Open.
func (a *file) Repairs() []string { return a.proof.Load().repairs }

// Damage returns what is lost of the archive, as far as it is known: all of it once
// Prove has returned.
func (a *file) Damage() Damage { return a.proof.Load().damage }

// Earlier returns what an earlier salvage could not save.
func (a *file) Earlier() []Lost { return a.proof.Load().earlier }

// Close waits for reads and writes under way and gives the folder free.
func (a *file) Close() error {
	if !a.stuck.Load() {
		if err := a.db.Close(); err != nil {
			return fmt.Errorf("closing the archive: %w", err)
		}
	}
	a.decompress.Close()
	if err := a.compress.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}
