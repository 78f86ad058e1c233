package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"maps"
	"runtime"
	"slices"
	"time"
	"unicode/utf8"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// MaxID is the maximum length of an article's ID in bytes.
const MaxID = 1024

// Change is the effect of Put on an article.
type Change uint8

// The changes.
const (
	Unchanged Change = iota // the same text and metadata are there already
	Added                   // its ID is new
	Updated                 // its text or metadata differ, or it had been removed because its source was gone
	Refused                 // it was removed by hand and stays so
)

// Outcome is the result of Put for one article.
type Outcome struct {
	Change  Change
	Number  uint32
	Version int
	Copy    bool // it stands in a group of near-copies with others
}

// prepared is a record with what can be worked out before the write begins.
type prepared struct {
	article.Article
	file       string
	backlog    bool
	extraction int
	hash       []byte
	text       []byte // packed
	findings   []byte // packed
	shingles   near.Shingles
	bands      [][]byte
}

// Put stores records, in their order, in one durable write: when it returns nil,
// all of them are safe; on an error none of them is in. The caller fills Article,
// Extraction, Annotation and Events; number, version, time and group are the
// archive's to give. A record whose ID is known becomes a new version where its
// article differs, and stays as it is where not. An article that was removed by
// hand is Refused; one whose source was gone is back.
func (a *Archive) Put(ctx context.Context, records []article.Record) ([]Outcome, error) {
	return a.PutWith(ctx, records, nil)
}

// PutWith is Put that sets values too, as SetMeta does, in the same durable write:
// either all of it is in, or nothing is. The values are what note returns of the
// outcomes, by name; one of nil deletes what is kept under its name. note may be nil.
func (a *Archive) PutWith(ctx context.Context, records []article.Record, note func([]Outcome) (map[string][]byte, error)) ([]Outcome, error) {
	if err := a.learn(ctx); err != nil {
		return nil, fmt.Errorf("storing %d articles: %w", len(records), err)
	}
	set := a.dictionaries.Load()
	ready, err := a.prepare(ctx, set, records)
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(ready))
	err = a.update(ctx, func(tx *bolt.Tx) error {
		if now := a.dictionaries.Load(); now != set { // Compact came between: the old ones may be gone
			if ready, err = a.prepare(ctx, now, records); err != nil {
				return err
			}
			set = now
		}
		for i, p := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if outcomes[i], err = a.put(tx, p); err != nil {
				return fmt.Errorf("article %s: %w", p.ID, err)
			}
		}
		if note == nil {
			return nil
		}
		values, err := note(outcomes)
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if err == nil {
				err = setMeta(tx, name, values[name])
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("storing %d articles: %w", len(records), err)
	}
	return outcomes, nil
}

// learn makes dictionaries once there are enough articles, unless there are some.
func (a *file) learn(ctx context.Context) error {
	have := func() bool { return a.dictionaries.Load().Last() > 0 || a.unteachable.Load() }
	if have() {
		return nil
	}
	enough := false
	err := a.view(ctx, func(tx *bolt.Tx) error {
		c, err := readCounts(tx)
		enough = int(c.Last) >= a.learnFrom
		return err
	})
	if err != nil || !enough {
		return err
	}
	var set *dictionary.Set
	err = a.update(ctx, func(tx *bolt.Tx) (err error) {
		if have() {
			return nil
		}
		var sources dictionary.Sources
		if set, sources, err = a.train(ctx, tx); err != nil {
			return err
		}
		a.unteachable.Store(set.Last() == 0)
		if err := setMeta(tx, sourcesName, sources.Append(nil)); err != nil {
			return err
		}
		for _, d := range set.All() {
			key, value := dictionaryRecord(d)
			if err := errors.Join(tx.Bucket(dictsBucket).Put(key, value), tx.Bucket(sparesBucket).Put(key, value)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || set == nil {
		return err
	}
	return a.adopt(set.All())
}

// learnFrom is the number of articles from which on dictionaries, which take some 400 kB,
// shorten more than they take.
const learnFrom = 2000

// prepare encodes records and finds their bands, on all cores.
func (a *records) prepare(ctx context.Context, set *dictionary.Set, records []article.Record) ([]prepared, error) {
	out := make([]prepared, len(records))
	now := time.Now().UTC()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range records {
		g.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if out[i], err = prepareOne(set, &records[i], now); err != nil {
				return fmt.Errorf("article %q: %w", records[i].ID, err)
			}
			return nil
		})
	}
	return out, g.Wait()
}

func prepareOne(set *dictionary.Set, r *article.Record, now time.Time) (prepared, error) {
	if r.ID == "" || len(r.ID) > MaxID {
		return prepared{}, fmt.Errorf("an ID has 1 to %d bytes, this one %d", MaxID, len(r.ID))
	}
	for _, s := range []string{r.ID, r.URL, r.Title, r.Source, r.Author, r.Lang, r.Text} {
		if !utf8.ValidString(s) {
			return prepared{}, errors.New("its text, title or another field is not valid UTF-8")
		}
	}
	p := prepared{Article: r.Article, file: r.File, backlog: r.Backlog, extraction: r.Extraction, hash: hashArticle(r.Article), shingles: near.Of(r.Article)}
	p.bands = p.shingles.Bands()
	p.text = packWith(set, dictionary.Texts, &stored{Article: r.Article, Added: now})
	p.findings = packWith(set, dictionary.Findings, &findings{Extraction: r.Extraction, Annotation: r.Annotation, Events: r.Events})
	return p, nil
}

// hashArticle is the SHA-256 over all that was given of an article.
func hashArticle(r article.Article) []byte {
	h := sha256.New()
	for _, s := range []string{r.ID, r.URL, r.Title, r.Source, r.Author, r.Lang, r.Text} {
		hashString(h, s)
	}
	hashString(h, r.Published.Precision.String()+r.Published.Time.Format(time.RFC3339Nano))
	return h.Sum(nil)
}

func hashString(h hash.Hash, s string) {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(s)))
	h.Write(length[:])
	h.Write([]byte(s))
}

// put stores one article in a transaction.
func (a *records) put(tx *bolt.Tx, p prepared) (Outcome, error) {
	n, err := a.number(tx, p.ID)
	if errors.Is(err, ErrNotFound) {
		return a.add(tx, p)
	}
	if err != nil {
		return Outcome{}, err
	}
	h, err := a.head(tx, n)
	if err != nil { // damaged: what was lost comes in again
		h = head{ID: p.ID, Version: lastVersion(tx, n), Founder: n}
	}
	if h.Refuses() {
		return Outcome{Change: Refused, Number: n, Version: h.Version}, nil
	}
	back := h.Removed
	if back {
		if err := a.mark(tx, n, &h, false, h.Removal); err != nil {
			return Outcome{}, err
		}
	}
	if bytes.Equal(h.Hash, p.hash) && a.holds(tx, n, h.Version) {
		change := Unchanged
		if back {
			change = Updated
		}
		return Outcome{change, n, h.Version, a.grouped(tx, n, h)}, nil
	}
	if err := a.leave(tx, n, h); err != nil {
		return Outcome{}, err
	}
	h.Version++
	h.Hash, h.Extraction, h.File = p.hash, p.extraction, p.file
	outcome, err := a.store(tx, n, h, p, Updated)
	if err != nil || a.keep == 0 {
		return outcome, err
	}
	return outcome, prune(tx, n, h.Version-a.keep)
}

// add stores an article whose ID is new.
func (a *records) add(tx *bolt.Tx, p prepared) (Outcome, error) {
	c, err := count(tx, func(c *counts) { c.Last++; c.Articles++ })
	if err != nil {
		return Outcome{}, err
	}
	n := c.Last
	if tx.Bucket(headsBucket).Get(numberKey(n)) != nil {
		return Outcome{}, fmt.Errorf("the counts of the archive are %w", ErrDamaged)
	}
	if err := tx.Bucket(idsBucket).Put([]byte(p.ID), idValue(p.ID, n, false)); err != nil {
		return Outcome{}, err
	}
	return a.store(tx, n, head{ID: p.ID, Version: 1, Hash: p.hash, Extraction: p.extraction, File: p.file, Backlog: p.backlog}, p, Added)
}

// store writes a version of article n, puts it among its near-copies, and marks
// it for the index.
func (a *records) store(tx *bolt.Tx, n uint32, h head, p prepared, change Change) (Outcome, error) {
	key := versionKey(n, h.Version)
	if err := ascending(tx, textsBucket).Put(key, seal(key, p.text)); err != nil {
		return Outcome{}, err
	}
	if err := ascending(tx, findingsBucket).Put(key, seal(key, p.findings)); err != nil {
		return Outcome{}, err
	}
	if _, err := count(tx, func(c *counts) { c.Versions++ }); err != nil {
		return Outcome{}, err
	}
	if err := a.join(tx, n, h, p.Published, p.shingles, p.bands); err != nil {
		return Outcome{}, err
	}
	if err := pend(tx, n); err != nil {
		return Outcome{}, err
	}
	h, err := a.head(tx, n)
	return Outcome{change, n, h.Version, a.grouped(tx, n, h)}, err
}

// prune deletes the versions of article n up to last.
func prune(tx *bolt.Tx, n uint32, last int) error {
	if last < 1 {
		return nil
	}
	var old [][]byte
	c := tx.Bucket(textsBucket).Cursor()
	end := versionKey(n, last)
	for k, _ := c.Seek(numberKey(n)); k != nil && bytes.Compare(k, end) <= 0; k, _ = c.Next() {
		old = append(old, bytes.Clone(k))
	}
	for _, key := range old {
		if err := tx.Bucket(textsBucket).Delete(key); err != nil {
			return err
		}
		if err := tx.Bucket(findingsBucket).Delete(key); err != nil {
			return err
		}
	}
	_, err := count(tx, func(c *counts) { c.Versions -= len(old) })
	return err
}

// holds reports whether the text of a version is there and intact.
func (a *records) holds(tx *bolt.Tx, n uint32, version int) bool {
	key := versionKey(n, version)
	return intact(key, tx.Bucket(textsBucket).Get(key))
}

// Compare returns what Put would do with each article, without its cost: extraction
// is for those that are not Unchanged.
func (a *Archive) Compare(ctx context.Context, articles []article.Article) ([]Change, error) {
	out := make([]Change, len(articles))
	err := a.view(ctx, func(tx *bolt.Tx) error {
		for i, art := range articles {
			if err := ctx.Err(); err != nil {
				return err
			}
			out[i] = a.compare(tx, art)
		}
		return nil
	})
	return out, err
}

func (a *records) compare(tx *bolt.Tx, art article.Article) Change {
	n, err := a.number(tx, art.ID)
	if errors.Is(err, ErrNotFound) {
		return Added
	}
	if err != nil {
		return Updated
	}
	h, err := a.head(tx, n)
	switch {
	case err == nil && h.Refuses():
		return Refused
	case err == nil && h.Removed:
		return Updated
	}
	if err == nil && bytes.Equal(h.Hash, hashArticle(art)) && a.holds(tx, n, h.Version) {
		return Unchanged
	}
	return Updated
}

// Stale are up to limit articles after number after whose annotation is of an
// older extraction than version, and the number to go on after; 0 when there
// are no more.
func (a *Archive) Stale(ctx context.Context, version int, after uint32, limit int) (records []article.Record, next uint32, err error) {
	if err := a.Prove(ctx); err != nil {
		return nil, 0, err
	}
	err = a.view(ctx, func(tx *bolt.Tx) error {
		records, next = nil, 0
		return a.eachNumber(ctx, tx, after, func(n uint32) (more bool) {
			if h, err := a.head(tx, n); err != nil || h.Extraction >= version {
				return true
			}
			if r, err := a.byNumber(tx, n); err == nil {
				records = append(records, r)
			}
			if len(records) == limit {
				next = n
			}
			return len(records) < limit
		})
	})
	return records, next, err
}

// Reannotate stores what a newer extraction found in records that Stale returned, in
// one durable write, and marks them for the index. An article that changed
// meanwhile keeps what it has.
func (a *Archive) Reannotate(ctx context.Context, records []article.Record) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
		for _, r := range records {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.reannotate(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *records) reannotate(tx *bolt.Tx, r article.Record) error {
	h, err := a.head(tx, r.Number)
	if err != nil || h.Version != r.Version {
		return nil
	}
	found := a.pack(dictionary.Findings, &findings{Extraction: r.Extraction, Annotation: r.Annotation, Events: r.Events})
	key := versionKey(r.Number, r.Version)
	if err := tx.Bucket(findingsBucket).Put(key, seal(key, found)); err != nil {
		return err
	}
	h.Extraction = r.Extraction
	if err := a.putHead(tx, r.Number, h); err != nil {
		return err
	}
	return pend(tx, r.Number)
}

// mark changes whether article n, whose head is h, is removed, and marks it for the
// index.
func (a *records) mark(tx *bolt.Tx, n uint32, h *head, removed bool, why article.Removal) error {
	changed := h.Removed != removed
	h.Removed, h.Removal = removed, why
	if !removed {
		h.Removal = article.ByHand
	}
	if err := a.putHead(tx, n, *h); err != nil {
		return err
	}
	if !changed {
		return nil
	}
	if err := tx.Bucket(idsBucket).Put([]byte(h.ID), idValue(h.ID, n, removed)); err != nil {
		return err
	}
	if _, err := count(tx, func(c *counts) { c.remove(removed) }); err != nil {
		return err
	}
	return pend(tx, n)
}

// Meta returns the value kept under a name, nil if there is none.
func (a *Archive) Meta(ctx context.Context, name string) (value []byte, err error) {
	key := []byte(namedMeta + name)
	err = a.view(ctx, func(tx *bolt.Tx) error {
		raw := tx.Bucket(metaBucket).Get(key)
		if raw == nil {
			return ctx.Err()
		}
		payload, ok := signed(key, raw)
		if !ok {
			return fmt.Errorf("the value %q is %w", name, ErrDamaged)
		}
		value = bytes.Clone(payload)
		return ctx.Err()
	})
	return value, err
}

// SetMeta keeps a value under a name.
func (a *Archive) SetMeta(ctx context.Context, name string, value []byte) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
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
