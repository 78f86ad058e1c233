package archive

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	bolt "go.etcd.io/bbolt"
)

// Salvaged is the result of a salvage.
type Salvaged struct {
	Lost    []Lost   // versions that are lost
	Values  []string // names of values that are lost
	Renamed string   // the damaged file, "" if the archive was whole and nothing was done
}

// Salvage writes a new archive from all records of the one in dir that are
// intact, with the same article numbers, and renames the damaged file. An archive
// with these losses counts as whole from then on. Salvage returns ErrInUse if
// another process holds the archive.
func Salvage(dir string, timeout time.Duration) (Salvaged, error) {
	path := filepath.Join(dir, FileName)
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return Salvaged{}, fmt.Errorf("there is nothing to salvage: %s is missing or empty. %s", path, restoreAdvice)
	}
	c, err := newCodec()
	if err != nil {
		return Salvaged{}, err
	}
	db, file, openErr := openFile(path, timeout)
	switch {
	case db != nil:
		defer db.Close()
	case !errors.Is(openErr, ErrDamaged):
		return Salvaged{}, fmt.Errorf("%w: %s", ErrInUse, dir)
	default:
		defer file.Close()
	}
	in, err := os.Open(path)
	if err != nil {
		return Salvaged{}, fmt.Errorf("opening %s: %w", path, err)
	}
	defer in.Close()
	s, err := c.survey(context.Background(), in)
	if s == nil {
		return Salvaged{}, err
	}
	if openErr == nil && s.clean() && !s.file.Roots().Damaged && s.doubt == "" {
		return Salvaged{}, nil
	}
	if err := c.adopt(s.dictionaries); err != nil {
		return Salvaged{}, err
	}
	r := &rescue{codec: c, dir: dir, path: path, file: in, old: s}
	if err := r.plan(); err != nil {
		return Salvaged{}, err
	}
	if r.last == 0 {
		return Salvaged{}, fmt.Errorf("no article was found in %s. %s", path, restoreAdvice)
	}
	err = r.replace()
	return Salvaged{r.lost, r.lostValues, r.aside}, err
}

// replace writes the new file, proves it, and puts it in place of the old one. A
// stop at any moment leaves the old one or the new one.
func (r *rescue) replace() error {
	fresh := r.path + rescueSuffix
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("removing what an interrupted repair left: %w", err)
	}
	if err := r.write(fresh); err != nil {
		return fmt.Errorf("rebuilding %s: %w", r.path, errors.Join(full(err), os.Remove(fresh)))
	}
	if err := r.proveNew(fresh); err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	if r.old.format != 1 || !r.complete() || len(r.unfound)+len(r.rebuilt) > 0 || len(r.old.problems) > 0 {
		r.aside = r.path + ".damaged-" + time.Now().UTC().Format("20060102T150405.000")
		if err := os.Link(r.path, r.aside); err != nil {
			if err := os.Rename(r.path, r.aside); err != nil { // a file system without links
				return fmt.Errorf("renaming the damaged archive: %w", err)
			}
		}
	}
	if err := r.files.Rename(fresh, r.path); err != nil {
		return fmt.Errorf("putting the rebuilt archive in place: %w", err)
	}
	return nil
}

// write writes the new file.
func (r *rescue) write(path string) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	a := &file{records: &records{codec: r.codec}, db: db}
	w := &recordWriter{db: db}
	err = a.commit(a.begin)
	if err == nil {
		err = r.writeAll(a, w)
	}
	return errors.Join(err, w.commit(), db.Sync(), db.Close())
}

// proveNew checks the new file before the old one is given up.
func (r *rescue) proveNew(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	s, err := r.survey(context.Background(), file)
	if err != nil {
		return err
	}
	if !s.clean() {
		return &DamageError{Path: r.path, Problem: "is damaged (" + r.old.problem() + ") and could not be rebuilt", Advice: restoreAdvice}
	}
	return nil
}

func (r *rescue) writeAll(a *file, w *recordWriter) error {
	r.writeDictionaries(w)
	r.copyVersions(w, textsBucket, r.texts)
	r.copyVersions(w, findingsBucket, r.findings)
	r.writeUnfound(w)
	var alone []uint32 // rebuilt without a known group
	for _, n := range slices.Sorted(maps.Keys(r.heads)) {
		if _, known := r.groups[n]; r.rebuilt[n] && !known && !r.founds(n) {
			alone = append(alone, n)
		}
		r.writeHead(w, n, r.heads[n])
	}
	founders, err := r.founders()
	if err != nil {
		return err
	}
	bands := founders.write(func(key, value []byte) { w.put(slotsBucket, key, value) })
	pending := r.copyPending(w)
	if err := w.commit(); err != nil {
		return err
	}
	return a.commit(func(tx *bolt.Tx) error { return r.finish(a, tx, pending, bands, alone) })
}

// finish writes the counts and the named values, and groups the articles given.
func (r *rescue) finish(a *file, tx *bolt.Tx, pending, bands int, alone []uint32) error {
	s := r.old
	c := counts{Pending: pending, Bands: bands, Values: len(s.values), Last: r.last, Stamp: s.counts.Stamp}
	for n, h := range r.heads {
		c.Articles++
		if h.Removed {
			c.remove(true)
		}
		if h.Founder != n {
			c.Copies++
		}
	}
	c.Versions = r.kept()
	if err := r.writeMeta(tx, c); err != nil {
		return err
	}
	for _, n := range alone {
		if err := a.regroup(tx, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *rescue) writeMeta(tx *bolt.Tx, c counts) error {
	identity := r.old.identity
	if identity == nil {
		noted, _ := readIdentity(r.dir)
		identity, _ = hex.DecodeString(noted)
	}
	if len(identity) == 0 {
		identity = make([]byte, 16)
		if _, err := rand.Read(identity); err != nil {
			return err
		}
	}
	if err := putBasics(tx, identity, c); err != nil {
		return err
	}
	meta := tx.Bucket(metaBucket)
	for name, value := range r.old.values {
		if err := meta.Put([]byte(name), sign([]byte(name), value)); err != nil {
			return err
		}
	}
	lost := slices.Concat(r.old.lost, r.lost)
	if len(lost) == 0 {
		return nil
	}
	packed, err := r.encode.Marshal(lost)
	if err != nil {
		return err
	}
	return meta.Put(lostKey, sign(lostKey, packed))
}

// regroup gives an article whose group is not known the one that it had.
func (a *records) regroup(tx *bolt.Tx, n uint32) error {
	h, err := a.head(tx, n)
	if err != nil {
		return err
	}
	s, err := a.text(tx, n, h.Version)
	if err != nil {
		return nil
	}
	of := near.Of(s.Article)
	bands := of.Bands()
	if founder, err := a.findFounder(tx, n, s.Published, of, bands); err != nil || founder == 0 {
		return err
	}
	if err := unfound(tx, n, bands); err != nil {
		return err
	}
	return a.join(tx, n, h, s.Published, of, bands)
}

// founds reports whether another article is a copy of n.
func (r *rescue) founds(n uint32) bool {
	for m, h := range r.heads {
		if h.Founder == n && m != n {
			return true
		}
	}
	return false
}
