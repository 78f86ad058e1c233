package topics

import (
	"cmp"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// maxCommon is the maximum number of grams that count as common: so many are counted in
// memory that stays near the processor.
const maxCommon = 1 << 16

// rank gives the commonest grams the lowest numbers, and a word of a pair a lower one than
// the pair, and lists their forms. It leaves the arrays of older Grams as they are.
func (t *GramTable) rank(v *segment.Snapshot) {
	totals := t.countAll()
	top := commonest(totals, cmp.Or(t.most, maxCommon))
	slices.SortFunc(top, func(a, b uint32) int {
		x, y := *t.keys.At(a), *t.keys.At(b)
		return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(x.words(), y.words()), x.compare(y))
	})
	order := slices.Grow(top, len(totals)-len(top))
	isTop := make([]bool, len(totals))
	for _, n := range top {
		isTop[n] = true
	}
	for n := range totals {
		if !isTop[n] {
			order = append(order, uint32(n))
		}
	}
	slices.SortFunc(order[len(top):], func(a, b uint32) int { return t.keys.At(a).compare(*t.keys.At(b)) })
	out := Grams{ranking: ranking{common: uint32(len(top)), sorted: uint32(len(order)), ranked: uint32(t.ends.Len())}}
	keys := make([]gram, len(order))
	for to, n := range order {
		keys[to] = *t.keys.At(n)
		if to < len(top) {
			out.totals = append(out.totals, totals[n])
			continue
		}
		out.few = append(out.few, uint16(min(totals[n], math.MaxUint16))) // so many grams cannot be commoner
		out.rare = max(out.rare, totals[n])
	}
	out.keys = column.Of(keys)
	out.byStems = make([]uint32, len(top))
	for n := range out.byStems {
		out.byStems[n] = uint32(n)
	}
	slices.SortFunc(out.byStems, func(a, b uint32) int { return keys[a].compare(keys[b]) })
	to := make([]uint32, len(order))
	for n, before := range order {
		to[before] = uint32(n)
	}
	out.readAgain(v, &t.Grams, to)
	t.Grams, t.added = out, gramHash{}
}

// countAll returns in how many statements each gram is.
func (g *Grams) countAll() []uint32 {
	totals := make([]uint32, g.keys.Len())
	for unit := range uint32(g.ends.Len()) {
		g.eachOnce(unit, maxGrams, func(n uint32) { totals[n]++ })
	}
	return totals
}

// readAgain takes the entries of the grams as they were numbered before; to has the new
// numbers. Common ones are read from the statements of a snapshot, for their forms.
func (g *Grams) readAgain(v *segment.Snapshot, before *Grams, to []uint32) {
	var common gramHash // alone, since it stays near the processor
	for n := range g.common {
		common.fill(common.place(&g.keys, *g.keys.At(n)), n+1)
	}
	lists := make(formLists, g.common)
	of, ends := make([]entry, 0, before.of.Len()), make([]uint32, 0, before.ends.Len())
	var words []uint32
	for unit := range uint32(before.ends.Len()) {
		start := len(of)
		for _, e := range before.in(unit) {
			if n := to[e.number()]; n >= g.common {
				of = append(of, entry(n)<<printBits|e&(1<<printBits-1))
			}
		}
		if g.common > 0 && len(of)-start < len(before.in(unit)) {
			words = eachGram(&v.Columns, unit, words, func(stems, printed gram) {
				if n := common.table[common.find(&g.keys, stems)]; n > 0 {
					of = append(of, entryOf(n-1, lists.place(n-1, bare(printed)), printed))
				}
			})
		}
		slices.Sort(of[start:])
		ends = append(ends, uint32(len(of)))
	}
	g.of, g.ends = column.Of(of), column.Of(ends)
	for _, forms := range lists {
		g.forms = append(g.forms, forms...)
		g.formEnds = append(g.formEnds, uint32(len(g.forms)))
	}
}

// formLists are the forms of each common gram.
type formLists [][]gram

// place returns which form of a gram is printed, a new one if it is not listed.
func (l formLists) place(n uint32, printed gram) int {
	at := slices.Index(l[n], printed)
	if at < 0 && len(l[n]) < otherForm {
		at = len(l[n])
		l[n] = append(l[n], printed)
	}
	if at < 0 {
		return otherForm
	}
	return at
}

// commonest returns the numbers with the highest totals: all of those that have a total, or
// none of them, and at most so many.
func commonest(totals []uint32, most int) []uint32 {
	sorted := slices.Clone(totals)
	slices.Sort(sorted)
	least := uint32(topicStatements)
	if n := len(sorted) - most; n > 0 {
		least = max(least, sorted[n-1]+1)
	}
	var out []uint32
	for n, total := range totals {
		if total >= least {
			out = append(out, uint32(n))
		}
	}
	return out
}
