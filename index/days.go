package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Tally counts statements by when they were said, of a person or of everybody.
type Tally struct {
	Person     Person // its Key, Name and Statements alone; zero for everybody
	Statements int    // those without a date among them
	counts     answer.Dates
}

// Days returns the number of statements in each day, week (from Monday) or
// month, oldest first. Periods without statements are left out, and so are
// statements without a date or with a coarser one.
func (t Tally) Days(unit article.Precision) []Day { return t.counts.Days(unit) }

// Tallies counts the statements of a query: first those of everybody, then
// those of the persons with most statements, at most limit persons with at
// least two each.
func (x *Index) Tallies(ctx context.Context, q Query, limit int) ([]Tally, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	groups, err := v.statementGroups(ctx, q)
	if err != nil {
		return nil, err
	}
	all, by, printed := Tally{counts: answer.Dates{}}, map[uint32]*Tally{}, v.printedIn(q.Scope)
	for _, g := range groups {
		when := v.Statements.At(g.unit).When
		all.count(when)
		if p := v.personOf(g.unit); p >= 0 {
			t := by[uint32(p)]
			if t == nil {
				t = &Tally{Person: Person{Key: v.identities.Key(uint32(p))}, counts: answer.Dates{}}
				by[uint32(p)] = t
			}
			printed.note(uint32(p), g.unit, g.also...)
			t.count(when)
		}
	}
	var persons []Tally
	for p, t := range by {
		if t.Statements > 1 {
			if t.Person.Name, err = printed.of(ctx, p); err != nil {
				return nil, err
			}
			t.Person.Statements = t.Statements
			persons = append(persons, *t)
		}
	}
	slices.SortFunc(persons, func(a, b Tally) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Person.Name, b.Person.Name))
	})
	return append([]Tally{all}, persons[:min(len(persons), limit)]...), nil
}

func (t *Tally) count(when segment.Period) {
	t.Statements++
	if when.Known() {
		t.counts.Add(when)
	}
}
