package search_test

import (
	"math/bits"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestCountWithout gives queries every combination of restrictions, counts what they would
// find without one of them and without all but one, and compares the counts with those of
// the searches themselves.
func TestCountWithout(t *testing.T) {
	t.Parallel()
	b, ctx := handlerstest.New(t), t.Context()
	people, err := b.Index.Speakers(ctx, index.Query{Scope: index.Everything()})
	if err != nil || len(people) == 0 {
		t.Fatal("nobody is quoted", err)
	}
	sources, err := b.Index.Sources(ctx, index.Everything())
	if err != nil || len(sources) < 3 {
		t.Fatal("too few outlets", err)
	}
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	all := index.Query{By: []string{people[0].Key}, Since: october, Until: october.AddDate(0, 0, 20), Sources: []string{sources[0].Name, sources[1].Name},
		Kinds: []article.Kind{article.Direct, article.Mixed}, Verb: "say"}
	const restrictions = 6
	var lifted []index.Restrictions
	for r := range index.Restrictions(1 << restrictions) {
		if n := bits.OnesCount8(uint8(r)); n <= 1 || n >= restrictions-1 {
			lifted = append(lifted, r)
		}
	}
	some, none := 0, 0
	for _, scope := range []index.Scope{index.Everything(), index.Everything().Except(sources[0].Name)} {
		for _, words := range []index.Words{
			{Terms: []string{"truce"}}, {Terms: []string{"water", "dam"}}, {Terms: []string{"dam"}, Phrases: []string{"the"}},
			{Terms: []string{"water"}, Excluded: []string{"dam"}}, {Excluded: []string{"truce"}}, {},
		} {
			for given := range index.Topical { // combinations of those below it
				q := all.Without(given)
				q.Scope, q.Words = scope, words
				got, err := b.Index.CountWithout(ctx, q, lifted...)
				if err != nil {
					t.Fatal(err)
				}
				for i, r := range lifted {
					want, err := b.Index.Statements(ctx, q.Without(r))
					if err != nil {
						t.Fatal(err)
					}
					if got[i] != want.Total {
						t.Fatalf("%+v without %06b: counted %d, a search finds %d", q, r, got[i], want.Total)
					}
					if got[i] > 0 {
						some++
					} else {
						none++
					}
				}
			}
		}
	}
	if some < 100 || none < 100 {
		t.Errorf("%d counts are of something and %d of nothing: the queries tell little", some, none)
	}
}
