package archive

import (
	"context"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

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
