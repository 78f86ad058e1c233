package archive

import (
	"context"
	"encoding/binary"

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
	bucket := tx.Bucket(pendingBucket)
	stamp, err := bucket.NextSequence()
	if err != nil {
		return err
	}
	key := numberKey(n)
	if bucket.Get(key) == nil {
		if err := count(tx, func(c *counts) { c.Pending++ }); err != nil {
			return err
		}
	}
	return bucket.Put(key, binary.BigEndian.AppendUint64(nil, stamp))
}

// Unindexed are up to limit articles that the index has yet to learn, as they
// are now, in order of their numbers. Give marks to Indexed when the index
// holds the records; they are more than the records where some are damaged.
func (a *Archive) Unindexed(ctx context.Context, limit int) (records []article.Record, marks []Pending, err error) {
	err = a.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(pendingBucket).Cursor()
		for k, v := c.First(); k != nil && len(marks) < limit; k, v = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			n := binary.BigEndian.Uint32(k)
			marks = append(marks, Pending{n, binary.BigEndian.Uint64(v)})
			if r, err := a.byNumber(tx, n); err == nil {
				records = append(records, r)
			}
		}
		return nil
	})
	return records, marks, err
}

// Indexed notes that the index holds what Unindexed gave. Articles that changed
// meanwhile stay marked.
func (a *Archive) Indexed(ctx context.Context, marks []Pending) error {
	return a.update(func(tx *bolt.Tx) error {
		bucket := tx.Bucket(pendingBucket)
		done := 0
		for _, m := range marks {
			key := numberKey(m.Number)
			if v := bucket.Get(key); len(v) != 8 || binary.BigEndian.Uint64(v) != m.stamp {
				continue
			}
			if err := bucket.Delete(key); err != nil {
				return err
			}
			done++
		}
		return count(tx, func(c *counts) { c.Pending -= done })
	})
}

// PendAll marks every article for the index, for building it anew.
func (a *Archive) PendAll(ctx context.Context) error {
	return a.update(func(tx *bolt.Tx) error {
		c := tx.Bucket(headsBucket).Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := pend(tx, binary.BigEndian.Uint32(k)); err != nil {
				return err
			}
		}
		return nil
	})
}
