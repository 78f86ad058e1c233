package archive

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/durable"
)

// rescue writes a new archive from what is intact in an old file.
type rescue struct {
	*codec
	files     durable.Files
	dir, path string
	file      *os.File
	old       *survey

	last       uint32 // number of the last article
	heads      map[uint32]head
	oldHeads   map[uint32]head   // states found outside the tree
	rebuilt    map[uint32]bool   // whose head was damaged
	removed    map[uint32]bool   // as the ids say
	idOf       map[uint32]string // as the ids say
	groups     map[uint32]uint32 // founder of a copy, as the groups say
	texts      map[uint64][]byte // found outside the tree
	findings   map[uint64][]byte
	unfound    map[uint64]bool // versions whose findings are lost
	unsure     []uint32        // articles of which nothing intact says whether they were removed
	missing    int             // versions and values that the counts tell of and nothing else
	lost       []Lost
	lostValues []string
	aside      string
}

// foundVersions returns the versions of article n that have findings, which are
// those that have a text.
func (r *rescue) foundVersions(n uint32) []int {
	i, _ := slices.BinarySearch(r.old.findings.whole, uint64(n)<<32)
	var out []int
	for ; i < len(r.old.findings.whole) && uint32(r.old.findings.whole[i]>>32) == n; i++ {
		out = append(out, int(uint32(r.old.findings.whole[i])))
	}
	return out
}

func (r *rescue) damagedVersions(n uint32) []int {
	var out []int
	for _, key := range r.old.texts.damaged {
		if uint32(key>>32) == n {
			out = append(out, int(uint32(key)))
		}
	}
	return out
}

// texted reports whether the text of a version can be read and its article is
// kept.
func (r *rescue) texted(key uint64) bool {
	_, tree := slices.BinarySearch(r.old.texts.whole, key)
	h, kept := r.heads[uint32(key>>32)]
	return (tree || r.texts[key] != nil) && kept && int(uint32(key)) <= h.Version
}

// complete reports whether nothing would be lost.
func (r *rescue) complete() bool {
	s := r.old
	noted, _ := readIdentity(r.dir)
	return len(r.lost)+len(r.lostValues)+r.missing == 0 && r.countsMatch() && !s.file.Roots().Damaged && s.format != 0 &&
		(s.identity != nil || s.format == 1 || noted != "")
}

// countsMatch reports whether the counts of the old file, or else its pages, prove
// that there is nothing but what was found.
func (r *rescue) countsMatch() bool {
	s := r.old
	switch {
	case s.format == 1:
		return s.firstCounts.Versions == r.kept() && s.firstCounts.Articles+s.firstCounts.Removed == len(r.heads)
	case s.counted:
		return s.counts.Versions == r.kept() && int(s.counts.Last) >= len(r.heads)
	}
	return len(s.problems) == 0
}

// kept returns how many versions the new file holds.
func (r *rescue) kept() int {
	n := 0
	for _, key := range slices.Concat(r.old.texts.whole, slices.Collect(maps.Keys(r.texts))) {
		if r.texted(key) {
			n++
		}
	}
	return n
}

// savable returns how many articles can be saved.
func (r *rescue) savable() int {
	lost := map[uint32]bool{}
	for _, l := range r.lost {
		if l.Current {
			lost[l.Number] = true
		}
	}
	return int(r.last) - len(lost)
}

// told returns what was repaired, as sentences.
func (r *rescue) told() string {
	if r.aside == "" {
		return fmt.Sprintf("%s was rewritten in the layout of this version.", FileName)
	}
	return fmt.Sprintf("%s was damaged (%s) and has been rebuilt without loss. The damaged file is kept as %s.", FileName, r.old.problem(), r.aside)
}
