package rank

// Key is a pair of numbers that names something.
type Key [2]uint64

// hash spreads keys over a table.
func (k Key) hash() uint64 {
	h := (k[0] ^ k[1]*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// Keys numbers keys from 0 in the order in which they come. The zero value is empty.
type Keys struct {
	table []uint32 // of hashes: 1 + a number, 0 where free; the length is a power of two
	keys  []Key
}

// Len returns the number of keys.
func (t *Keys) Len() int { return len(t.keys) }

// Number returns the number of a key, and whether it is new.
func (t *Keys) Number(k Key) (n uint32, added bool) {
	if 2*len(t.keys) >= len(t.table) {
		t.grow()
	}
	at := t.find(k)
	if t.table[at] == 0 {
		t.keys = append(t.keys, k)
		t.table[at] = uint32(len(t.keys))
		added = true
	}
	return t.table[at] - 1, added
}

// Has reports whether a key has a number.
func (t *Keys) Has(k Key) bool { return len(t.keys) > 0 && t.table[t.find(k)] != 0 }

// find returns the place of a key: its own, or the free one that it would have.
func (t *Keys) find(k Key) uint64 {
	mask := uint64(len(t.table) - 1)
	at := k.hash() & mask
	for t.table[at] != 0 && t.keys[t.table[at]-1] != k {
		at = (at + 1) & mask
	}
	return at
}

func (t *Keys) grow() {
	t.table = make([]uint32, max(smallTable/8, 2*len(t.table)))
	for i, k := range t.keys {
		t.table[t.find(k)] = uint32(i + 1)
	}
}

// Clear takes all keys out, and gives back memory that few answers need.
func (t *Keys) Clear() {
	if len(t.keys) > keptUnits {
		*t = Keys{}
		return
	}
	if len(t.keys) > 0 {
		clear(t.table)
	}
	t.keys = t.keys[:0]
}
