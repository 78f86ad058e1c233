package archive

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/briefing-bot/briefing-bot/index/durable"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

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
	if o.learnFrom == 0 {
		o.learnFrom = learnFrom
	}
	var repairs []string
	for range maxReopen {
		codec, err := newCodec() // its dictionaries are those of one file
		if err != nil {
			return nil, err
		}
		a := &file{records: &records{codec: codec, keep: o.KeepVersions, learnFrom: o.learnFrom}, dir: dir, path: filepath.Join(dir, FileName), files: o.Files}
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
			a.layout.Store(int32(parseFormat(meta.Get(formatKey))))
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
	if err := makeBuckets(tx); err != nil {
		return err
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

// Close waits for reads and writes under way and gives the folder free.
func (a *file) Close() error {
	if !a.stuck.Load() {
		if err := a.db.Close(); err != nil {
			return fmt.Errorf("closing the archive: %w", err)
		}
	}
	return nil
}

// noteIdentity writes the identity file if it does not say so already.
func noteIdentity(files durable.Files, dir, identity string) error {
	if have, _ := readIdentity(dir); have == identity {
		return nil
	}
	path := filepath.Join(dir, IdentityFile)
	text := fmt.Sprintf("archive %s %08x\nThis folder's articles are in %s. Keep this file beside it.\n", identity, identitySum(identity), FileName)
	if err := files.Replace(path, []byte(text)); err != nil {
		return fmt.Errorf("noting the archive's identity: %w", full(err))
	}
	return nil
}

// refuseMissing returns an error if the folder had an archive whose file is gone
// or empty: making a new one would hide the loss.
func refuseMissing(dir string) error {
	path := filepath.Join(dir, FileName)
	info, err := os.Stat(path)
	if _, noted := readIdentity(dir); !noted || err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		return gone(dir, "is empty")
	}
	return gone(dir, "is missing")
}
