package statements

import (
	"slices"
	"sync/atomic"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// View is what statements are searched in: a snapshot, and who is who in it.
type View struct {
	*segment.Snapshot
	people *identity.People
	once   segment.Once
	order  []uint32     // all statements, repeats together, the earliest first; see wide
	starts rank.UnitSet // places of order at which other repeats begin

	grouped  atomic.Bool  // what follows was found, with order and starts; answers do without until then
	repeated rank.UnitSet // statements that have repeats
	group    []uint32     // of each statement: where its repeats begin in order
	peaks    []words.Peak // how often each statement holds any one of its stems, those of stop words apart; equal for repeats

	calendar calendar
}

// calendar tells of most statements whether a window holds them without a look at them.
type calendar struct {
	once     segment.Once
	known    atomic.Bool  // what follows was found
	spans    []span       // of each rank.Word statements
	alive    rank.UnitSet // statements that are not removed
	single   rank.UnitSet // statements that are not removed and have no repeat
	groups   []uint32     // places of order from which on there are repeats of one another
	firsts   rank.UnitSet // statements that are the first of their article
	articles rank.Ranks   // of firsts
}

// span is what some statements have of their dates.
type span struct {
	firstFrom, lastFrom, firstTo, lastTo int64
	unknown                              bool // of one of them at least
}

// New returns the view of a snapshot whose persons are people.
func New(v *segment.Snapshot, people *identity.People) *View {
	return &View{Snapshot: v, people: people}
}

// Buffers are the arrays that one answer is computed in. They may be used again, by one
// answer at a time; each clears what it touched.
type Buffers struct {
	present   rank.UnitSet // statements with the present term
	excluded  rank.UnitSet // with an excluded word
	otherwise rank.UnitSet // see matches.otherwise
	articles  rank.UnitSet
	persons   rank.UnitSet
	found     rank.UnitSet   // statements that answer
	met       []rank.UnitSet // places of View.order whose repeats were met, by each query that is counted
	matched   []uint32
	units     []uint32
	known     bool // repeats were, when groups were made: View.grouped
	groups    []group
	others    []other
	worth     []group  // of a block, those to be scored
	same      []uint32 // repeats of one of them
	repeats   repeatTable
}

// filter returns the restrictions of q.
func (v *View) filter(q query.Query) *query.Filter { return query.NewFilter(v.Snapshot, v.people, q) }

// personOf returns the person of a statement, or -1 if the speaker is not certain.
func (v *View) personOf(statement uint32) int {
	if b := v.Statements.At(statement).NameVariant; b != segment.Nobody {
		return int(v.people.Of(b))
	}
	return -1
}

// RepeatKey is equal for repeats: the same words of the same person.
type RepeatKey struct {
	content uint64
	person  int
}

func (k RepeatKey) key() rank.Key { return rank.Key{k.content, uint64(k.person + 1)} }

// RepeatKey returns the key of a statement.
func (v *View) RepeatKey(statement uint32) RepeatKey {
	return RepeatKey{v.Statements.At(statement).Content(), v.personOf(statement)}
}

// findRepeats puts repeats together, once for a snapshot.
func (v *View) findRepeats() {
	n := uint32(v.Statements.Len())
	var keys rank.Keys
	group, ends := make([]uint32, n), []uint32(nil)
	for unit := range n {
		g, added := keys.Number(v.RepeatKey(unit).key())
		if added {
			ends = append(ends, 0)
		}
		group[unit] = g
		ends[g]++
	}
	v.starts.Reset(int(n))
	end := uint32(0)
	for g, size := range ends { // of each group its beginning, until it is filled
		v.starts.Add(end)
		ends[g], end = end, end+size
	}
	v.order = make([]uint32, n)
	for unit, g := range group {
		v.order[ends[g]] = uint32(unit)
		ends[g]++
	}
	first := uint32(0)
	for _, end := range ends {
		if end-first > 1 {
			slices.SortFunc(v.order[first:end], v.earliest)
		}
		first = end
	}
	v.findGroups(group)
	v.grouped.Store(true)
}

// findGroups tells where the repeats of each statement begin in order, in place of group, and how
// often repeats hold a word.
func (v *View) findGroups(group []uint32) {
	v.peaks, v.group = v.Peaks(text.IsStopStem), group
	v.repeated.Reset(len(group))
	for first := 0; first < len(v.order); {
		same := v.repeatsFrom(uint32(first))
		like, peak := v.Statements.At(same[0]), v.peaks[same[0]]
		for _, unit := range same[1:] {
			if v.peaks[unit] != peak || v.Statements.At(unit).Words != like.Words {
				peak.Times = manyTimes // one prints U.S. where another has US
			}
		}
		for _, unit := range same {
			v.group[unit], v.peaks[unit] = uint32(first), peak
			if len(same) > 1 {
				v.repeated.Add(unit)
			}
		}
		first += len(same)
	}
}

// manyTimes as the Times of a peak means that many or more, or that repeats differ.
const manyTimes = 1<<8 - 1

// repeatsFrom returns the repeats that begin at a place of order, the earliest first.
func (v *View) repeatsFrom(first uint32) []uint32 {
	end := first + 1
	for int(end) < len(v.order) && !v.starts.Has(end) {
		end++
	}
	return v.order[first:end]
}

// repeatTable numbers the keys of repeats, each with a value.
type repeatTable struct {
	keys   rank.Keys
	values []uint32
}

// at returns the value of a key, 0 at first, and whether the key is new. It may be changed
// until the next call.
func (t *repeatTable) at(k RepeatKey) (value *uint32, added bool) {
	n, added := t.keys.Number(k.key())
	if added {
		t.values = append(t.values, 0)
	}
	return &t.values[n], added
}

// clear takes all keys out.
func (t *repeatTable) clear() {
	t.keys.Clear()
	if t.values = t.values[:0]; cap(t.values) > keptValues {
		t.values = nil
	}
}

// keptValues is the number of values up to which the memory of one answer is kept for the
// next.
const keptValues = 1 << 16
