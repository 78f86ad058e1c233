package state

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Loss is what damage to the file destroyed.
type Loss struct {
	At time.Time `json:"at"` // when it was noticed
	// Bucket names the kind of record: settings, subscriptions, and so on. It is
	// empty if any kind may be missing.
	Bucket  string `json:"bucket,omitempty"`
	Key     string `json:"key,omitempty"`     // the record's key, its parts joined by NUL; empty if unknown
	Records int    `json:"records,omitempty"` // how many are gone, 0 if unknown
	Detail  string `json:"detail"`
	File    string `json:"file,omitempty"` // the damaged file, kept beside the store
}

// What names the kind of record for people.
func (l Loss) What() string {
	kinds := map[string]string{"": "records of any kind", "subscriptions": "digests and watches", "calls": "buttons", "posts": "digests that were posted",
		"outbox": "digests that were about to be posted", "alerts": "statements that watches were about to post", "told": "statements that watches posted",
		"books": "lines of the audit log or the list of gaps", "seen": "events already handled", "pending": "answers that were under way", "answers": "which message answers which",
		"posted": "messages to edit when an article is corrected", "left": "workspaces that were left", "losses": "losses reported earlier"}
	what := l.Bucket
	if name, named := kinds[l.Bucket]; named {
		what = name
	}
	if l.Key != "" && l.Bucket != "calls" {
		parts := strings.FieldsFunc(l.Key, func(r rune) bool { return r == 0 })
		what += fmt.Sprintf(" (%s)", strings.ToValidUTF8(strings.Join(parts, " "), "?"))
	}
	return what
}

// Rules reports whether the loss is, or may be, of settings that decide which
// outlets are shown.
func (l Loss) Rules() bool {
	return (l.Bucket == "" || l.Bucket == "settings" || l.Bucket == "losses") && l.Key != string(watchedKey)
}

// covers reports whether the loss may be of the settings under key.
func (l Loss) covers(key []byte) bool {
	return l.Rules() && (l.Key == "" || l.Bucket != "settings" || l.Key == string(key))
}

// damagedName returns a new name for the damaged file.
func (s *Store) damagedName() string {
	name := s.path + ".damaged-" + s.now().UTC().Format("20060102T150405.000")
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s.damaged-%s-%d", s.path, s.now().UTC().Format("20060102T150405.000"), n)
	}
}

// repair puts what is whole of a damaged file into a new one. It returns cause
// if the file is whole. The caller holds s.writing.
func (s *Store) repair(cause error) error {
	found, err := inspectFile(s.path)
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
	s.reportLosses(found.losses)
	return nil
}

// replace makes a new file of what was found, puts it in the place of the old
// one, which is kept as aside unless that is empty, and opens it.
func (s *Store) replace(found inspection, aside string) error {
	for i := range found.losses {
		found.losses[i].At, found.losses[i].File = s.now().UTC(), filepath.Base(aside)
		if aside == "" {
			found.losses[i].File = ""
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
		err = os.Rename(name, s.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the damaged file as %s: %w", aside, err), os.Remove(name))
	}
	syncFolder(filepath.Dir(s.path))
	return s.openFile(s.path)
}

// newFile writes what was found into a temporary file beside the store.
func (s *Store) newFile(found inspection) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(s.path), FileName+".*.new")
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
		if err := found.write(tx); err != nil {
			return err
		}
		return noteLosses(newTxn(tx), found.losses)
	})
	return name, errors.Join(err, db.Close())
}

func noteLosses(tx *txn, losses []Loss) error {
	next := uint64(1)
	if last, _ := tx.Bucket(lossesBucket).b.Cursor().Last(); len(last) == 8 {
		next = binary.BigEndian.Uint64(last) + 1
	}
	for i, l := range losses {
		if err := put(tx, lossesBucket, binary.BigEndian.AppendUint64(nil, next+uint64(i)), l); err != nil {
			return err
		}
	}
	return tx.finish()
}

// syncFolder makes renames within a folder durable, where the system can.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// Losses returns what damage destroyed and nobody has acknowledged, oldest first.
func (s *Store) Losses(ctx context.Context) ([]Loss, error) {
	var out []Loss
	err := s.read(ctx, "list losses", func(tx *txn) error {
		out = nil
		return each(tx, lossesBucket, nil, func(_ []byte, l Loss) error {
			out = append(out, l)
			return nil
		})
	})
	return out, err
}

// Acknowledge takes the losses of a workspace's settings for known: what its
// settings are now holds. It returns how many there were.
func (s *Store) Acknowledge(ctx context.Context, platform, workspace string) (int, error) {
	prefix := string(append(keyOf(platform, workspace), 0))
	return s.acknowledge(ctx, func(l Loss) bool { return l.Bucket == "settings" && strings.HasPrefix(l.Key, prefix) })
}

// AcknowledgeAll takes all losses for known.
func (s *Store) AcknowledgeAll(ctx context.Context) (int, error) {
	return s.acknowledge(ctx, func(Loss) bool { return true })
}

func (s *Store) acknowledge(ctx context.Context, known func(Loss) bool) (n int, err error) {
	err = s.write(ctx, "acknowledge losses", func(tx *txn) error {
		var keys [][]byte
		err := each(tx, lossesBucket, nil, func(key []byte, l Loss) error {
			if known(l) {
				keys = append(keys, append([]byte{}, key...))
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := tx.Bucket(lossesBucket).Delete(key); err != nil {
				return err
			}
		}
		n = len(keys)
		return nil
	})
	return n, err
}

// Fault is something wrong with the file, or a loss of it.
type Fault struct {
	Text string // in a sentence without its full stop
	Lost bool   // it cost records
}

// Check reads and decodes every record and returns what is wrong: damage that
// is in the file now, and losses that were not acknowledged.
func (s *Store) Check(ctx context.Context) ([]Fault, error) {
	s.writing.Lock()
	found, err := inspectFile(s.path)
	s.writing.Unlock()
	if err != nil {
		return nil, fmt.Errorf("check state database %s: %w", s.path, err)
	}
	var out []Fault
	for _, text := range found.faults {
		out = append(out, Fault{Text: text})
	}
	losses, err := s.Losses(ctx) // repairs the file if that is damaged itself
	for _, l := range append(found.losses, losses...) {
		out = append(out, Fault{Text: l.What() + ": " + l.Detail, Lost: true})
	}
	return out, err
}

// CheckFile is Check for a store in dir that nobody has open. It changes nothing.
func CheckFile(dir string) ([]Fault, error) {
	path := filepath.Join(dir, FileName)
	existing, err := regularFile(path)
	if err != nil || !existing {
		return nil, err
	}
	found, err := inspectFile(path)
	if err != nil {
		return nil, fmt.Errorf("check state database %s: %w", path, err)
	}
	var out []Fault
	for _, text := range found.faults {
		out = append(out, Fault{Text: text})
	}
	for _, l := range found.losses {
		out = append(out, Fault{Text: l.What() + ": " + l.Detail, Lost: true})
	}
	return out, nil
}
