package column

import (
	"math/bits"
	"strings"
)

// Table finds numbers by the hash of what they stand for. It never changes and may be
// mapped: a power of two of places, each a number plus one, or 0.
type Table []uint32

// MakeTable returns the table of n numbers with the given hashes. Numbers for which ok
// is false are left out.
func MakeTable(n int, hash func(n uint32) (h uint64, ok bool)) Table {
	t := make(Table, 1<<bits.Len(uint(n+n/2)))
	for i := range uint32(n) {
		h, ok := hash(i)
		if !ok {
			continue
		}
		at := h & uint64(len(t)-1)
		for t[at] != 0 {
			at = (at + 1) & uint64(len(t)-1)
		}
		t[at] = i + 1
	}
	return t
}

// Find returns the first number with a hash that is the one.
func (t Table) Find(hash uint64, is func(n uint32) bool) (uint32, bool) {
	if len(t) == 0 {
		return 0, false
	}
	for at := hash & uint64(len(t)-1); t[at] != 0; at = (at + 1) & uint64(len(t)-1) {
		if n := t[at] - 1; is(n) {
			return n, true
		}
	}
	return 0, false
}

// Interner gives equal strings one number, their place in Strings. It belongs to the
// one who adds.
type Interner struct {
	base Table // of the first strings
	more map[string]uint32
}

// Save writes the table of all strings as a section.
func (in *Interner) Save(w *Writer, name string, all *Strings) {
	Put(w, name, MakeTable(all.Len(), func(n uint32) (uint64, bool) { return Hash(all.At(n)), true }))
}

// Load makes the interner what Save wrote.
func (in *Interner) Load(f *File, name string) { *in = Interner{base: Get[uint32](f, name)} }

// Find returns the number of a string among all.
func (in *Interner) Find(s string, all *Strings) (uint32, bool) {
	if n, ok := in.more[s]; ok {
		return n, true
	}
	return in.base.Find(Hash(s), func(n uint32) bool { return all.At(n) == s })
}

// Number returns the number of a string among all, and appends it if it is new.
func (in *Interner) Number(s string, all *Strings) (n uint32, added bool) {
	if n, ok := in.Find(s, all); ok {
		return n, false
	}
	if in.more == nil {
		in.more = map[string]uint32{}
	}
	n = uint32(all.Len())
	s = strings.Clone(s)
	all.Append(s)
	in.more[s] = n
	return n, true
}

// Forget takes the strings from the n-th on, which were added last, out of the numbers.
func (in *Interner) Forget(n int, all *Strings) {
	for ; n < all.Len(); n++ {
		delete(in.more, all.At(uint32(n)))
	}
}
