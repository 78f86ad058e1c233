package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Near-copies form groups around a founder, the first of them to come in: an
// article joins a group when it resembles the founder, never another member, so
// that no chain of small differences joins articles that differ. Only founders
// have bands. A group is named by its founder's ID, and its other members have a
// record each, so that joining and leaving a large group costs no more than a
// small one.

// join puts article n into the group of the founder that it resembles most, or
// makes it a founder, and writes its head.
func (a *records) join(tx *bolt.Tx, n uint32, h head, at article.Moment, s near.Shingles, bands [][]byte) error {
	h.Founder = a.findFounder(tx, n, at, s, bands)
	if h.Founder == 0 {
		h.Founder = n
		if err := a.putHead(tx, n, h); err != nil {
			return err
		}
		return found(tx, n, bands)
	}
	if err := a.putHead(tx, n, h); err != nil {
		return err
	}
	key := groupKey(h.Founder, n)
	if err := tx.Bucket(groupsBucket).Put(key, sign(key, nil)); err != nil {
		return err
	}
	_, err := count(tx, func(c *counts) { c.Copies++ })
	return err
}

// groupKey is the key of article n as a copy of a founder.
func groupKey(founder, n uint32) []byte { return binary.BigEndian.AppendUint32(numberKey(founder), n) }

// found writes the bands of a founder.
func found(tx *bolt.Tx, n uint32, bands [][]byte) error {
	bucket, added := tx.Bucket(bandsBucket), 0
	for _, band := range bands {
		key := bandEntry(band, n)
		if bucket.Get(key) == nil {
			added++
		}
		if err := bucket.Put(key, sign(key, nil)); err != nil {
			return err
		}
	}
	_, err := count(tx, func(c *counts) { c.Bands += added })
	return err
}

// bandEntry is the key of founder n in one of its bands.
func bandEntry(band []byte, n uint32) []byte {
	return binary.BigEndian.AppendUint32(slices.Clone(band), n)
}

// findFounder returns the founder that s resembles most, at least by near.Least; 0
// if there is none. Article n itself does not count.
func (a *records) findFounder(tx *bolt.Tx, n uint32, at article.Moment, s near.Shingles, bands [][]byte) uint32 {
	best, bestScore := uint32(0), near.Least
	for _, candidate := range candidates(tx, bands) {
		h, err := a.head(tx, candidate)
		if err != nil || candidate == n {
			continue
		}
		other, err := a.text(tx, candidate, h.Version)
		if err != nil || !near.SameNews(s, at, other.Published) {
			continue
		}
		if score := near.Resemblance(s, near.Of(other.Article)); score > bestScore || score == bestScore && best == 0 {
			best, bestScore = candidate, score
		}
	}
	return best
}

// candidates are founders that share bands, those with most of them first.
func candidates(tx *bolt.Tx, bands [][]byte) []uint32 {
	shared := map[uint32]int{}
	c := tx.Bucket(bandsBucket).Cursor()
	for _, band := range bands {
		k, _ := c.Seek(band)
		for i := 0; i < near.MaxPerBand && bytes.HasPrefix(k, band); i++ {
			shared[binary.BigEndian.Uint32(k[near.BandSize:])]++
			k, _ = c.Next()
		}
	}
	out := slices.SortedFunc(maps.Keys(shared), func(x, y uint32) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y))
	})
	return out[:min(len(out), near.MaxCandidates)]
}

// leave takes article n, whose current version ends, out of its group. The
// copies that a founder leaves behind find groups anew. Any of them may be the
// next founder: if it was the first and articles change in the order in which
// they came, each change would hit a founder and cost as much as the group is large.
func (a *records) leave(tx *bolt.Tx, n uint32, h head) error {
	if h.Founder != n {
		return a.ungroup(tx, h.Founder, n)
	}
	if s, err := a.text(tx, n, h.Version); err == nil {
		if err := unfound(tx, n, near.Of(s.Article).Bands()); err != nil {
			return err
		}
	}
	copies := copiesOf(tx, n)
	for _, m := range copies {
		if err := a.ungroup(tx, n, m); err != nil {
			return err
		}
	}
	if len(copies) == 0 {
		return nil
	}
	first := near.Hash(uint64(n)) % uint64(len(copies))
	for _, m := range slices.Concat(copies[first:], copies[:first]) {
		if err := a.rejoin(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// ungroup deletes the record of article n as a copy of a founder.
func (a *records) ungroup(tx *bolt.Tx, founder, n uint32) error {
	bucket, key := tx.Bucket(groupsBucket), groupKey(founder, n)
	if bucket.Get(key) == nil {
		return nil
	}
	if err := bucket.Delete(key); err != nil {
		return err
	}
	_, err := count(tx, func(c *counts) { c.Copies-- })
	return err
}

func unfound(tx *bolt.Tx, n uint32, bands [][]byte) error {
	bucket, removed := tx.Bucket(bandsBucket), 0
	for _, band := range bands {
		key := bandEntry(band, n)
		if bucket.Get(key) != nil {
			removed++
		}
		if err := bucket.Delete(key); err != nil {
			return err
		}
	}
	_, err := count(tx, func(c *counts) { c.Bands -= removed })
	return err
}

// rejoin finds a group for article n as it is. A damaged one stays alone.
func (a *records) rejoin(tx *bolt.Tx, n uint32) error {
	h, err := a.head(tx, n)
	if err != nil {
		return nil
	}
	s, err := a.text(tx, n, h.Version)
	if err != nil {
		h.Founder = n
		return a.putHead(tx, n, h)
	}
	if err := pend(tx, n); err != nil {
		return err
	}
	of := near.Of(s.Article)
	return a.join(tx, n, h, s.Published, of, of.Bands())
}

// copiesOf returns the members of a founder's group other than itself, in order.
func copiesOf(tx *bolt.Tx, founder uint32) []uint32 {
	var out []uint32
	prefix := numberKey(founder)
	c := tx.Bucket(groupsBucket).Cursor()
	for k, _ := c.Seek(prefix); len(k) == 8 && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		out = append(out, binary.BigEndian.Uint32(k[4:]))
	}
	return out
}

// grouped reports whether the group of article n, whose head is h, has two
// members or more.
func (a *records) grouped(tx *bolt.Tx, n uint32, h head) bool {
	if h.Founder != n {
		return true
	}
	prefix := numberKey(n)
	k, _ := tx.Bucket(groupsBucket).Cursor().Seek(prefix)
	return bytes.HasPrefix(k, prefix)
}
