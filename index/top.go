package index

import "slices"

// first returns the page of limit items, defaultLimit if that is 0, from offset on.
func first[T any](items []T, offset, limit int, order func(a, b T) int) []T {
	if limit <= 0 {
		limit = defaultLimit
	}
	offset = max(offset, 0)
	if offset >= len(items) {
		return nil
	}
	top := best(items, offset+min(limit, len(items)-offset), order)
	return top[offset:]
}

// page returns the page of limit items, defaultLimit if that is 0, from offset on of
// a sorted list.
func page[T any](all []T, offset, limit int) []T {
	if limit <= 0 {
		limit = defaultLimit
	}
	from := min(max(offset, 0), len(all))
	return slices.Clone(all[from:][:min(limit, len(all)-from)])
}

// defaultLimit is the length of a page if none is given.
const defaultLimit = 10

// best returns the first n items of an order, sorted. If n is small it takes
// linear time.
func best[T any](items []T, n int, order func(a, b T) int) []T {
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
