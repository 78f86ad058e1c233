package archive

import (
	"cmp"
	"maps"
	"slices"
)

// plan works out what can be saved and what is lost.
func (r *rescue) plan() error {
	r.heads, r.oldHeads = map[uint32]head{}, map[uint32]head{}
	r.rebuilt, r.removed, r.idOf, r.groups = map[uint32]bool{}, map[uint32]bool{}, map[uint32]string{}, map[uint32]uint32{}
	r.texts, r.findings, r.unfound = map[uint64][]byte{}, map[uint64][]byte{}, map[uint64]bool{}
	r.gather()
	s := r.old
	if !s.clean() {
		if err := r.gatherOrphans(); err != nil {
			return err
		}
	}
	r.findLast()
	versions := r.versions()
	for n := uint32(1); n <= r.last; n++ {
		if err := r.planArticle(n, versions[n]); err != nil {
			return err
		}
	}
	r.decideRemoved()
	if s.counted {
		r.missing += max(0, s.counts.Versions-len(s.texts.whole)-len(r.texts)-len(r.lost)) + max(0, s.counts.Values-len(s.values))
	}
	for _, name := range s.badMeta {
		if name != string(countsKey) && name != string(identityKey) && name != string(formatKey) {
			r.lostValues = append(r.lostValues, name)
		}
	}
	return nil
}

// findLast finds the number of the last article.
func (r *rescue) findLast() {
	s := r.old
	if s.counted {
		r.last = s.counts.Last
	}
	for n := range r.heads {
		r.last = max(r.last, n)
	}
	if s.counted {
		return
	}
	for n := range r.oldHeads {
		r.last = max(r.last, n)
	}
	for n := range r.idOf {
		r.last = max(r.last, n)
	}
	for _, key := range slices.Concat(s.texts.whole, slices.Collect(maps.Keys(r.texts))) {
		r.last = max(r.last, uint32(key>>32))
	}
}

// versions returns the versions of each article whose text can be read.
func (r *rescue) versions() map[uint32][]int {
	out := map[uint32][]int{}
	for _, key := range slices.Sorted(slices.Values(slices.Concat(r.old.texts.whole, slices.Collect(maps.Keys(r.texts))))) {
		out[uint32(key>>32)] = append(out[uint32(key>>32)], int(uint32(key)))
	}
	return out
}

// planArticle decides what becomes of article n, of which the versions given can
// be read.
func (r *rescue) planArticle(n uint32, versions []int) error {
	h, ok := r.heads[n]
	if !ok && len(versions) > 0 {
		var err error
		if h, err = r.headOf(n, versions[len(versions)-1]); err != nil {
			return err
		}
		h.Version = max(h.Version, r.oldHeads[n].Version)
		r.rebuilt[n] = true
	}
	if !ok && len(versions) == 0 {
		return r.planLost(n)
	}
	damaged := r.damagedVersions(n)
	first := h.Version
	for _, v := range slices.Concat(versions, damaged, r.foundVersions(n)) {
		first = min(first, v)
	}
	for v := first; v <= h.Version; v++ {
		if !slices.Contains(versions, v) && !slices.ContainsFunc(r.old.lost, func(l Lost) bool { return l.Number == n && l.Version == v }) {
			r.lost = append(r.lost, Lost{n, v, h.ID, v == h.Version})
		}
	}
	for _, v := range versions {
		key := uint64(n)<<32 | uint64(v)
		if _, ok := slices.BinarySearch(r.old.findings.whole, key); !ok && r.findings[key] == nil {
			r.unfound[key] = true
			if v == h.Version {
				h.Extraction = 0
			}
		}
	}
	r.heads[n] = h
	return nil
}

// planLost notes an article of which no text can be read. If its ID is known it
// keeps its number, so that it comes back under it.
func (r *rescue) planLost(n uint32) error {
	l := Lost{Number: n, ID: cmp.Or(r.idOf[n], r.oldHeads[n].ID), Current: true}
	if !slices.ContainsFunc(r.old.lost, func(old Lost) bool { return old.Number == n }) {
		r.lost = append(r.lost, l)
	}
	if l.ID == "" {
		return nil
	}
	version := max(1, r.oldHeads[n].Version)
	for _, v := range r.damagedVersions(n) {
		version = max(version, v)
	}
	r.heads[n] = head{ID: l.ID, Version: version, Removed: r.removed[n], Founder: n}
	return nil
}

// headOf makes the head of article n from the text of its last version.
func (r *rescue) headOf(n uint32, version int) (head, error) {
	s, err := r.storedText(n, version)
	if err != nil {
		return head{}, err
	}
	if _, known := r.idOf[n]; !known {
		r.unsure = append(r.unsure, n)
	}
	h := head{ID: s.ID, Version: version, Removed: r.removed[n], Founder: n, Hash: hashArticle(s.Article), Extraction: r.extractionOf(n, version)}
	if founder, ok := r.groups[n]; ok {
		h.Founder = founder
	}
	return h, nil
}

// decideRemoved finds by the counts which of the unsure articles were removed:
// none or all of them. Otherwise that is lost.
func (r *rescue) decideRemoved() {
	if len(r.unsure) == 0 {
		return
	}
	removed := 0
	for _, h := range r.heads {
		if h.Removed {
			removed++
		}
	}
	switch left := r.old.counts.Removed - removed; {
	case r.old.counted && left == 0:
	case r.old.counted && left == len(r.unsure):
		for _, n := range r.unsure {
			h := r.heads[n]
			h.Removed = true
			r.heads[n] = h
		}
	default:
		r.missing++
	}
}
