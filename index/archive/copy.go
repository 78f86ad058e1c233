package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
)

// Snapshot writes the archive as it is at one moment into a folder: a file that Open
// opens, and its identity. Writes go on meanwhile and are not in it. The folder must
// exist and hold no archive; what a failed Snapshot wrote is removed.
func (a *Archive) Snapshot(ctx context.Context, dir string) error {
	a.copying.Lock()
	defer a.copying.Unlock()
	path := filepath.Join(dir, FileName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy the archive: %w", err)
	}
	err = a.viewRaw(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(untilDone{ctx, f})
		return err
	})
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = noteIdentity(a.files, dir, a.identity)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy the archive: %w", full(err)), os.Remove(path))
	}
	return nil
}

// untilDone is a writer that fails once its context is done.
type untilDone struct {
	ctx context.Context
	io.Writer
}

// Write writes p unless the context is done.
func (w untilDone) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(p)
}

// Compact writes the archive into a new file without free pages, proves it, and puts
// it in the place of the old one. What was deleted is then in no file of the archive
// any more. A stop at any moment leaves the old file or the new one. Writes wait
// meanwhile, reads only while the files are exchanged.
func (a *Archive) Compact(ctx context.Context) error {
	a.copying.Lock()
	defer a.copying.Unlock()
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.proveOnce(ctx); err != nil {
		return err
	}
	next := a.path + compactSuffix
	db, file, set, err := a.compactInto(ctx, next)
	if err != nil {
		return errors.Join(fmt.Errorf("compacting the archive: %w", full(err)), removed(next))
	}
	// It is open, and so nobody else's, before it has the archive's name.
	err = a.files.Rename(next, a.path)
	if _, there := os.Lstat(next); err != nil && there == nil {
		return errors.Join(fmt.Errorf("compacting the archive: %w", err), db.Close(), removed(next))
	}
	return errors.Join(err, a.use(db, file, set)) // whatever became of the sync, it has the name
}

func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// compactInto writes the content of the archive into a new file, records in the form of
// this layout and with new dictionaries, proves it, and opens it. It returns the set of
// dictionaries to use with it.
func (a *file) compactInto(ctx context.Context, path string) (*bolt.DB, *os.File, *dictionary.Set, error) {
	if err := removed(path); err != nil {
		return nil, nil, nil, err
	}
	all, err := a.copyInto(ctx, path)
	if err != nil {
		return nil, nil, nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer file.Close()
	s, err := a.survey(ctx, file)
	if err := errors.Join(err, ctx.Err()); err != nil {
		return nil, nil, nil, err
	}
	if !s.usable() {
		return nil, nil, nil, fmt.Errorf("the new file is %w (%s); the old one stays", ErrDamaged, s.problem())
	}
	set, err := dictionary.NewSet(all)
	if err != nil {
		return nil, nil, nil, err
	}
	db, open, err := openFile(path, reopenTimeout)
	return db, open, set, err
}

// copyInto writes the content of the archive into a new file and returns the dictionaries
// there.
func (a *file) copyInto(ctx context.Context, path string) (map[uint32]dictionary.Dictionary, error) {
	to, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return nil, err
	}
	all, err := a.copyRecords(ctx, to)
	return all, errors.Join(err, to.Sync(), to.Close())
}

// copyRecords copies every record into an empty file. Dictionaries with words of articles
// that are deleted are made anew, of those that are there, and records are written with
// these.
func (a *file) copyRecords(ctx context.Context, to *bolt.DB) (map[uint32]dictionary.Dictionary, error) {
	if err := to.Update(makeBuckets); err != nil {
		return nil, err
	}
	w := &recordWriter{db: to}
	var all map[uint32]dictionary.Dictionary
	err := a.viewRaw(func(tx *bolt.Tx) error {
		set, sources, err := a.keepOrTrain(ctx, tx)
		if err != nil {
			return err
		}
		all = set.All()
		copyDictionaries(all, w)
		for _, name := range [][]byte{metaBucket, idsBucket, headsBucket, textsBucket, findingsBucket, groupsBucket, pendingBucket} {
			if err := a.renewAll(ctx, tx, w, set, name); err != nil {
				return err
			}
		}
		if err := copyFounders(tx, w); err != nil {
			return err
		}
		w.put(metaBucket, formatKey, formatValue())
		if err := copySources(tx, w, sources); err != nil {
			return err
		}
		return w.commit() // while what it refers to is there
	})
	if w.err == nil {
		w.err = err
	}
	return all, w.commit()
}

// sourcesName is the named value that tells what the dictionaries were made of.
const sourcesName = "dictionary sources"

// copySources writes what the dictionaries of a new file were made of, and counts that in
// its counts, which are copied, if the old file did not have it.
func copySources(tx *bolt.Tx, w *recordWriter, sources dictionary.Sources) error {
	key := []byte(namedMeta + sourcesName)
	if tx.Bucket(metaBucket).Get(key) == nil {
		c, err := readCounts(tx)
		if err != nil {
			return err
		}
		c.Values++
		w.put(metaBucket, countsKey, c.encode())
	}
	w.put(metaBucket, key, sign(key, sources.Append(nil)))
	return w.err
}

// keepOrTrain returns the dictionaries that there are, if no record is deleted whose words
// they hold and the archive is not more than twice as large as it was then; others otherwise.
func (a *records) keepOrTrain(ctx context.Context, tx *bolt.Tx) (*dictionary.Set, dictionary.Sources, error) {
	c, err := readCounts(tx)
	if err != nil {
		return nil, dictionary.Sources{}, err
	}
	var sources dictionary.Sources
	key := []byte(namedMeta + sourcesName)
	payload, ok := signed(key, tx.Bucket(metaBucket).Get(key))
	if !ok || sources.Parse(payload) != nil || len(sources.Keys) == 0 || c.Last/outgrown > sources.Last {
		return a.train(ctx, tx)
	}
	have, kept := a.dictionaries.Load().All(), map[uint32]dictionary.Dictionary{}
	for id, keys := range sources.Keys {
		d, ok := have[id]
		if !ok || slices.ContainsFunc(keys, func(key string) bool { return a.deleted(tx, []byte(key)) }) {
			return a.train(ctx, tx)
		}
		kept[id] = d
	}
	set, err := dictionary.NewSet(kept)
	return set, sources, err
}

// outgrown is how many times as large as it was when dictionaries were made an archive is
// when they are made anew.
const outgrown = 2

// deleted reports whether the text of an article's version is deleted, or cannot be read.
func (a *records) deleted(tx *bolt.Tx, key []byte) bool {
	var s stored
	return a.record(tx, textsBucket, key, &s) != nil || s.Text == ""
}

// train makes a set of dictionaries of articles from all over the archive, an empty one
// where they are too few or have nothing in common.
func (a *records) train(ctx context.Context, tx *bolt.Tx) (*dictionary.Set, dictionary.Sources, error) {
	sources := dictionary.Sources{Keys: map[uint32][]string{}}
	c, err := readCounts(tx)
	if err != nil {
		return nil, sources, err
	}
	sources.Last = c.Last
	var texts, found [][]byte
	var keys []string
	for n := uint32(1); int(c.Last) >= a.learnFrom && n <= c.Last; n += max(1, c.Last/dictionary.Samples) {
		h, err := a.head(tx, n)
		if err != nil || h.Removed {
			continue
		}
		s, err := a.text(tx, n, h.Version)
		var f findings
		key := versionKey(n, h.Version)
		if err != nil || a.record(tx, findingsBucket, key, &f) != nil {
			continue
		}
		texts, found, keys = append(texts, s.Append(nil)), append(found, f.Append(nil)), append(keys, string(key))
		if err := ctx.Err(); err != nil {
			return nil, sources, err
		}
	}
	all := map[uint32]dictionary.Dictionary{}
	last := a.dictionaries.Load().Last()
	for kind, samples := range map[dictionary.Kind][][]byte{dictionary.Texts: texts, dictionary.Findings: found} {
		if d, err := dictionary.Train(kind, last+uint32(kind), samples); err == nil {
			all[d.ID] = d
			for _, i := range dictionary.History(samples) {
				sources.Keys[d.ID] = append(sources.Keys[d.ID], keys[i])
			}
		}
	}
	set, err := dictionary.NewSet(all)
	return set, sources, err
}

// renewAll writes the records of a bucket in the form of this layout, with a set of
// dictionaries.
func (a *file) renewAll(ctx context.Context, tx *bolt.Tx, w *recordWriter, set *dictionary.Set, bucket []byte) error {
	type pair struct{ key, value []byte }
	var page []pair
	flush := func() error {
		var g errgroup.Group
		g.SetLimit(runtime.GOMAXPROCS(0))
		for part := range slices.Chunk(page, pageSize/8) {
			g.Go(func() error {
				for i, p := range part {
					part[i].value = a.renew(set, bucket, p.key, p.value)
				}
				return nil
			})
		}
		_ = g.Wait() // it has no error
		for _, p := range page {
			w.put(bucket, p.key, p.value)
		}
		page = page[:0]
		return errors.Join(w.err, ctx.Err())
	}
	err := tx.Bucket(bucket).ForEach(func(key, value []byte) error {
		page = append(page, pair{slices.Clone(key), slices.Clone(value)}) // others must not read the mapped file
		if len(page) < 8*pageSize {
			return nil
		}
		return flush()
	})
	return errors.Join(err, flush())
}

// copyFounders copies the table of founders, those in bands of older layouts as slots.
func copyFounders(tx *bolt.Tx, w *recordWriter) error {
	if k, _ := tx.Bucket(bandsBucket).Cursor().First(); k == nil && tx.Bucket(slotsBucket) != nil {
		return tx.Bucket(slotsBucket).ForEach(func(key, value []byte) error {
			w.put(slotsBucket, key, value)
			return w.err
		})
	}
	all := table{}
	_ = tx.Bucket(bandsBucket).ForEach(func(key, _ []byte) error {
		all.add(key[:near.BandSize], binary.BigEndian.Uint32(key[near.BandSize:]))
		return nil
	})
	if slots := tx.Bucket(slotsBucket); slots != nil {
		err := slots.ForEach(func(key, value []byte) error {
			entries, ok := parseSlot(key, value)
			if !ok {
				return fmt.Errorf("the table of founders is %w", ErrDamaged)
			}
			slot := binary.BigEndian.Uint16(key)
			all[slot] = append(all[slot], entries...)
			return nil
		})
		if err != nil {
			return err
		}
	}
	all.write(func(key, value []byte) { w.put(slotsBucket, key, value) })
	return w.err
}

// renew returns a sealed record in the form of this layout and with a set of dictionaries;
// as it is where it has that form, or is damaged.
func (a *codec) renew(set *dictionary.Set, bucket, key, sealed []byte) []byte {
	var record interface {
		parser
		appender
	}
	kind := dictionary.None
	switch string(bucket) {
	case string(textsBucket):
		record, kind = new(stored), dictionary.Texts
	case string(findingsBucket):
		record, kind = new(findings), dictionary.Findings
	case string(headsBucket):
		record = new(head)
	default:
		return sealed
	}
	if len(sealed) < sealLength || renewed(set, kind, sealed) {
		return sealed
	}
	if !intact(key, sealed) || !set.Has(kind) && (sealed[4] == packed || sealed[4] == packedCompressed) || a.unpack(key, sealed, record) != nil {
		return sealed
	}
	return seal(key, packWith(set, kind, record))
}

// renewed reports whether a record of a kind has the form that renew gives it with a set.
func renewed(set *dictionary.Set, kind dictionary.Kind, sealed []byte) bool {
	switch sealed[4] {
	case packed, packedCompressed:
		return kind == dictionary.None
	case packedDictionary:
		return set.All()[dictionary.ID(sealed[sealLength:])].Kind == kind
	}
	return false
}
