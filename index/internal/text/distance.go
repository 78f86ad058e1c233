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
	if len(a) < 3 || len(a)-len(b) > limit || len(b)-len(a) > limit || strangers(a, b, limit) {
		return -1
	}
	if d := alignment(a, b, limit); d <= limit {
		return d
	}
	return -1
}

// strangers reports whether b has more letters that a lacks than a limit: each takes an edit of
// its own. Most of a vocabulary is ruled out so.
func strangers(a, b string, limit int) bool {
	var known uint64
	for i := range len(a) {
		known |= 1 << (a[i] & 63)
	}
	for i := range len(b) {
		if known>>(b[i]&63)&1 == 0 {
			if limit--; limit < 0 {
				return true
			}
		}
	}
	return false
}

// alignment returns the optimal string alignment distance, or a larger number than limit if it
// is above that. It compares places that are at most limit apart (Ukkonen, Algorithms for
// approximate string matching, 1985).
func alignment(a, b string, limit int) int {
	var cells [3 * 32]int // enough for most names without allocating
	free := cells[:]
	if n := 3 * (len(b) + 2); n > len(free) {
		free = make([]int, n)
	}
	n, far := len(b)+2, limit+1
	before, last, now := free[:n], free[n:2*n], free[2*n:3*n]
	for j := range min(limit+2, n) {
		last[j] = j
	}
	least := 0 // in last
	for i := 1; i <= len(a); i++ {
		first, end := max(1, i-limit), min(len(b), i+limit)
		now[first-1] = far
		if first == 1 {
			now[0] = i
		}
		nearest := now[first-1]
		for j := first; j <= end; j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			nearest = min(nearest, now[j])
		}
		now[end+1] = far
		if nearest > limit && least >= limit {
			return far
		}
		before, last, now, least = last, now, before, nearest
	}
	return last[len(b)]
}
