package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// pageSize is the maximum number of records in a read transaction: a long one
// would keep the file from reusing its pages.
const pageSize = 128

// Get is the current version of an article, removed or not; ErrNotFound where
// there is none, ErrDamaged if it cannot be read.
func (a *Archive) Get(ctx context.Context, id string) (article.Record, error) {
	var r article.Record
	err := a.view(ctx, func(tx *bolt.Tx) (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err = a.byID(tx, id)
		return err
	})
	return r, err
}

// GetMany gets several articles of one moment, in the order asked; those that
// are missing or damaged are left out.
func (a *Archive) GetMany(ctx context.Context, ids []string) ([]article.Record, error) {
	out := make([]article.Record, 0, len(ids))
	err := a.view(ctx, func(tx *bolt.Tx) error {
		out = out[:0]
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			if r, err := a.byID(tx, id); err == nil {
				out = append(out, r)
			}
		}
		return nil
	})
	return out, err
}

// ByNumber is the current version of an article by its number. Its error wraps
// ErrNotFound or ErrDamaged.
func (a *Archive) ByNumber(ctx context.Context, n uint32) (r article.Record, err error) {
	err = a.view(ctx, func(tx *bolt.Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err = a.byNumber(tx, n)
		return err
	})
	return r, err
}

// Each calls f with every article's current version, removed ones too, in
// order of their numbers, beginning after number after (0 for all). It holds no
// lock while f runs, so f may write. An error of f ends it and is returned.
// Damaged records are passed over; Each then returns an error that wraps
// ErrDamaged and names them, after all others were given.
func (a *Archive) Each(ctx context.Context, after uint32, f func(article.Record) error) error {
	var damaged []error
	for {
		page, last, bad, err := a.page(ctx, after)
		if err != nil {
			return err
		}
		damaged = append(damaged, bad...)
		for _, r := range page {
			if err := f(r); err != nil {
				return err
			}
		}
		if last == after {
			return errors.Join(damaged...)
		}
		after = last
	}
}

// EachArticle calls f with every article's current version, removed ones too, in
// order of their numbers, without what was found in it. Damaged ones are left out.
func (a *Archive) EachArticle(ctx context.Context, f func(article.Record)) error {
	for after := uint32(0); ; {
		outlines, last, err := a.outlines(ctx, after)
		if err != nil || last == after {
			return err
		}
		for page := range slices.Chunk(outlines, pageSize) {
			err := a.view(ctx, func(tx *bolt.Tx) error {
				for i := range page {
					if s, err := a.text(tx, page[i].Number, page[i].Version); err == nil {
						page[i].Article = s.Article
						f(page[i])
					}
				}
				return ctx.Err()
			})
			if err != nil {
				return err
			}
		}
		after = last
	}
}

// page returns the next records after a number. last is the highest number seen, or after if
// there are no more.
func (a *Archive) page(ctx context.Context, after uint32) (page []article.Record, last uint32, damaged []error, err error) {
	last = after
	if err := a.Prove(ctx); err != nil {
		return nil, after, nil, err
	}
	err = a.view(ctx, func(tx *bolt.Tx) error {
		page, damaged, last = nil, nil, after
		seen := 0
		return a.eachNumber(ctx, tx, after, func(n uint32) (more bool) {
			last = n
			if r, err := a.byNumber(tx, n); err != nil {
				damaged = append(damaged, err)
			} else {
				page = append(page, r)
			}
			seen++
			return seen < pageSize
		})
	})
	return page, last, damaged, err
}

// eachNumber calls f with the numbers of the articles behind one, in order, until f
// returns false. Numbers have no gaps, but for articles that were lost: where one is
// missing, the pages that would hold it are checked.
func (c *codec) eachNumber(ctx context.Context, tx *bolt.Tx, after uint32, f func(n uint32) (more bool)) error {
	cursor := tx.Bucket(headsBucket).Cursor()
	for k, _ := cursor.Seek(numberKey(after + 1)); k != nil; k, _ = cursor.Next() {
		n := binary.BigEndian.Uint32(k)
		if n != after+1 {
			if err := c.absent(tx, headsBucket, numberKey(after+1)); err != nil {
				return err
			}
		}
		after = n
		if err := ctx.Err(); err != nil {
			return err
		}
		if !f(n) {
			return nil
		}
	}
	if counts, err := readCounts(tx); err != nil || counts.Last == after {
		return err
	}
	return c.absent(tx, headsBucket, numberKey(after+1))
}

// Versions are all versions of an article, oldest first; those that are damaged
// are left out.
func (a *Archive) Versions(ctx context.Context, id string) ([]article.Record, error) {
	var out []article.Record
	err := a.view(ctx, func(tx *bolt.Tx) error {
		n, err := a.number(tx, id)
		if err != nil {
			return err
		}
		out = a.versions(ctx, tx, n)
		return ctx.Err()
	})
	return out, err
}

// versions are the versions of article n that can be read, oldest first.
func (a *records) versions(ctx context.Context, tx *bolt.Tx, n uint32) []article.Record {
	h := a.headOrLast(tx, n)
	var out []article.Record
	for v := 1; v <= h.Version && ctx.Err() == nil; v++ {
		if r, err := a.read(tx, n, h, v); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// number returns the number of an article. Its error wraps ErrNotFound or
// ErrDamaged.
func (c *codec) number(tx *bolt.Tx, id string) (uint32, error) {
	value := tx.Bucket(idsBucket).Get([]byte(id))
	if value == nil {
		if err := c.absent(tx, idsBucket, []byte(id)); err != nil {
			return 0, err
		}
		return 0, fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	n, _, ok := parseID([]byte(id), value)
	if !ok {
		c.misses.Add(1)
		return 0, fmt.Errorf("the entry of article %s is %w", id, ErrDamaged)
	}
	return n, nil
}

func (a *records) byID(tx *bolt.Tx, id string) (article.Record, error) {
	n, err := a.number(tx, id)
	if err != nil {
		return article.Record{}, err
	}
	r, err := a.byNumber(tx, n)
	switch {
	case errors.Is(err, ErrNotFound): // an entry without an article
		return r, fmt.Errorf("the entry of article %s is %w", id, ErrDamaged)
	case err == nil && r.ID != id:
		return article.Record{}, fmt.Errorf("the entry of article %s is %w: it leads to another article", id, ErrDamaged)
	}
	return r, err
}

// byNumber is the current version of article n.
func (a *records) byNumber(tx *bolt.Tx, n uint32) (article.Record, error) {
	h, err := a.head(tx, n)
	if err != nil {
		return article.Record{}, err
	}
	r, err := a.read(tx, n, h, h.Version)
	if err != nil {
		return article.Record{}, fmt.Errorf("article %s: %w", h.ID, err)
	}
	return r, nil
}

// head reads the head of article n.
func (c *codec) head(tx *bolt.Tx, n uint32) (head, error) {
	var h head
	key := numberKey(n)
	value := tx.Bucket(headsBucket).Get(key)
	if value == nil {
		if err := c.absent(tx, headsBucket, key); err != nil {
			return h, err
		}
		return h, fmt.Errorf("%w: number %d", ErrNotFound, n)
	}
	return h, c.unpack(key, value, &h)
}

// headOrLast returns the head of article n, or what can be known of it if it is
// damaged.
func (a *records) headOrLast(tx *bolt.Tx, n uint32) head {
	h, err := a.head(tx, n)
	if err != nil {
		return head{Version: lastVersion(tx, n), Founder: n}
	}
	return h
}

// read returns one version of the article with head h. The error wraps
// ErrDamaged if its text or its findings cannot be read: an article without its
// statements would be a short answer.
func (a *records) read(tx *bolt.Tx, n uint32, h head, version int) (article.Record, error) {
	s, err := a.text(tx, n, version)
	if err != nil {
		return article.Record{}, err
	}
	r := article.Record{Article: s.Article, Number: n, Version: version, Added: s.Added, Removed: h.Removed, Removal: h.Removal, File: h.File, Backlog: h.Backlog}
	r.Group = a.groupName(tx, n, h, s.ID)
	key := versionKey(n, version)
	var found findings
	if err := a.record(tx, findingsBucket, key, &found); err != nil {
		return article.Record{}, fmt.Errorf("findings: %w", err)
	}
	r.Extraction, r.Annotation, r.Events = found.Extraction, found.Annotation, found.Events
	fixZones(&r)
	return r, nil
}

// text is the article of one version.
func (a *records) text(tx *bolt.Tx, n uint32, version int) (stored, error) {
	var s stored
	key := versionKey(n, version)
	return s, a.record(tx, textsBucket, key, &s)
}

// record decodes the record under a key.
func (c *codec) record(tx *bolt.Tx, bucket, key []byte, into parser) error {
	value := tx.Bucket(bucket).Get(key)
	if value == nil {
		if err := c.absent(tx, bucket, key); err != nil {
			return err
		}
	}
	return c.unpack(key, value, into)
}

// lastVersion is the highest version of article n in the file, for when its head
// is damaged.
func lastVersion(tx *bolt.Tx, n uint32) int {
	c := tx.Bucket(textsBucket).Cursor()
	k, _ := c.Seek(numberKey(n + 1))
	if k == nil {
		k, _ = c.Last()
	} else {
		k, _ = c.Prev()
	}
	if len(k) != 8 || binary.BigEndian.Uint32(k) != n {
		return 0
	}
	return int(binary.BigEndian.Uint32(k[4:]))
}

// putHead writes the head of article n.
func (a *records) putHead(tx *bolt.Tx, n uint32, h head) error {
	key := numberKey(n)
	return ascending(tx, headsBucket).Put(key, seal(key, a.pack(dictionary.None, &h)))
}

// groupName returns the ID of the founder of article n, whose head is h; own if
// it is its own founder.
func (a *records) groupName(tx *bolt.Tx, n uint32, h head, own string) string {
	if h.Founder == n {
		return own
	}
	if founder, err := a.head(tx, h.Founder); err == nil {
		return founder.ID
	}
	return own
}

// Stats counts what the archive holds.
type Stats struct {
	Articles int    // not removed
	Removed  int    // removed
	Versions int    // of all articles
	Copies   int    // articles that are near-copies of another one
	Pending  int    // changes that the index has yet to learn
	Bytes    int64  // of the file
	Stamp    uint64 // grows with every change that the index has to learn
}

// Stats counts what is there now. It is cheap.
func (a *Archive) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := a.view(ctx, func(tx *bolt.Tx) error {
		c, err := readCounts(tx)
		if err != nil {
			return err
		}
		s = Stats{c.Articles, c.Removed, c.Versions, c.Copies, c.Pending, tx.Size(), c.Stamp}
		return ctx.Err()
	})
	return s, err
}

// Last returns the number of the article that was added last, 0 if there is none.
func (a *Archive) Last(ctx context.Context) (uint32, error) {
	var last uint32
	err := a.view(ctx, func(tx *bolt.Tx) error {
		c, err := readCounts(tx)
		last = c.Last
		return errors.Join(err, ctx.Err())
	})
	return last, err
}

// EachOutline calls f with every article's record without article and
// annotation, as Reconcile does, in order of their numbers. An article whose
// current version an earlier salvage could not save is left out.
func (a *Archive) EachOutline(ctx context.Context, f func(article.Record)) error {
	for after := uint32(0); ; {
		outlines, last, err := a.outlines(ctx, after)
		if err != nil || last == after {
			return err
		}
		for _, r := range outlines {
			f(r)
		}
		after = last
	}
}

// outlines returns the next records after a number, without article and annotation. last is
// the highest number seen, or after if there are no more.
func (a *Archive) outlines(ctx context.Context, after uint32) (out []article.Record, last uint32, err error) {
	last = after
	if err := a.Prove(ctx); err != nil {
		return nil, after, err
	}
	err = a.view(ctx, func(tx *bolt.Tx) error {
		out, last = nil, after
		seen := 0
		return a.eachNumber(ctx, tx, after, func(n uint32) (more bool) {
			last = n
			if h, err := a.head(tx, last); err == nil && !a.given(last, h.Version) {
				out = append(out, article.Record{
					Article: article.Article{ID: h.ID}, Number: last, Version: h.Version, Removed: h.Removed, Removal: h.Removal, File: h.File,
					Group: a.groupName(tx, last, h, h.ID), Extraction: h.Extraction,
				})
			}
			seen++
			return seen < outlinePage
		})
	})
	return out, last, err
}

// outlinePage is how many outlines one read transaction gives.
const outlinePage = 4096

// given reports whether an earlier salvage gave up that version of an article.
func (a *file) given(n uint32, version int) bool {
	return slices.ContainsFunc(a.Earlier(), func(l Lost) bool { return l.Number == n && (l.Version == version || l.Version == 0) })
}
