// Package wire writes and reads values one after another, without names: numbers as
// varints, strings behind their length. A reader believes nothing of its bytes: it
// returns an error for those that no writer wrote, and takes no more memory than they do.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// ErrMalformed is the error of a reader whose bytes no writer wrote.
var ErrMalformed = errors.New("it is cut short or malformed")

// Writer appends values to Bytes.
type Writer struct{ Bytes []byte }

// Int appends a number.
func (w *Writer) Int(v int) { w.Bytes = binary.AppendVarint(w.Bytes, int64(v)) }

// Uint appends a number that is small as a rule.
func (w *Writer) Uint(v uint64) { w.Bytes = binary.AppendUvarint(w.Bytes, v) }

// Fixed appends a number in eight bytes: a hash, which varints would make longer.
func (w *Writer) Fixed(v uint64) { w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, v) }

// Byte appends a byte.
func (w *Writer) Byte(b byte) { w.Bytes = append(w.Bytes, b) }

// String appends a string.
func (w *Writer) String(s string) {
	w.Uint(uint64(len(s)))
	w.Bytes = append(w.Bytes, s...)
}

// Float appends a number as it is: in four bytes if a float32 holds it, else in eight,
// behind a byte that tells.
func (w *Writer) Float(v float64) {
	if short := float32(v); math.Float64bits(float64(short)) == math.Float64bits(v) {
		w.Byte(4)
		w.Bytes = binary.LittleEndian.AppendUint32(w.Bytes, math.Float32bits(short))
		return
	}
	w.Byte(8)
	w.Fixed(math.Float64bits(v))
}

// Time appends a moment with the offset of its zone, not the zone's name. The zero Time
// stays the zero Time.
func (w *Writer) Time(t time.Time) {
	if t.IsZero() {
		w.Byte(0)
		return
	}
	_, offset := t.Zone()
	w.Byte(1)
	w.Int(int(t.Unix()))
	w.Uint(uint64(t.Nanosecond()))
	w.Int(offset)
}

// Count appends the length of a list, which tells nil from an empty one.
func Count[T any](w *Writer, list []T) {
	if list == nil {
		w.Uint(0)
		return
	}
	w.Uint(uint64(len(list)) + 1)
}

// Reader reads what a Writer wrote, in the same order. After an error it returns zero
// values.
type Reader struct {
	rest []byte
	err  error
}

// NewReader returns a reader of data, of which it keeps nothing but strings' copies.
func NewReader(data []byte) *Reader { return &Reader{rest: data} }

// Err returns ErrMalformed if a value could not be read.
func (r *Reader) Err() error { return r.err }

// End returns ErrMalformed if a value could not be read or bytes are left.
func (r *Reader) End() error {
	if len(r.rest) > 0 {
		r.Fail()
	}
	return r.err
}

// Fail makes the reader fail, for a value that no writer wrote.
func (r *Reader) Fail() { r.err, r.rest = ErrMalformed, nil }

// take returns the next n bytes, nil if there are fewer.
func (r *Reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.Fail()
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

// Int reads a number.
func (r *Reader) Int() int {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.Fail()
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.Fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// Fixed reads a number of eight bytes.
func (r *Reader) Fixed() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// Byte reads a byte.
func (r *Reader) Byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// String reads a string.
func (r *Reader) String() string { return string(r.take(r.Uint())) }

// Float reads a number.
func (r *Reader) Float() float64 {
	switch r.Byte() {
	case 4:
		if b := r.take(4); b != nil {
			return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
	case 8:
		return math.Float64frombits(r.Fixed())
	}
	r.Fail()
	return 0
}

// Time reads a moment, in UTC or in a nameless zone of its offset.
func (r *Reader) Time() time.Time {
	if r.Byte() == 0 {
		return time.Time{}
	}
	t := time.Unix(int64(r.Int()), int64(r.Uint()%uint64(time.Second)))
	if offset := r.Int(); offset != 0 {
		return t.In(time.FixedZone("", offset))
	}
	return t.UTC()
}

// List makes a list of the length that Count wrote. An element takes a byte and more, so
// a length beyond the bytes that are left is malformed.
func List[T any](r *Reader) []T {
	n := r.Uint()
	if n == 0 || n-1 > uint64(len(r.rest)) {
		if n > 0 {
			r.Fail()
		}
		return nil
	}
	return make([]T, n-1)
}
