package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

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

// counts are kept up to date with every write. They equal what the records of the
// file are counted against when it is opened.
type counts struct {
	Articles, Removed, Versions, Copies, Pending int
	Bands                                        int    // records of the bands bucket
	Values                                       int    // named values
	Last                                         uint32 // number of the article that was added last
	Stamp                                        uint64 // of the last change
}

// countsLength is the payload of the counts in bytes.
const countsLength = 9 * 8

// encode returns the record of the counts.
func (c counts) encode() []byte {
	payload := make([]byte, 0, countsLength)
	for _, v := range []int{c.Articles, c.Removed, c.Versions, c.Copies, c.Pending, c.Bands, c.Values} {
		payload = binary.BigEndian.AppendUint64(payload, uint64(v))
	}
	payload = binary.BigEndian.AppendUint64(payload, uint64(c.Last))
	return sign(countsKey, binary.BigEndian.AppendUint64(payload, c.Stamp))
}

// parseCounts reads the record of the counts.
func parseCounts(value []byte) (c counts, ok bool) {
	payload, ok := signed(countsKey, value)
	if !ok || len(payload) != countsLength {
		return c, false
	}
	at := func(i int) uint64 { return binary.BigEndian.Uint64(payload[8*i:]) }
	return counts{int(at(0)), int(at(1)), int(at(2)), int(at(3)), int(at(4)), int(at(5)), int(at(6)), uint32(at(7)), at(8)}, true
}

// remove moves an article to the removed ones, or back.
func (c *counts) remove(removed bool) {
	n := 1
	if !removed {
		n = -1
	}
	c.Articles, c.Removed = c.Articles-n, c.Removed+n
}

// count changes the counts in a transaction and returns them.
func count(tx *bolt.Tx, change func(*counts)) (counts, error) {
	c, err := readCounts(tx)
	if err != nil {
		return c, err
	}
	change(&c)
	return c, tx.Bucket(metaBucket).Put(countsKey, c.encode())
}

func readCounts(tx *bolt.Tx) (counts, error) {
	c, ok := parseCounts(tx.Bucket(metaBucket).Get(countsKey))
	if !ok {
		return c, fmt.Errorf("the counts of the archive are %w", ErrDamaged)
	}
	return c, nil
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
