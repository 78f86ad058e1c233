package rank

import "slices"

// First returns the page of limit items, DefaultLimit if that is 0, from offset on.
func First[T any](items []T, offset, limit int, order func(a, b T) int) []T {
	if limit <= 0 {
		limit = DefaultLimit
	}
	offset = max(offset, 0)
	if offset >= len(items) {
		return nil
	}
	top := Best(items, offset+min(limit, len(items)-offset), order)
	return top[offset:]
}

// Page returns the page of limit items, DefaultLimit if that is 0, from offset on of
// a sorted list.
func Page[T any](all []T, offset, limit int) []T {
	if limit <= 0 {
		limit = DefaultLimit
	}
	from := min(max(offset, 0), len(all))
	return slices.Clone(all[from:][:min(limit, len(all)-from)])
}

// DefaultLimit is the length of a page if none is given.
const DefaultLimit = 10

// Best returns the first n items of an order, sorted. If n is small it takes
// linear time.
func Best[T any](items []T, n int, order func(a, b T) int) []T {
	if n <= 0 {
		return nil
	}
	if n >= len(items) || n > len(items)/4 {
		slices.SortFunc(items, order)
		return items[:min(n, len(items))]
	}
	top := make([]T, 0, n+1)
	for _, item := range items {
		if len(top) == n && order(item, top[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, item, order)
		top = slices.Insert(top, at, item)
		top = top[:min(len(top), n)]
	}
	return top
}

// CompareBool orders false before true.
func CompareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
