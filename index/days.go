package index

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Tally counts statements by when they were said, of a person or of everybody.
type Tally struct {
	Person     Person // its Key, Name and Statements alone; zero for everybody
	Statements int    // those without a date among them
	counts     map[countedDay]int
}

// Days returns the number of statements in each day, week (from Monday) or
// month, oldest first. Periods without statements are left out, and so are
// statements without a date or with a coarser one.
func (t Tally) Days(unit article.Precision) []Day { return daysOf(t.counts, unit) }

// Tallies counts the statements of a query: first those of everybody, then
// those of the persons with most statements, at most limit persons with at
// least two each.
func (x *Index) Tallies(ctx context.Context, q Query, limit int) ([]Tally, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	groups, err := x.statementGroups(ctx, v, q)
	if err != nil {
		return nil, err
	}
	all, by := Tally{counts: map[countedDay]int{}}, map[uint32]*Tally{}
	for _, g := range groups {
		when := v.Statements[g.unit].When
		all.count(when)
		if p := v.personOf(g.unit); p >= 0 {
			t := by[uint32(p)]
			if t == nil {
				who := &v.identities.All[p]
				t = &Tally{Person: Person{Key: who.Key, Name: who.Name}, counts: map[countedDay]int{}}
				by[uint32(p)] = t
			}
			t.count(when)
		}
	}
	var persons []Tally
	for _, t := range by {
		if t.Statements > 1 {
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
		t.counts[countedDay{when.DayUnix(), when.Precision}]++
	}
}

// inOrder returns counts by the start of their period, oldest first.
func inOrder(counts map[int64]int) []Day {
	out := make([]Day, 0, len(counts))
	for from, n := range counts {
		out = append(out, Day{time.Unix(from, 0).UTC(), n})
	}
	slices.SortFunc(out, func(a, b Day) int { return a.From.Compare(b.From) })
	return out
}

// startOf returns the Unix second at which the day, week or month of a day
// begins.
func startOf(day time.Time, unit article.Precision) int64 {
	switch unit {
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
