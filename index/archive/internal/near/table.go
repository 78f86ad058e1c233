package near

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Founders of groups are looked up in a table of 65,536 slots. A slot lists the founders
// that have a band whose hash begins with the slot's number, each with the next three
// bytes of the hash: two different bands share these 40 bits once in 10^12 pairs, and the
// exact comparison refuses what they let in. Numbers of founders are written as the
// distance from the one before, so that an entry takes some five bytes.

// Entry is a founder in a slot.
type Entry struct {
	Founder uint32
	Check   uint32 // 24 bits of the band's hash
}

// checkSize is the length of a check in bytes.
const checkSize = 3

// Slot returns the slot of a band, and the check of its entries there.
func Slot(band []byte) (slot uint16, check uint32) {
	h := Hash(binary.BigEndian.Uint64(band))
	return uint16(h >> 48), uint32(h >> 24 & 0xffffff)
}

// Compare orders entries as a slot lists them: by founder, then by check.
func (e Entry) Compare(other Entry) int {
	return cmp.Or(cmp.Compare(e.Founder, other.Founder), cmp.Compare(e.Check, other.Check))
}

// AppendEntries appends the bytes of a slot to out. The entries are in order, each once.
func AppendEntries(out []byte, entries []Entry) []byte {
	last := uint32(0)
	for _, e := range entries {
		out = binary.AppendUvarint(out, uint64(e.Founder-last))
		out = append(out, byte(e.Check>>16), byte(e.Check>>8), byte(e.Check))
		last = e.Founder
	}
	return out
}

// ErrMalformed is the error of a slot that AppendEntries did not write.
var ErrMalformed = errors.New("malformed list of founders")

// ParseEntries appends the entries of a slot to out.
func ParseEntries(out []Entry, data []byte) ([]Entry, error) {
	last := Entry{}
	for len(data) > 0 {
		step, n := binary.Uvarint(data)
		if n <= 0 || step > math.MaxUint32-uint64(last.Founder) || len(data) < n+checkSize {
			return out, ErrMalformed
		}
		check := data[n : n+checkSize]
		e := Entry{last.Founder + uint32(step), uint32(check[0])<<16 | uint32(check[1])<<8 | uint32(check[2])}
		if e.Founder == 0 || e.Compare(last) <= 0 {
			return out, ErrMalformed
		}
		out, last, data = append(out, e), e, data[n+checkSize:]
	}
	return out, nil
}

// Insert puts e in its place among entries, and reports whether it was not there.
func Insert(entries []Entry, e Entry) ([]Entry, bool) {
	i, there := slices.BinarySearchFunc(entries, e, Entry.Compare)
	if there {
		return entries, false
	}
	return slices.Insert(entries, i, e), true
}

// Delete takes e out of entries, and reports whether it was there.
func Delete(entries []Entry, e Entry) ([]Entry, bool) {
	i, there := slices.BinarySearchFunc(entries, e, Entry.Compare)
	if !there {
		return entries, false
	}
	return slices.Delete(entries, i, i+1), true
}
