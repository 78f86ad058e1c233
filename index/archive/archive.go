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
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
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

// ErrInUse is returned by Open where another process owns the folder.
var ErrInUse = errors.New("the data folder is in use by another briefing-bot")

// ErrNotFound is returned for an article that the archive does not hold.
var ErrNotFound = errors.New("no such article")

// ErrFull is wrapped by every error of a write for which the disk had no room.
var ErrFull = boltfile.ErrFull

// The buckets of the file. Numbers in keys are big-endian, so that keys are
// in order.
var (
	metaBucket     = []byte("meta")         // name -> value
	idsBucket      = []byte("ids")          // article ID -> number, whether it was removed
	headsBucket    = []byte("heads")        // number -> head
	textsBucket    = []byte("texts")        // number, version -> article
	findingsBucket = []byte("findings")     // number, version -> annotation
	bandsBucket    = []byte("bands")        // band, hash, number -> nothing: layouts before 4
	slotsBucket    = []byte("slots")        // slot of package near -> founders
	dictsBucket    = []byte("dictionaries") // number -> dictionary
	sparesBucket   = []byte("spares")       // the same once more
	groupsBucket   = []byte("groups")       // number of the founder, number of a copy -> nothing
	pendingBucket  = []byte("pending")      // number -> stamp of its last change
	buckets        = [][]byte{metaBucket, idsBucket, headsBucket, textsBucket, findingsBucket, bandsBucket, groupsBucket, pendingBucket,
		slotsBucket, dictsBucket, sparesBucket}
	formatKey   = []byte("format")
	countsKey   = []byte("counts")
	identityKey = []byte("identity") // 16 random bytes that tell this archive from others
	lostKey     = []byte("lost")     // what a salvage could not save: []Lost
	doubtKey    = []byte("doubt")    // why the last change may be missing
	namedMeta   = "value "           // prefix of names given by SetMeta
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
	layout    atomic.Int32 // of the file: below format until the first write
	proof     atomic.Pointer[proof]
	doubted   func(context.Context) error // what a reader calls that misses something before the proof
	reproven  func()                      // called after a proof that damage to the open file made due
}

// records reads and writes articles within a transaction.
type records struct {
	*codec
	keep      int // versions of an article, all if 0
	learnFrom int // articles from which on dictionaries are made
	tags      tags
}

// Options of Open.
type Options struct {
	// Timeout is the wait for another process to leave; a second if zero.
	Timeout time.Duration
	// KeepVersions is the number of versions kept of an article; all if zero.
	KeepVersions int
	// learnFrom is the number of articles from which on dictionaries are made; the constant
	// of that name if zero, other values in tests.
	learnFrom int
	// Files changes the files beside bbolt's; the zero value in all but tests.
	Files durable.Files
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

// proof is what is known of the file as a whole. It is replaced, never changed.
type proof struct {
	done    bool  // the whole file was read
	refused error // why it cannot be used
	repairs []string
	damage  Damage
	earlier []Lost
}

// tags finds articles by the part of their ID that receipts hold. The numbers of
// articles only grow and their IDs stay, so it is filled when it is first asked, and
// extended by what came in since.
type tags struct {
	mu    sync.Mutex
	last  uint32   // number of the last article that is in
	known []uint64 // tag and number, in order
}

// compactSuffix is added to the name of the archive for the file that Compact writes.
const compactSuffix = ".compact"

// rescueSuffix is added to the name of the archive for the file that replace writes.
const rescueSuffix = ".new"

// reopenTimeout is the wait for a file that nobody else can have opened.
const reopenTimeout = time.Second

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

// refuseEmpty returns an error if the folder had an archive, for one whose file
// is new.
func refuseEmpty(dir string) error {
	if _, noted := readIdentity(dir); noted {
		return gone(dir, "is empty")
	}
	return nil
}

// foreign returns an error if the folder belongs to another archive than the one
// whose identity is given.
func foreign(dir string, identity []byte) error {
	noted, _ := readIdentity(dir)
	if noted == "" || noted == hex.EncodeToString(identity) {
		return nil
	}
	return &DamageError{Path: filepath.Join(dir, FileName), Problem: "is not the archive that this data folder had before",
		Advice: fmt.Sprintf("Put the right file back. If the exchange was meant, remove %s and the folder %s and start again.",
			filepath.Join(dir, IdentityFile), filepath.Join(dir, "index"))}
}

// IdentityFile is the file beside the archive that names it. It distinguishes a data
// folder whose archive is gone or was exchanged from a new one.
const IdentityFile = "articles.id"

// readIdentity returns the identity noted in the folder, "" if there is none or
// it cannot be read; noted reports whether the file is there at all.
func readIdentity(dir string) (identity string, noted bool) {
	raw, err := os.ReadFile(filepath.Join(dir, IdentityFile))
	if err != nil {
		return "", !errors.Is(err, fs.ErrNotExist)
	}
	var sum uint32
	if _, err := fmt.Sscanf(string(raw), "archive %32s %08x", &identity, &sum); err != nil || sum != identitySum(identity) {
		return "", true
	}
	return identity, true
}

func identitySum(identity string) uint32 { return crc32.Checksum([]byte(identity), castagnoli) }

func gone(dir, what string) error {
	path := filepath.Join(dir, FileName)
	return &DamageError{Path: path, Problem: what, Advice: fmt.Sprintf("Restore it from a copy of the folder. To begin anew without those articles, remove %s and the folder %s.",
		filepath.Join(dir, IdentityFile), filepath.Join(dir, "index"))}
}
