package text

// Hash returns a 64-bit hash of s, FNV-1a with the final mixing of MurmurHash3,
// so that every bit depends on all of s. The index's files hold such hashes.
func Hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
