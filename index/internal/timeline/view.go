package timeline

import (
	"sync/atomic"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// View is what timelines are made of: a snapshot, who is who in it, and
// what is computed once for it.
type View struct {
	*segment.Snapshot
	people      *identity.People
	maxPostings int // of a topic's words

	once     struct{ whole, groups segment.Once }
	whole    *Chronicle // of everything
	repeated repeated   // found before whole
	copies   []uint8    // of each group: its articles, at most 2
}

// New returns the view of a snapshot whose persons are people.
func New(v *segment.Snapshot, people *identity.People, maxPostings int) *View {
	return &View{Snapshot: v, people: people, maxPostings: maxPostings}
}

// hasCopies reports whether a group has several articles.
func (v *View) hasCopies(group uint32) bool {
	v.once.groups.Do(func() {
		v.copies = make([]uint8, v.Groups.Len())
		for i, a := range v.Articles.All() {
			if n := &v.copies[a.Group]; *n < 2 && !v.IsDead(uint32(i)) {
				*n++
			}
		}
	})
	return v.copies[group] > 1
}

// repeated are the events of whose sentence and day there are others.
type repeated struct {
	known  atomic.Bool // events were found
	events rank.UnitSet
}

// mayRepeat reports whether another event may have the sentence and the day of one.
func (v *View) mayRepeat(unit uint32) bool {
	return !v.repeated.known.Load() || v.repeated.events.Has(unit)
}

// findRepeated finds the events that are repeated.
func (v *View) findRepeated() {
	v.repeated.events.Reset(v.Events.Len())
	var keys rank.Keys
	var firsts []uint32
	for unit, e := range v.Events.All() {
		date := v.EventDate(e)
		if !date.Known() {
			continue
		}
		n, added := keys.Number(rank.Key{uint64(date.DayUnix()), e.Content()})
		if added {
			firsts = append(firsts, uint32(unit))
			continue
		}
		v.repeated.events.Add(firsts[n])
		v.repeated.events.Add(uint32(unit))
	}
	v.repeated.known.Store(true)
}

// postingCost is how many postings of a question take as long as one of a timeline: each has the
// dated sentences of its article weighed.
const postingCost = 2
