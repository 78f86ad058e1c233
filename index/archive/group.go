package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Near-copies form groups around a founder, the first of them to come in: an
// article joins a group when it resembles the founder, never another member, so
// that no chain of small differences joins articles that differ. Only founders
// stand in the bands. A group is shown under its leader: the earliest published
// of those that are not removed.

// member is one article of a group of two or more.
type member struct {
	Number    uint32
	Published int64 // seconds since 1970; math.MaxInt64 where unknown
	Removed   bool
}

// join puts article n into the group of the founder that it resembles most, or
// makes it a founder, and writes its head.
func (a *Archive) join(tx *bolt.Tx, n uint32, h head, at article.Moment, s shingles, bands [][]byte) error {
	h.Founder = a.findFounder(tx, at, s, bands)
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
	members := a.members(tx, h.Founder)
	if len(members) == 0 {
		members = append(members, a.lone(tx, h.Founder))
	}
	members = append(members, member{n, instant(at), h.Removed})
	return a.putMembers(tx, h.Founder, members)
}

// lone is the member that a founder alone becomes.
func (a *Archive) lone(tx *bolt.Tx, n uint32) member {
	m := member{Number: n, Published: math.MaxInt64}
	if h, err := a.head(tx, n); err == nil {
		m.Removed = h.Removed
		if s, err := a.text(tx, n, h.Version); err == nil {
			m.Published = instant(s.Published)
		}
	}
	return m
}

func instant(m article.Moment) int64 {
	if m.IsZero() {
		return math.MaxInt64
	}
	return m.Time.Unix()
}

// found writes the bands of a founder.
func found(tx *bolt.Tx, n uint32, bands [][]byte) error {
	bucket := tx.Bucket(bandsBucket)
	for _, band := range bands {
		if err := bucket.Put(binary.BigEndian.AppendUint32(slices.Clone(band), n), nil); err != nil {
			return err
		}
	}
	return nil
}

// findFounder is the founder that s resembles most, at least by nearCopy; 0
// where there is none.
func (a *Archive) findFounder(tx *bolt.Tx, at article.Moment, s shingles, bands [][]byte) uint32 {
	best, bestScore := uint32(0), nearCopy
	for _, n := range candidates(tx, bands) {
		h, err := a.head(tx, n)
		if err != nil {
			continue
		}
		other, err := a.text(tx, n, h.Version)
		if err != nil || !sameNews(s, at, other.Published) {
			continue
		}
		if score := resemblance(s, shinglesOf(other.Article)); score > bestScore || score == bestScore && best == 0 {
			best, bestScore = n, score
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
		for i := 0; i < maxPerBand && bytes.HasPrefix(k, band); i++ {
			shared[binary.BigEndian.Uint32(k[bandKey:])]++
			k, _ = c.Next()
		}
	}
	out := slices.SortedFunc(maps.Keys(shared), func(x, y uint32) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y))
	})
	return out[:min(len(out), maxCandidates)]
}

// leave takes article n, whose current version ends, out of its group. The
// members that a founder leaves behind find groups anew, in order.
func (a *Archive) leave(tx *bolt.Tx, n uint32, h head) error {
	members := slices.DeleteFunc(a.members(tx, h.Founder), func(m member) bool { return m.Number == n })
	if h.Founder != n {
		return a.putMembers(tx, h.Founder, members)
	}
	if s, err := a.text(tx, n, h.Version); err == nil {
		if err := unfound(tx, n, bandsOf(shinglesOf(s.Article))); err != nil {
			return err
		}
	}
	if err := a.putMembers(tx, n, nil); err != nil {
		return err
	}
	for _, m := range members {
		if err := a.rejoin(tx, m.Number); err != nil {
			return err
		}
	}
	return nil
}

func unfound(tx *bolt.Tx, n uint32, bands [][]byte) error {
	bucket := tx.Bucket(bandsBucket)
	for _, band := range bands {
		if err := bucket.Delete(binary.BigEndian.AppendUint32(slices.Clone(band), n)); err != nil {
			return err
		}
	}
	return nil
}

// rejoin finds a group for article n as it is. A damaged one stays alone.
func (a *Archive) rejoin(tx *bolt.Tx, n uint32) error {
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
	of := shinglesOf(s.Article)
	return a.join(tx, n, h, s.Published, of, bandsOf(of))
}

// members are the articles of a group, its leader first; none where it has
// fewer than two, or where the record is damaged.
func (a *Archive) members(tx *bolt.Tx, founder uint32) []member {
	var out []member
	key := numberKey(founder)
	if value := tx.Bucket(groupsBucket).Get(key); value == nil || a.unpack(key, value, &out) != nil {
		return nil
	}
	return out
}

// putMembers writes a group, leader first. Where its leader changed, all members
// are marked for the index, which shows them under it.
func (a *Archive) putMembers(tx *bolt.Tx, founder uint32, members []member) error {
	before := a.members(tx, founder)
	if len(before) == 0 && len(members) == 0 {
		return nil
	}
	if err := count(tx, func(c *counts) { c.Copies += copies(members) - copies(before) }); err != nil {
		return err
	}
	slices.SortFunc(members, earlier)
	if err := a.writeMembers(tx, founder, members); err != nil || len(members) == 0 {
		return err
	}
	led := founder
	if len(before) > 0 {
		led = before[0].Number
	}
	if members[0].Number == led {
		return nil
	}
	for _, m := range members {
		if err := pend(tx, m.Number); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archive) writeMembers(tx *bolt.Tx, founder uint32, members []member) error {
	key := numberKey(founder)
	if len(members) < 2 {
		return tx.Bucket(groupsBucket).Delete(key)
	}
	packed, err := a.pack(members, false)
	if err != nil {
		return err
	}
	return tx.Bucket(groupsBucket).Put(key, seal(key, packed))
}

func copies(members []member) int { return max(0, len(members)-1) }

// earlier orders members: shown before removed, then by publication, then as
// they came.
func earlier(x, y member) int {
	if x.Removed != y.Removed {
		if x.Removed {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(x.Published, y.Published), cmp.Compare(x.Number, y.Number))
}

// grouped says whether a founder's group has two members or more.
func (a *Archive) grouped(tx *bolt.Tx, founder uint32) bool {
	return tx.Bucket(groupsBucket).Get(numberKey(founder)) != nil
}

// leaderID is the ID of the article that those with head h are shown under; own
// where it is in no group.
func (a *Archive) leaderID(tx *bolt.Tx, h head, own string) string {
	members := a.members(tx, h.Founder)
	if len(members) == 0 {
		return own
	}
	if leader, err := a.head(tx, members[0].Number); err == nil {
		return leader.ID
	}
	return own
}
