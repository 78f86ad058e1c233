package doc

// Range is a range of tokens, last exclusive.
type Range struct{ First, Last int }

// Empty reports whether r holds no token.
func (r Range) Empty() bool { return r.First >= r.Last }

// Len returns how many tokens r holds.
func (r Range) Len() int { return max(0, r.Last-r.First) }

// Overlaps reports whether r and o have a token in common.
func (r Range) Overlaps(o Range) bool {
	return !r.Empty() && !o.Empty() && r.First < o.Last && o.First < r.Last
}

// Contains reports whether token i is in r.
func (r Range) Contains(i int) bool { return r.First <= i && i < r.Last }
