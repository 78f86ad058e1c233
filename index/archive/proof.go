package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
)

// An archive is opened by a glance at its file, so that answers need not wait until
// all of it is read, and proven after that. Until it is proven nothing is written to
// it, each record that is read is compared with its checksum, and a reader that
// misses anything waits for the proof: a damaged page may hide it.

// Prove reads the whole file, once, and checks every record. What can be rebuilt
// without loss is: a new file takes the place of the damaged one, which is renamed
// (Repairs tells). If texts of articles are lost and everything else is whole, Prove
// succeeds and Damage returns them. If the file is too damaged to answer from, it
// returns an error that wraps ErrDamaged and says what to do, and so does every
// other method from then on. Writes wait meanwhile, reads do not.
func (a *file) Prove(ctx context.Context) error {
	if p := a.proof.Load(); p.done {
		return p.refused
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	return a.proveOnce(ctx)
}

// ProveBy has a reader that misses something before the proof call prove, which calls
// Prove and whatever else must be done before that can be answered. It is called
// before the archive is used by several goroutines.
func (a *file) ProveBy(prove func(context.Context) error) { a.doubted = prove }

// ReprovenBy has told called after each proof beyond the first: pages that were damaged
// while the file was open make it due. Repairs and Damage have what came of it.
func (a *file) ReprovenBy(told func()) { a.reproven = told }

// reprove proves the file once more, since its pages were damaged after the proof before.
// The caller holds a.writing.
func (a *file) reprove(ctx context.Context) error {
	repairs := len(a.Repairs())
	a.proof.Store(&proof{repairs: a.Repairs(), earlier: a.Earlier(), damage: a.Damage()})
	err := a.proveOnce(ctx)
	if err == nil && len(a.Repairs()) == repairs {
		a.pages.Store(nil) // nothing is wrong that a proof finds; do not prove at each miss
	}
	go a.reproven() // whoever is told may want to read or write
	return err
}

// proveOnce is Prove for the holder of a.writing.
func (a *file) proveOnce(ctx context.Context) error {
	if p := a.proof.Load(); p.done {
		return p.refused
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	again, err := a.prove(ctx, nil)
	if again && err == nil {
		err = a.exchange()
	}
	if errors.Is(err, ErrDamaged) || again && err != nil {
		a.proof.Store(&proof{done: true, refused: err, repairs: a.Repairs()})
	}
	return err
}

// exchange opens the file that has taken the place of the open one.
func (a *file) exchange() error {
	db, file, err := openFile(a.path, reopenTimeout)
	if err != nil {
		return fmt.Errorf("opening the new %s: %w", FileName, err)
	}
	return a.use(db, file, a.dictionaries.Load())
}

// use makes db, which has file open and was written with a set of dictionaries, the open
// file, and closes the one before.
func (a *file) use(db *bolt.DB, file *os.File, set *dictionary.Set) error {
	a.swap.Lock()
	defer a.swap.Unlock()
	old := a.db
	a.db = db
	a.pages.Store(&backing{db, file})
	a.dictionaries.Store(set)
	a.tags.reset()
	if a.stuck.Swap(false) {
		return nil // it stays open, under the name of the damaged file
	}
	return old.Close()
}

// glance reads the roots of the file, its list of buckets and the meta bucket. It
// reports whether the rest can wait for Prove: nothing is wrong so far, and the
// layout is the one of this version.
func (a *file) glance(openErr error) (enough bool, err error) {
	if openErr != nil {
		return false, nil
	}
	file, err := os.Open(a.path)
	if err != nil {
		return false, fmt.Errorf("opening %s: %w", a.path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, fmt.Errorf("opening %s: %w", a.path, err)
	}
	s, err := a.surveyMeta(file, info.Size())
	switch {
	case err != nil:
		return false, nil // Prove words it
	case s.fresh():
		a.proof.Store(&proof{done: true})
		return true, refuseEmpty(a.dir)
	case !s.soundSoFar():
		return false, nil
	}
	if err := a.adopt(s.dictionaries); err != nil {
		return false, nil
	}
	a.proof.Store(&proof{repairs: a.Repairs(), damage: Damage{Doubt: s.doubt}, earlier: s.lost})
	return true, foreign(a.dir, s.identity)
}

// prove reads and checks the whole file. again reports that a repaired file has taken
// its place. openErr is bbolt's error on opening it, nil if there was none.
func (a *file) prove(ctx context.Context, openErr error) (again bool, err error) {
	dir, path := a.dir, a.path
	file, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("opening %s: %w", path, err)
	}
	defer file.Close()
	s, err := a.survey(ctx, file)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err != nil {
		return false, refusal(path, err.Error(), nil)
	}
	if openErr == nil && s.fresh() {
		a.proof.Store(&proof{done: true})
		return false, refuseEmpty(dir)
	}
	if s.format > format {
		return false, fmt.Errorf("%s was written by a newer briefing-bot (layout %d; this one knows %d): use that one", path, s.format, format)
	}
	if s.identity != nil {
		if err := foreign(dir, s.identity); err != nil {
			return false, err
		}
	}
	if err := a.adopt(s.dictionaries); err != nil {
		return false, refusal(path, "has a dictionary that cannot be used", nil)
	}
	if openErr == nil && s.clean() {
		return false, a.useDamaged(s)
	}
	r := &rescue{codec: a.codec, files: a.files, dir: dir, path: path, file: file, old: s}
	if err := r.plan(); err != nil {
		return false, err
	}
	if !r.complete() {
		if openErr == nil && s.usable() {
			return false, a.useDamaged(s)
		}
		return false, refusal(path, "is damaged ("+s.problem()+")", r)
	}
	if err := r.replace(); err != nil {
		return false, err
	}
	a.proof.Store(&proof{done: true, repairs: append(slices.Clone(a.Repairs()), r.told()), earlier: s.lost})
	return true, nil
}

// useDamaged notes what is lost of a file that can be used as it is.
func (a *file) useDamaged(s *survey) error {
	p := proof{done: true, repairs: a.Repairs(), damage: Damage{Doubt: s.doubt}, earlier: s.lost}
	if s.file.Roots().Damaged && s.doubt == "" {
		p.damage.Doubt = oneMetaDoubt
		if err := a.commit(func(tx *bolt.Tx) error {
			return tx.Bucket(metaBucket).Put(doubtKey, sign(doubtKey, []byte(oneMetaDoubt)))
		}); err != nil {
			return err
		}
	}
	err := a.viewRaw(func(tx *bolt.Tx) error {
		for _, key := range s.texts.damaged {
			n, version := uint32(key>>32), int(uint32(key))
			h, err := a.head(tx, n)
			if err != nil {
				return err
			}
			p.damage.Lost = append(p.damage.Lost, Lost{n, version, h.ID, version == h.Version})
		}
		return nil
	})
	if err == nil {
		a.proof.Store(&p)
	}
	return err
}

// refusal words an archive that is not opened; r is nil if nothing can be saved.
func refusal(path, problem string, r *rescue) error {
	e := &DamageError{Path: path, Problem: problem, Advice: restoreAdvice}
	if r != nil {
		e.Advice = fmt.Sprintf("Restore it from a copy of the data folder, or run `briefing-bot check --salvage`: %d of %d articles can be saved, and the damaged file is kept beside the new one.",
			r.savable(), r.last)
	} else {
		e.Advice += " Or run `briefing-bot check --salvage` to save what can still be found in it."
	}
	return e
}
