package column

import (
	"iter"
	"math"
)

// Strings is an array of strings that only grows. The text of its first part is one
// block of the heap: strings may be kept when the File that they came from is closed.
type Strings struct {
	text string   // of the first strings, one after another
	ends []uint32 // in text, of each of them; may be mapped
	tail []string
}

// Len returns the number of strings.
func (s *Strings) Len() int { return len(s.ends) + len(s.tail) }

// At returns a string.
func (s *Strings) At(n uint32) string {
	if int(n) >= len(s.ends) {
		return s.tail[int(n)-len(s.ends)]
	}
	start := uint32(0)
	if n > 0 {
		start = s.ends[n-1]
	}
	return s.text[start:s.ends[n]]
}

// Append adds a string.
func (s *Strings) Append(text string) { s.tail = append(s.tail, text) }

// All visits the strings with their places.
func (s *Strings) All() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range s.Len() {
			if !yield(i, s.At(uint32(i))) {
				return
			}
		}
	}
}

// Save writes strings as two sections, called name and "name.ends".
func (s *Strings) Save(w *Writer, name string) {
	ends := make([]uint32, 0, len(s.tail))
	size := uint64(len(s.text))
	for _, text := range s.tail {
		size += uint64(len(text))
		ends = append(ends, uint32(size))
	}
	if size > math.MaxUint32 {
		w.fail(errTooLarge)
		return
	}
	Put(w, name+".ends", s.ends, ends)
	w.begin(name, layoutOf[byte](), int(size))
	w.writeString(s.text)
	for _, text := range s.tail {
		w.writeString(text)
	}
	w.end()
}

// Load makes the strings what Save wrote.
func (s *Strings) Load(f *File, name string) {
	ends := Get[uint32](f, name+".ends")
	text := Get[byte](f, name)
	last := uint32(0)
	for _, end := range ends {
		if end < last {
			f.fail(name, "its strings overlap")
			return
		}
		last = end
	}
	if int(last) != len(text) {
		f.fail(name, "its strings do not fill it")
		return
	}
	*s = Strings{text: string(text), ends: ends}
}
