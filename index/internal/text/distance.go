package text

// Distance returns how many letters of a must be inserted, deleted, substituted
// or swapped with a neighbour to give b (optimal string alignment), or -1 if
// that is more than a typing error: 2, or 1 if a has at most 5 bytes. Words of
// fewer than 3 bytes are near nothing. Both are folded, and compared by bytes.
func Distance(a, b string) int {
	limit := 2
	if len(a) <= 5 {
		limit = 1
	}
	if len(a) < 3 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return -1
	}
	if d := alignment(a, b); d <= limit {
		return d
	}
	return -1
}

// alignment returns the optimal string alignment distance, without a limit.
func alignment(a, b string) int {
	var cells [3 * 32]int // enough for most names without allocating
	free := cells[:]
	if n := 3 * (len(b) + 1); n > len(free) {
		free = make([]int, n)
	}
	n := len(b) + 1
	before, last, now := free[:n], free[n:2*n], free[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
