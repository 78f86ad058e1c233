package topics

import (
	"math"
	"math/bits"
)

// maxOthers is the number of statements with forms that are not listed up to which a window that is
// kept has counts of forms.
const maxOthers = 1 << 14

// selection is the statements of a window, in ascending order and as a bit each, with the nearest
// window whose counts are kept and the articles some of whose statements one of both has alone.
type selection struct {
	units   []uint32
	set     []uint64
	near    *kept // nil if there is none that is near enough to save time
	changed []uint32
}

// holds reports whether a set has a unit.
func holds(set []uint64, unit uint32) bool { return set[unit/64]>>(unit%64)&1 == 1 }

// Keep counts the commonest grams in statements, which must be in ascending order, for windows of
// about the same ones: Find counts only where they differ. It leaves out those for which that would
// not save time.
func (v *Table) Keep(all Grams, units []uint32) {
	v.background(all)
	if steps := v.steps(len(units)); len(steps) == 0 || steps[0] != v.commonest {
		return
	}
	v.keeping.Lock()
	defer v.keeping.Unlock()
	s := v.choose(units)
	k := &kept{set: s.set, counts: make([]gramCount, v.commonest)}
	if s.near != nil {
		copy(k.counts, s.near.counts)
		s.correct(v, k.counts)
	} else {
		countUnits(v, k.counts, 0, units)
	}
	k.countForms(v, &s)
	windows := []*kept{k}
	if before := v.kept.Load(); before != nil {
		windows = append(windows, *before...)
	}
	v.kept.Store(&windows)
}

// countForms counts the forms in the statements of a selection.
func (k *kept) countForms(v *Table, s *selection) {
	k.forms = make([]uint32, 2*v.grams.formEnds[v.commonest-1])
	if s.near == nil || s.near.forms == nil {
		for _, unit := range s.units {
			k.addForms(&v.grams, unit)
		}
	} else {
		copy(k.forms, s.near.forms)
		for _, of := range s.near.others {
			if holds(s.set, of.unit) {
				k.others = append(k.others, of)
			}
		}
		for unit := range s.differing() {
			if holds(s.set, unit) {
				k.addForms(&v.grams, unit)
			} else {
				eachForms(&v.grams, unit, v.commonest, func(_ uint32, found []entry, listed bool) { k.count(&v.grams, found, listed, math.MaxUint32) })
			}
		}
	}
	if len(k.others) > maxOthers {
		k.forms, k.others = nil, nil
	}
}

// addForms counts the forms in a statement.
func (k *kept) addForms(g *Grams, unit uint32) {
	eachForms(g, unit, uint32(len(k.counts)), func(n uint32, found []entry, listed bool) {
		if k.count(g, found, listed, 1); !listed && len(k.others) <= maxOthers {
			k.others = append(k.others, otherUnit{n, unit})
		}
	})
}

// count counts listed forms of a gram so many times.
func (k *kept) count(g *Grams, found []entry, listed bool, times uint32) {
	for _, e := range found {
		if listed {
			k.forms[g.formSlot(e.number(), e.form())+uint32(e&withinSentence)] += times
		}
	}
}

// eachForms visits the entries of each gram below end in a statement; listed says that all of their
// forms are.
func eachForms(g *Grams, unit, end uint32, visit func(n uint32, found []entry, listed bool)) {
	found := g.in(unit)
	for len(found) > 0 && found[0].number() < end {
		n, same, listed := found[0].number(), 0, true
		for ; same < len(found) && found[same].number() == n; same++ {
			listed = listed && found[same].form() != otherForm
		}
		visit(n, found[:same], listed)
		found = found[same:]
	}
}

// choose returns the selection of statements.
func (v *Table) choose(units []uint32) selection {
	s := selection{units: units, set: make([]uint64, (v.Statements.Len()+63)/64)}
	for _, unit := range units {
		s.set[unit/64] |= 1 << (unit % 64)
	}
	all := v.kept.Load()
	if all == nil {
		return s
	}
	least := len(units) / fewChanges
	for _, k := range *all {
		differ := 0
		for i, word := range s.set {
			differ += bits.OnesCount64(word ^ k.set[i])
		}
		if differ < least {
			least, s.near = differ, k
		}
	}
	if s.near != nil {
		for unit := range s.differing() {
			if a := v.Statements.At(unit).Article; len(s.changed) == 0 || s.changed[len(s.changed)-1] != a {
				s.changed = append(s.changed, a)
			}
		}
	}
	return s
}

// fewChanges is the share of a window's statements that a window near it may have more or less of:
// one in so many. Each of them takes as long as some others, for the rest of its article is read.
const fewChanges = 3

// differing visits the statements that one of the window and the one near it has alone.
func (s *selection) differing() func(yield func(unit uint32) bool) {
	return func(yield func(unit uint32) bool) {
		for i, word := range s.set {
			for differ := word ^ s.near.set[i]; differ != 0; differ &= differ - 1 {
				if !yield(uint32(64*i + bits.TrailingZeros64(differ))) {
					return
				}
			}
		}
	}
}

// correct makes counts of the window near a selection its own.
func (s *selection) correct(v *Table, counts []gramCount) {
	end := uint32(len(counts))
	for _, a := range s.changed {
		held := v.Articles.At(a).Statements
		for unit := held.First; unit < held.End; unit++ {
			if holds(s.near.set, unit) {
				v.grams.eachOnce(unit, end, func(n uint32) { counts[n].remove(a) })
			}
		}
		for unit := held.First; unit < held.End; unit++ {
			if holds(s.set, unit) {
				v.grams.eachOnce(unit, end, func(n uint32) { counts[n].add(a) })
			}
		}
	}
}

// countUnits counts the grams of statements from a number on that counts has.
func countUnits(v *Table, counts []gramCount, first uint32, units []uint32) {
	for _, unit := range units {
		a, before := v.Statements.At(unit).Article, uint32(maxGrams)
		for _, e := range v.grams.in(unit) {
			n := e.number()
			if n >= uint32(len(counts)) {
				break
			}
			if n >= first && n != before {
				counts[n].add(a)
			}
			before = n
		}
	}
}
