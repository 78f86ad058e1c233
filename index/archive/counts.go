package archive

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

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

// Pending is an article that changed and that the index has yet to learn.
type Pending struct {
	Number uint32
	stamp  uint64 // of the change: one that comes meanwhile is not lost
}

// parsePending reads a record of the pending bucket.
func parsePending(key, value []byte) (Pending, bool) {
	stamp, ok := signed(key, value)
	if !ok || len(stamp) != 8 || len(key) != 4 {
		return Pending{}, false
	}
	return Pending{binary.BigEndian.Uint32(key), binary.BigEndian.Uint64(stamp)}, true
}
