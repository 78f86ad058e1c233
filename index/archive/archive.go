// Package archive keeps the articles themselves, with every version they had
// and what extraction found in them. It is the truth that the index is derived
// from: what Put acknowledged survives kill -9 and power loss.
//
// It is one bbolt file, articles.db in the data folder, which one process owns
// at a time. Each record carries a checksum over its key and value, and Open
// reads them all: what is damaged is rebuilt, reported, or refused, and never
// taken for an answer.
package archive

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
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
var ErrFull = errors.New("the disk is full")

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
type Archive struct {
	*codec
	writing  sync.Mutex   // held by a write, before swap
	swap     sync.RWMutex // held for writing while Compact exchanges db
	db       *bolt.DB
	keep     int
	identity string
	tags     tags
	repairs  []string
	damage   Damage
	earlier  []Lost
}

// Options of Open.
type Options struct {
	// Timeout is the wait for another process to leave; a second if zero.
	Timeout time.Duration
	// KeepVersions is the number of versions kept of an article; all if zero.
	KeepVersions int
}

// Open opens the archive in the folder dir and makes both if they are absent.
// It reads the whole file and checks every record. What can be rebuilt without
// loss is: a new file takes the place of the damaged one, which is renamed
// (Repairs tells). If texts of articles are lost and everything else is whole,
// Open succeeds and Damage returns them. Open returns ErrInUse if another process
// holds the archive, and an error that wraps ErrDamaged and says what to do if
// the file is missing, empty, cut short, or too damaged to answer from.
func Open(dir string, o Options) (*Archive, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder %s: %w", dir, full(err))
	}
	path := filepath.Join(dir, FileName)
	if err := refuseMissing(dir); err != nil {
		return nil, err
	}
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	var repairs []string
	for range maxReopen {
		a := &Archive{codec: codec, keep: o.KeepVersions, repairs: repairs}
		again, err := a.open(dir, path, o.Timeout)
		if err != nil {
			return nil, err
		}
		if !again {
			return a, nil
		}
		repairs = a.repairs
	}
	return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
}

// maxReopen is the number of times that Open opens a file that was replaced meanwhile.
const maxReopen = 5

// reopenTimeout is the wait for a file that nobody else can have opened.
const reopenTimeout = time.Second

// open opens the file once. again reports that the file was replaced and has to
// be opened anew.
func (a *Archive) open(dir, path string, timeout time.Duration) (again bool, err error) {
	db, file, openErr := openFile(path, timeout)
	if errors.Is(openErr, bolterrors.ErrTimeout) {
		return false, fmt.Errorf("%w: %s", ErrInUse, dir)
	}
	if openErr != nil && !errors.Is(openErr, ErrDamaged) {
		return false, fmt.Errorf("opening %s: %w", path, full(openErr))
	}
	release := func() error {
		if db != nil {
			return db.Close()
		}
		return ignoreClosed(file.Close())
	}
	if replaced(path, file) {
		return true, release()
	}
	a.db = db
	if again, err = a.prove(dir, path, openErr); err != nil || again {
		return again, errors.Join(err, release())
	}
	if err := a.prepareFile(dir); err != nil {
		return false, errors.Join(fmt.Errorf("opening %s: %w", path, err), release())
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

// codec encodes and decodes records.
type codec struct {
	compress   *zstd.Encoder
	decompress *zstd.Decoder
	encode     cbor.EncMode
	decode     cbor.DecMode
}

func newCodec() (*codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, err
	}
	c := &codec{compress: enc, decompress: dec}
	c.encode, c.decode, err = newModes()
	return c, err
}

// prepareFile makes the buckets and the identity of a new file, and notes the
// identity beside the file.
func (a *Archive) prepareFile(dir string) error {
	err := a.view(func(tx *bolt.Tx) error {
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
		if err := a.update(a.begin); err != nil {
			return err
		}
	}
	return noteIdentity(dir, a.identity)
}

// begin fills an empty file.
func (a *Archive) begin(tx *bolt.Tx) error {
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
func (a *Archive) Identity() string { return a.identity }

// Repairs returns a sentence for each thing that Open repaired or rewrote.
func (a *Archive) Repairs() []string { return a.repairs }

// Damage returns what is lost of the archive, as Open found it.
func (a *Archive) Damage() Damage { return a.damage }

// Close waits for reads and writes under way and gives the folder free.
func (a *Archive) Close() error {
	if err := a.db.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	a.decompress.Close()
	if err := a.compress.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}

// view runs f in a read transaction. Pages that make bbolt panic, or that lie
// beyond the end of a file cut short, are an error.
func (a *Archive) view(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
	a.swap.RLock()
	defer a.swap.RUnlock()
	return a.db.View(f)
}

// update runs f in a transaction that is durable when update returns nil.
func (a *Archive) update(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
	a.writing.Lock()
	defer a.writing.Unlock()
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

// full marks an error as ErrFull if the system reports that the disk is full.
// bbolt gives some errors of the system by their words only.
func full(err error) error {
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// Meta returns the value kept under a name, nil if there is none.
func (a *Archive) Meta(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	key := []byte(namedMeta + name)
	err := a.view(func(tx *bolt.Tx) error {
		raw := tx.Bucket(metaBucket).Get(key)
		if raw == nil {
			return ctx.Err()
		}
		payload, ok := signed(key, raw)
		if !ok {
			return fmt.Errorf("the value %q is %w", name, ErrDamaged)
		}
		value = append(value, payload...)
		return ctx.Err()
	})
	return value, err
}

// SetMeta keeps a value under a name.
func (a *Archive) SetMeta(ctx context.Context, name string, value []byte) error {
	return a.update(func(tx *bolt.Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return setMeta(tx, name, append([]byte{}, value...))
	})
}

// SetMetas keeps values under their names, in one durable write. A value of nil
// deletes what is kept under its name.
func (a *Archive) SetMetas(ctx context.Context, values map[string][]byte) error {
	_, err := a.PutWith(ctx, nil, func([]Outcome) (map[string][]byte, error) { return values, nil })
	return err
}

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
