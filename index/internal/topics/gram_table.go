package topics

import (
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Update numbers the grams of statements that a snapshot has and the table lacks.
func (t *GramTable) Update(v *segment.Snapshot) Grams {
	t.growing.Lock()
	defer t.growing.Unlock()
	var words []uint32
	var found []entry
	for unit := t.ends.Len(); unit < v.Statements.Len(); unit++ {
		found = found[:0]
		words = eachGram(&v.Columns, uint32(unit), words, func(stems, printed gram) {
			if n, ok := t.number(stems); ok {
				found = append(found, entryOf(n, t.formOf(n, printed), printed))
			}
		})
		t.appendEntries(found)
	}
	if many := t.ends.Len(); many > int(t.ranked+t.ranked/4) {
		t.rank(v)
	}
	return t.Grams
}

// Empty reports whether the table has the grams of no statement.
func (t *GramTable) Empty() bool {
	t.growing.Lock()
	defer t.growing.Unlock()
	return t.ends.Len() == 0
}

// number returns the number of a gram, a new one if it has none and there are any left.
func (t *GramTable) number(g gram) (n uint32, ok bool) {
	if n, ok := t.find(g); ok {
		return n, true
	}
	at := t.added.place(&t.keys, g)
	if t.added.table[at] == 0 {
		if t.keys.Len() == maxGrams {
			return 0, false
		}
		t.keys.Append(g)
		t.added.fill(at, uint32(t.keys.Len()))
	}
	return t.added.table[at] - 1, true
}

// Save writes the table into a checkpoint of a snapshot, unless it has statements that the
// snapshot has not.
func (t *GramTable) Save(w *column.Writer, v *segment.Snapshot) {
	g := t.Update(v)
	if g.ends.Len() != v.Statements.Len() {
		return
	}
	g.keys.Save(w, "grams")
	g.of.Save(w, "grams.of")
	g.ends.Save(w, "grams.ends")
	column.Put(w, "grams.ranking", []uint32{g.common, g.sorted, g.ranked, g.rare})
	column.Put(w, "grams.by-stems", g.byStems)
	column.Put(w, "grams.totals", g.totals)
	column.Put(w, "grams.few", g.few)
	column.Put(w, "grams.forms", g.forms)
	column.Put(w, "grams.form-ends", g.formEnds)
}

// LoadGrams returns the table that a checkpoint has, an empty one if it has none; f may be
// nil. The table must not be used after the checkpoint is unmapped.
func LoadGrams(f *column.File) *GramTable {
	out := &GramTable{}
	if f == nil || !f.Has("grams") {
		return out
	}
	g := &out.Grams
	g.keys.Load(f, "grams")
	g.of.Load(f, "grams.of")
	g.ends.Load(f, "grams.ends")
	settled := column.Get[uint32](f, "grams.ranking")
	g.byStems, g.totals, g.few = column.Get[uint32](f, "grams.by-stems"), column.Get[uint32](f, "grams.totals"), column.Get[uint16](f, "grams.few")
	g.forms, g.formEnds = column.Get[gram](f, "grams.forms"), column.Get[uint32](f, "grams.form-ends")
	if f.Err() != nil || len(settled) != 4 {
		return &GramTable{}
	}
	g.common, g.sorted, g.ranked, g.rare = settled[0], settled[1], settled[2], settled[3]
	for n := g.sorted; int(n) < g.keys.Len(); n++ {
		out.added.fill(out.added.place(&g.keys, *g.keys.At(n)), n+1)
	}
	return out
}
