package sealed

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/index/durable"
	"go.etcd.io/bbolt"
)

// damagedName returns a new name for the damaged file.
func (s *File) damagedName() string {
	name := s.path + ".damaged-" + s.Now().UTC().Format("20060102T150405.000")
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s.damaged-%s-%d", s.path, s.Now().UTC().Format("20060102T150405.000"), n)
	}
}

// repair puts what is whole of a damaged file into a new one. It returns cause
// if the file is whole. The caller holds s.writing.
func (s *File) repair(cause error) error {
	found, err := inspectFile(s.path, s.opts.Schema)
	if err != nil {
		return errors.Join(cause, err)
	}
	if !found.damaged() && !s.broken {
		return cause
	}
	if err := s.replace(found, s.damagedName()); err != nil {
		return errors.Join(cause, fmt.Errorf("repair state database %s: %w", s.path, err))
	}
	// The old file stays open: readers may be in it, and closing it may hang.
	s.broken = false
	s.reportLosses(found.Losses)
	return nil
}

// replace makes a new file of what was found, puts it in the place of the old
// one, which is kept as aside unless that is empty, and opens it.
func (s *File) replace(found Found, aside string) error {
	for i := range found.Losses {
		found.Losses[i].At, found.Losses[i].File = s.Now().UTC(), filepath.Base(aside)
		if aside == "" {
			found.Losses[i].File = ""
		}
	}
	name, err := s.newFile(found)
	if err != nil {
		return err
	}
	if aside != "" {
		err = os.Link(s.path, aside)
		if err != nil { // a file system without links
			err = os.Rename(s.path, aside)
		}
	}
	if err == nil {
		err = durable.Files{}.Rename(name, s.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the damaged file as %s: %w", aside, err), os.Remove(name))
	}
	return s.openFile(s.path)
}

// newFile writes what was found into a temporary file beside the store.
func (s *File) newFile(found Found) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".*.new")
	if err != nil {
		return "", err
	}
	name = f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	if err := f.Close(); err != nil {
		return name, err
	}
	db, err := bbolt.Open(name, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: s.opts.Forgetful})
	if err != nil {
		return name, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		if err := found.write(tx, s.opts.Schema); err != nil {
			return err
		}
		return noteLosses(newTxn(tx), found.Losses)
	})
	return name, errors.Join(err, db.Close())
}

func noteLosses(tx *Tx, losses []Loss) error {
	next := uint64(1)
	if last, _ := tx.Bucket([]byte(LossesBucket)).b.Cursor().Last(); len(last) == 8 {
		next = binary.BigEndian.Uint64(last) + 1
	}
	for i, l := range losses {
		if err := Put(tx, []byte(LossesBucket), binary.BigEndian.AppendUint64(nil, next+uint64(i)), l); err != nil {
			return err
		}
	}
	return tx.finish()
}
