package rank

import "slices"

// First returns the page of limit items, DefaultLimit if that is 0, from offset on.
func First[T any](items []T, offset, limit int, order func(a, b T) int) []T {
	first, end := Places(len(items), offset, limit)
	if first == end {
		return nil
	}
	return Best(items, end, order)[first:]
}

// Places returns the first place of such a page of n items, and the one after its last.
func Places(n, offset, limit int) (first, end int) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	first = min(max(offset, 0), n)
	return first, first + min(limit, n-first)
}

// Page returns the page of limit items, DefaultLimit if that is 0, from offset on of
// a sorted list.
func Page[T any](all []T, offset, limit int) []T {
	first, end := Places(len(all), offset, limit)
	return slices.Clone(all[first:end])
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
		top = Insert(top, item, n, order)
	}
	return top
}

// Insert adds an item to the sorted first n items of an order, if it is one of them.
func Insert[T any](top []T, item T, n int, order func(a, b T) int) []T {
	if len(top) == n && (n == 0 || order(item, top[n-1]) >= 0) {
		return top
	}
	at, _ := slices.BinarySearchFunc(top, item, order)
	top = slices.Insert(top, at, item)
	return top[:min(len(top), n)]
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
