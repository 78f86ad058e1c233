package column

import (
	"iter"
	"slices"
)

// Column is an array that only grows, so that an older copy stays valid while a
// newer one is appended to. Its first part may be mapped from a File, which must stay
// open as long as any copy is used.
type Column[T any] struct{ base, tail []T }

// Of returns a column of values, which must not be changed any more.
func Of[T any](values []T) Column[T] { return Column[T]{tail: slices.Clip(values)} }

// Len returns the number of values.
func (c *Column[T]) Len() int { return len(c.base) + len(c.tail) }

// Mapped returns how many of the values lie in a file.
func (c *Column[T]) Mapped() int { return len(c.base) }

// At returns a value, which must not be changed.
func (c *Column[T]) At(n uint32) *T {
	if int(n) < len(c.base) {
		return &c.base[n]
	}
	return &c.tail[int(n)-len(c.base)]
}

// Append adds a value.
func (c *Column[T]) Append(v T) { c.tail = append(c.tail, v) }

// AppendAll adds values.
func (c *Column[T]) AppendAll(values ...T) { c.tail = append(c.tail, values...) }

// From returns the values from the n-th on that were added by the calls before and after
// without a Save and Load between. They must not be changed.
func (c *Column[T]) From(n uint32) []T {
	if int(n) < len(c.base) {
		return c.base[n:]
	}
	return c.tail[int(n)-len(c.base):]
}

// Range returns the values from first to end, exclusive. They must not be changed.
func (c *Column[T]) Range(first, end uint32) []T {
	n := uint32(len(c.base))
	switch {
	case end <= n:
		return c.base[first:end:end]
	case first >= n:
		return c.tail[first-n : end-n : end-n]
	}
	return slices.Concat(c.base[first:], c.tail[:end-n])
}

// All visits the values with their places.
func (c *Column[T]) All() iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for i := range c.base {
			if !yield(i, &c.base[i]) {
				return
			}
		}
		for i := range c.tail {
			if !yield(len(c.base)+i, &c.tail[i]) {
				return
			}
		}
	}
}

// Save writes the column as a section.
func (c *Column[T]) Save(w *Writer, name string) { Put(w, name, c.base, c.tail) }

// Load makes the column what Save wrote; it stays mapped.
func (c *Column[T]) Load(f *File, name string) { c.base, c.tail = Get[T](f, name), nil }
