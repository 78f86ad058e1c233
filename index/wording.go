package index

import "math/bits"

// Two passages of near-copies are repeats where their sketches differ in at
// most sketchBits of 64 and both have sketchWords words.
const (
	sketchBits  = 12
	sketchWords = 8
)

// sketch is a hash of words that differs little where the words do (Charikar,
// Similarity Estimation Techniques from Rounding Algorithms, 2002), over pairs
// of words in a row.
func sketch(words []word) uint64 {
	var counts [64]int
	last := uint64(0)
	for _, w := range words {
		if w.joined {
			continue
		}
		now := hashWord(w.form)
		pair := spreadBits(last*31 + now)
		for i := range counts {
			counts[i] += int(pair>>i&1)*2 - 1
		}
		last = now
	}
	sum := uint64(0)
	for i, n := range counts {
		if n > 0 {
			sum |= 1 << i
		}
	}
	return sum
}

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

// addPassages appends the passages of article n of a group. Equal passages
// have one wording, and so have near-equal ones of one group.
func (b *builder) addPassages(n, group uint32, r *row) extent {
	first := uint32(len(b.passages))
	others := b.groupMembers(n, group)
	for _, p := range r.passages {
		c := passageColumn{article: n, start: uint32(p.span.Start), end: uint32(p.span.End), words: uint32(p.words), sketch: p.sketch}
		wording, known := b.wordingOf[p.content]
		if !known {
			wording, known = b.nearWording(&c, others)
			if !known {
				wording = b.wordings
				b.wordings++
			}
			b.wordingOf[p.content] = wording
		}
		c.wording = wording
		b.passages = append(b.passages, c)
	}
	return extent{first, uint32(len(b.passages))}
}

// groupMembers are the articles of a group so far; n is noted as one of them.
func (b *builder) groupMembers(n, group uint32) []uint32 {
	first, ok := b.firstOf[group]
	if !ok {
		b.firstOf[group] = n
		return nil
	}
	if b.members[group] == nil {
		b.members[group] = []uint32{first}
	}
	others := b.members[group]
	b.members[group] = append(others, n)
	return others
}

// nearWording is the wording of the passage of near-copies that is most like p.
func (b *builder) nearWording(p *passageColumn, others []uint32) (wording uint32, ok bool) {
	least := sketchBits + 1
	for _, n := range others {
		e := b.articles[n].passages
		for i := e.first; i < e.end; i++ {
			o := &b.passages[i]
			if d := bits.OnesCount64(o.sketch ^ p.sketch); d < least && min(o.words, p.words) >= sketchWords {
				least, wording, ok = d, o.wording, true
			}
		}
	}
	return wording, ok
}
