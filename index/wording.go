package index

// hashWord is FNV-1a.
func hashWord(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// spreadBits makes every bit of the result depend on every bit of h (the end
// of MurmurHash3).
func spreadBits(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// addPassages appends the passages of article n. Passages of equal words have
// one wording; near-equal ones have not, for a single word can turn the meaning.
func (b *builder) addPassages(n uint32, r *row) extent {
	first := uint32(len(b.passages))
	for _, p := range r.passages {
		wording, known := b.wordingOf[p.content]
		if !known {
			wording = b.wordings
			b.wordings++
			b.wordingOf[p.content] = wording
		}
		b.passages = append(b.passages, passageColumn{article: n, start: uint32(p.span.Start), end: uint32(p.span.End), words: uint32(p.words), wording: wording})
	}
	return extent{first, uint32(len(b.passages))}
}
