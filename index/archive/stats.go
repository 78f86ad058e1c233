package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Stats counts what the archive holds.
type Stats struct {
	Articles int   // not removed
	Removed  int   // removed
	Versions int   // of all articles
	Copies   int   // articles that are near-copies of another one
	Pending  int   // changes that the index has yet to learn
	Bytes    int64 // of the file
}

// counts are kept up to date with every write, so that Stats reads no record.
type counts struct{ Articles, Removed, Versions, Copies, Pending int }

// remove moves an article to the removed ones, or back.
func (c *counts) remove(removed bool) {
	n := 1
	if !removed {
		n = -1
	}
	c.Articles, c.Removed = c.Articles-n, c.Removed+n
}

// count changes the counts in a transaction.
func count(tx *bolt.Tx, change func(*counts)) error {
	c := readCounts(tx)
	change(&c)
	text := fmt.Appendf(nil, "%d %d %d %d %d", c.Articles, c.Removed, c.Versions, c.Copies, c.Pending)
	return tx.Bucket(metaBucket).Put(countsKey, text)
}

func readCounts(tx *bolt.Tx) counts {
	var c counts
	_, _ = fmt.Sscan(string(tx.Bucket(metaBucket).Get(countsKey)), &c.Articles, &c.Removed, &c.Versions, &c.Copies, &c.Pending)
	return c // zeros in a new file
}

// Stats counts what is there now. It is cheap.
func (a *Archive) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := a.view(func(tx *bolt.Tx) error {
		c := readCounts(tx)
		s = Stats{c.Articles, c.Removed, c.Versions, c.Copies, c.Pending, tx.Size()}
		return ctx.Err()
	})
	return s, err
}

// Last is the number of the article that was added last, 0 where there is none.
func (a *Archive) Last(ctx context.Context) (uint32, error) {
	var last uint32
	err := a.view(func(tx *bolt.Tx) error {
		if k, _ := tx.Bucket(headsBucket).Cursor().Last(); k != nil {
			last = binary.BigEndian.Uint32(k)
		}
		return ctx.Err()
	})
	return last, err
}

// Check reads every article and counts those that are whole; the error wraps
// ErrDamaged and names the others.
func (a *Archive) Check(ctx context.Context) (whole int, err error) {
	err = a.Each(ctx, 0, func(article.Record) error { whole++; return ctx.Err() })
	return whole, errors.Join(err, ctx.Err())
}
