package statements

import (
	"sync"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// View is what statements are searched in: a snapshot, and who is who in it.
type View struct {
	*segment.Snapshot
	people   *identity.People
	once     sync.Once
	repeated rank.UnitSet // statements of whose words the same person has others
}

// New returns the view of a snapshot whose persons are people.
func New(v *segment.Snapshot, people *identity.People) *View {
	return &View{Snapshot: v, people: people}
}

// Buffers are the arrays that one answer is computed in. They may be used again, by one
// answer at a time; each clears what it touched.
type Buffers struct {
	present  rank.UnitSet // statements with the present term
	excluded rank.UnitSet // with an excluded word
	wanted   rank.UnitSet // to be scored
	articles rank.UnitSet
	persons  rank.UnitSet
	scores   rank.Sparse[score]
	units    []uint32
	postings []segment.Posting
	repeats  repeatTable
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

// RepeatKey returns the key of a statement.
func (v *View) RepeatKey(statement uint32) RepeatKey {
	return RepeatKey{v.Statements.At(statement).Content, v.personOf(statement)}
}

// hash spreads keys over a table.
func (k RepeatKey) hash() uint64 {
	return (k.content ^ uint64(k.person+1)*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93 >> 20
}

// hasRepeats reports whether another statement repeats one, be it removed or not.
func (v *View) hasRepeats(statement uint32) bool {
	v.once.Do(v.findRepeats)
	return v.repeated.Has(statement)
}

// findRepeats finds the statements that others repeat, once for a snapshot.
func (v *View) findRepeats() {
	var t repeatTable
	v.repeated.Reset(v.Statements.Len())
	for i := range uint32(v.Statements.Len()) {
		n, added := t.number(v.RepeatKey(i))
		if added {
			t.keys[n].value = i
			continue
		}
		v.repeated.Add(i)
		v.repeated.Add(t.keys[n].value)
	}
}

// repeatTable numbers repeat keys.
type repeatTable struct {
	places []uint32 // of hashes: 1 + a number, 0 where free; the length is a power of two
	keys   []numberedKey
}

// numberedKey is a key with a value of the table's user.
type numberedKey struct {
	RepeatKey
	value uint32
}

// reset empties the table.
func (t *repeatTable) reset() {
	if len(t.keys) > 0 {
		clear(t.places)
	}
	t.keys = t.keys[:0]
}

// number returns the number of a key, and whether it is new.
func (t *repeatTable) number(key RepeatKey) (n uint32, added bool) {
	if 2*len(t.keys) >= len(t.places) {
		t.grow()
	}
	at := t.find(key)
	if t.places[at] == 0 {
		t.keys = append(t.keys, numberedKey{RepeatKey: key})
		t.places[at] = uint32(len(t.keys))
		added = true
	}
	return t.places[at] - 1, added
}

// find returns the place of a key: its own, or the free one that it would have.
func (t *repeatTable) find(key RepeatKey) uint64 {
	mask := uint64(len(t.places) - 1)
	at := key.hash() & mask
	for t.places[at] != 0 && t.keys[t.places[at]-1].RepeatKey != key {
		at = (at + 1) & mask
	}
	return at
}

func (t *repeatTable) grow() {
	t.places = make([]uint32, max(1<<10, 2*len(t.places)))
	for i := range t.keys {
		t.places[t.find(t.keys[i].RepeatKey)] = uint32(i + 1)
	}
}

// tidy gives back memory that few answers need.
func (t *repeatTable) tidy() {
	if len(t.keys) > keptKeys {
		*t = repeatTable{}
	}
}

// keptKeys is the number of keys up to which the memory of one answer is kept for the next.
const keptKeys = 1 << 15
