package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// Near-copies form groups around a founder, the first of them to come in: an
// article joins a group when it resembles the founder, never another member, so
// that no chain of small differences joins articles that differ. Only founders
// have bands, in the slots of package near. A group is named by its founder's ID, and its
// other members have a record each, so that joining and leaving a large group costs no
// more than a small one.

// join puts article n into the group of the founder that it resembles most, or
// makes it a founder, and writes its head.
func (a *records) join(tx *bolt.Tx, n uint32, h head, at article.Moment, s near.Shingles, bands [][]byte) error {
	founder, err := a.findFounder(tx, n, at, s, bands)
	if err != nil {
		return err
	}
	if h.Founder = founder; founder == 0 {
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
	_, err = count(tx, func(c *counts) { c.Copies++ })
	return err
}

// groupKey is the key of article n as a copy of a founder.
func groupKey(founder, n uint32) []byte { return binary.BigEndian.AppendUint32(numberKey(founder), n) }

// found writes the bands of a founder.
func found(tx *bolt.Tx, n uint32, bands [][]byte) error {
	added := 0
	for _, band := range bands {
		if tx.Bucket(bandsBucket).Get(bandEntry(band, n)) != nil {
			continue
		}
		slot, check := near.Slot(band)
		entries, err := readSlot(tx, slot)
		if err != nil {
			return err
		}
		entries, fresh := near.Insert(entries, near.Entry{Founder: n, Check: check})
		if !fresh {
			continue
		}
		added++
		if err := putSlot(tx, slot, entries); err != nil {
			return err
		}
	}
	_, err := count(tx, func(c *counts) { c.Bands += added })
	return err
}

// readSlot returns the founders in a slot.
func readSlot(tx *bolt.Tx, slot uint16) ([]near.Entry, error) {
	key := binary.BigEndian.AppendUint16(nil, slot)
	value := tx.Bucket(slotsBucket).Get(key)
	if value == nil {
		return nil, nil
	}
	entries, ok := parseSlot(key, value)
	if !ok {
		return nil, fmt.Errorf("the founders in slot %d are %w: %w", slot, ErrDamaged, boltfile.ErrPages)
	}
	return entries, nil
}

// findFounder returns the founder that s resembles most, at least by near.Least; 0
// if there is none. Article n itself does not count.
func (a *records) findFounder(tx *bolt.Tx, n uint32, at article.Moment, s near.Shingles, bands [][]byte) (uint32, error) {
	best, bestScore := uint32(0), near.Least
	all, err := candidates(tx, bands)
	for _, candidate := range all {
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
	return best, err
}

// candidates returns founders that share bands, those with most of them first.
func candidates(tx *bolt.Tx, bands [][]byte) ([]uint32, error) {
	shared := map[uint32]int{}
	for _, band := range bands {
		founders, err := foundersOf(tx, band)
		if err != nil {
			return nil, err
		}
		for _, n := range founders {
			shared[n]++
		}
	}
	out := slices.SortedFunc(maps.Keys(shared), func(x, y uint32) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y))
	})
	return out[:min(len(out), near.MaxCandidates)], nil
}

// foundersOf returns the founders with a band, as many as count, the first of them.
func foundersOf(tx *bolt.Tx, band []byte) ([]uint32, error) {
	var out []uint32
	c := tx.Bucket(bandsBucket).Cursor()
	for k, _ := c.Seek(band); len(out) < near.MaxPerBand && bytes.HasPrefix(k, band); k, _ = c.Next() {
		out = append(out, binary.BigEndian.Uint32(k[near.BandSize:]))
	}
	slot, check := near.Slot(band)
	entries, err := readSlot(tx, slot)
	for _, e := range entries {
		if e.Check == check {
			out = append(out, e.Founder)
		}
	}
	slices.Sort(out)
	return out[:min(len(out), near.MaxPerBand)], err
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

// unfound deletes the bands of a founder.
func unfound(tx *bolt.Tx, n uint32, bands [][]byte) error {
	removed := 0
	for _, band := range bands {
		if key := bandEntry(band, n); tx.Bucket(bandsBucket).Get(key) != nil {
			removed++
			if err := tx.Bucket(bandsBucket).Delete(key); err != nil {
				return err
			}
		}
		slot, check := near.Slot(band)
		entries, err := readSlot(tx, slot)
		if err != nil {
			return err
		}
		entries, there := near.Delete(entries, near.Entry{Founder: n, Check: check})
		if !there {
			continue
		}
		removed++
		if err := putSlot(tx, slot, entries); err != nil {
			return err
		}
	}
	_, err := count(tx, func(c *counts) { c.Bands -= removed })
	return err
}

// putSlot writes a slot; one without founders has no record.
func putSlot(tx *bolt.Tx, slot uint16, entries []near.Entry) error {
	key, value := slotRecord(slot, entries)
	if len(entries) == 0 {
		return tx.Bucket(slotsBucket).Delete(key)
	}
	return tx.Bucket(slotsBucket).Put(key, value)
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
