package archive

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Pending is an article that changed and that the index has yet to learn.
type Pending struct {
	Number uint32
	stamp  uint64 // of the change: one that comes meanwhile is not lost
}

// pend marks article n for the index.
func pend(tx *bolt.Tx, n uint32) error {
	bucket, key := tx.Bucket(pendingBucket), numberKey(n)
	c, err := count(tx, func(c *counts) {
		c.Stamp++
		if bucket.Get(key) == nil {
			c.Pending++
		}
	})
	if err != nil {
		return err
	}
	return bucket.Put(key, sign(key, binary.BigEndian.AppendUint64(nil, c.Stamp)))
}

// parsePending reads a record of the pending bucket.
func parsePending(key, value []byte) (Pending, bool) {
	stamp, ok := signed(key, value)
	if !ok || len(stamp) != 8 || len(key) != 4 {
		return Pending{}, false
	}
	return Pending{binary.BigEndian.Uint32(key), binary.BigEndian.Uint64(stamp)}, true
}

// Unindexed are up to limit articles that the index has yet to learn, as they
// are now, in order of their numbers. Give marks to Indexed when the index
// holds the records; they are more than the records where some are damaged.
func (a *Archive) Unindexed(ctx context.Context, limit int) (records []article.Record, marks []Pending, err error) {
	if err := a.Prove(ctx); err != nil {
		return nil, nil, err
	}
	err = a.view(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket(pendingBucket).Cursor()
		for k, v := c.First(); k != nil && len(marks) < limit; k, v = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			mark, ok := parsePending(k, v)
			if !ok {
				return fmt.Errorf("the list of articles to index is %w", ErrDamaged)
			}
			marks = append(marks, mark)
			if r, err := a.byNumber(tx, mark.Number); err == nil {
				records = append(records, r)
			}
		}
		return nil
	})
	return records, marks, err
}

// Indexed records that the index holds what Unindexed returned. Articles that changed
// meanwhile stay marked.
func (a *Archive) Indexed(ctx context.Context, marks []Pending) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
		bucket := tx.Bucket(pendingBucket)
		done := 0
		for _, m := range marks {
			key := numberKey(m.Number)
			if now, ok := parsePending(key, bucket.Get(key)); !ok || now.stamp != m.stamp {
				continue
			}
			if err := bucket.Delete(key); err != nil {
				return err
			}
			done++
		}
		_, err := count(tx, func(c *counts) { c.Pending -= done })
		return err
	})
}

// Reconcile marks for the index all articles of which holds says no, and says
// how many they are. Holds is given records without article and annotation: ID,
// Number, Version, Removed, Group and Extraction.
func (a *Archive) Reconcile(ctx context.Context, holds func(article.Record) bool) (missing int, err error) {
	for after := uint32(0); ; {
		outlines, last, err := a.outlines(ctx, after)
		if err != nil || last == after {
			return missing, err
		}
		outlines = slices.DeleteFunc(outlines, holds)
		if missing += len(outlines); len(outlines) > 0 {
			if err := a.pendAll(ctx, outlines); err != nil {
				return missing, err
			}
		}
		after = last
	}
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

// outlines are the next records after a number, without article and annotation;
// last is the number of the last one, after where there is none.
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

// given reports whether an earlier salvage gave up that version of an article.
func (a *file) given(n uint32, version int) bool {
	return slices.ContainsFunc(a.Earlier(), func(l Lost) bool { return l.Number == n && (l.Version == version || l.Version == 0) })
}

// outlinePage is how many outlines one read transaction gives.
const outlinePage = 4096

func (a *Archive) pendAll(ctx context.Context, records []article.Record) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
		for _, r := range records {
			if err := pend(tx, r.Number); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}
