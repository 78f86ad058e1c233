// Package archive keeps the articles themselves, with every version they had
// and what extraction found in them. It is the truth that the index is derived
// from: what Put acknowledged survives kill -9 and power loss.
//
// Everything stands in one bbolt file, articles.db in the data folder, which
// one process owns at a time. Each record carries a checksum; a damaged one is
// reported and passed over, and never ends the program.
package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// FileName is the archive's file in the data folder.
const FileName = "articles.db"

// format is the version of the file's layout; another one is refused.
const format = "1"

// ErrInUse is returned by Open where another process owns the folder.
var ErrInUse = errors.New("the data folder is in use by another briefing-bot")

// ErrNotFound is returned for an article that the archive does not hold.
var ErrNotFound = errors.New("no such article")

// ErrDamaged is wrapped by every error about bytes that fail their checksum.
var ErrDamaged = errors.New("damaged")

// ErrFull is wrapped by every error of a write for which the disk had no room.
var ErrFull = errors.New("the disk is full")

// The buckets of the file. Numbers in keys are big-endian, so that keys stand
// in order.
var (
	metaBucket     = []byte("meta")     // name -> value
	idsBucket      = []byte("ids")      // article ID -> number
	headsBucket    = []byte("heads")    // number -> head
	textsBucket    = []byte("texts")    // number, version -> article
	findingsBucket = []byte("findings") // number, version -> annotation
	bandsBucket    = []byte("bands")    // band, hash, number -> nothing
	groupsBucket   = []byte("groups")   // number of the founder -> members
	pendingBucket  = []byte("pending")  // number -> stamp of its last change
	buckets        = [][]byte{metaBucket, idsBucket, headsBucket, textsBucket, findingsBucket, bandsBucket, groupsBucket, pendingBucket}
	formatKey      = []byte("format")
	countsKey      = []byte("counts")
	namedMeta      = "value " // prefix of names given by SetMeta
)

// Archive is an open archive. It may be used by many goroutines.
type Archive struct {
	db         *bolt.DB
	compress   *zstd.Encoder
	decompress *zstd.Decoder
	encode     cbor.EncMode
	decode     cbor.DecMode
}

// Options of Open.
type Options struct {
	Timeout time.Duration // how long to wait for another process to leave; a second where zero
}

// Open opens the archive in the folder dir and makes both where absent. It
// returns ErrInUse where another process holds it, ErrDamaged where the file is
// no archive.
func Open(dir string, o Options) (*Archive, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder %s: %w", dir, full(err))
	}
	path := filepath.Join(dir, FileName)
	db, err := openFile(path, o.Timeout)
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, fmt.Errorf("opening %s: %w: %w", path, ErrDamaged, err)
	case err != nil:
		return nil, fmt.Errorf("opening %s: %w", path, full(err))
	}
	a, err := newArchive(db)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return a, nil
}

// openFile opens a bbolt file; pages that make bbolt panic are an error.
func openFile(path string, timeout time.Duration) (db *bolt.DB, err error) {
	defer recoverDamage(&err)()
	return bolt.Open(path, 0o600, &bolt.Options{Timeout: timeout, FreelistType: bolt.FreelistMapType})
}

func newArchive(db *bolt.DB) (*Archive, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, err
	}
	a := &Archive{db: db, compress: enc, decompress: dec}
	if a.encode, a.decode, err = newModes(); err != nil {
		return nil, err
	}
	return a, a.prepareFile()
}

// prepareFile makes the buckets of a new file and refuses another layout.
func (a *Archive) prepareFile() error {
	return a.update(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		switch have := meta.Get(formatKey); {
		case have == nil:
			return meta.Put(formatKey, []byte(format))
		case string(have) != format:
			return fmt.Errorf("the archive has layout %s, this program knows %s: use the program that wrote it", have, format)
		}
		return nil
	})
}

// Close waits for reads and writes under way and gives the folder free.
func (a *Archive) Close() error {
	a.decompress.Close()
	if err := errors.Join(a.compress.Close(), a.db.Close()); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}

// view runs f in a read transaction. Pages that make bbolt panic, or that lie
// beyond the end of a file cut short, are an error.
func (a *Archive) view(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
	return a.db.View(f)
}

// update runs f in a transaction that is durable when update returns nil.
func (a *Archive) update(f func(tx *bolt.Tx) error) (err error) {
	defer recoverDamage(&err)()
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
			*err = fmt.Errorf("the archive's file is %w: %v", ErrDamaged, r)
		}
	}
}

// full marks an error as ErrFull where the system says that there is no room.
// bbolt gives some errors of the system by their words only.
func full(err error) error {
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// Meta is a value kept under a name, nil where none is.
func (a *Archive) Meta(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	err := a.view(func(tx *bolt.Tx) error {
		value = append(value, tx.Bucket(metaBucket).Get([]byte(namedMeta+name))...)
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
		return tx.Bucket(metaBucket).Put([]byte(namedMeta+name), value)
	})
}
