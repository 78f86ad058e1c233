package passages

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// TestSharing wants the candidates for quotations of common words to be those of looking at each
// passage with one, in articles with and without dates, out of order, some replaced or removed.
func TestSharing(t *testing.T) {
	t.Parallel()
	v := ferries(t)
	everybody := identity.Resolve(nil, nil, identity.Rulings{})
	for _, scope := range []query.Scope{query.Everything(), query.Only("Quay Post 1"), query.Only("Coast Herald")} {
		keep := query.NewFilter(v.Snapshot, everybody, query.Query{Scope: scope})
		for _, quote := range []string{"the", "the ferry", "the ferry late", "mole 7", "the ferry to mole 7", "late", "nowhere"} {
			var s Buffers
			v.quotePostings = 30
			got, err := v.sharing(t.Context(), keep, quote, &s)
			if err != nil {
				t.Fatal(err)
			}
			if want := eachSharing(t, v, keep, quote); !slices.Equal(got, want) {
				t.Errorf("%s, %v: %v, want %v", quote, scope, got, want)
			}
		}
	}
}

// ferries returns a view of articles about ferries.
func ferries(t *testing.T) *View {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	made := func(id int) article.Record {
		r := article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint("a", id), Source: fmt.Sprint("Quay Post ", id%3)}}
		if id%7 > 0 {
			r.Published = article.Moment{Time: time.Date(2031, 3, 1+random.IntN(40), 0, 0, 0, 0, time.UTC), Precision: article.Day}
		}
		for range 3 {
			r.Text += fmt.Sprintf("The ferry to mole %d is %s.\n\n", random.IntN(40), []string{"late", "early", "full"}[random.IntN(3)])
		}
		return r
	}
	store, empty, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var all, changed []article.Record
	for id := range 400 {
		all = append(all, made(id))
		if id%9 == 0 {
			changed = append(changed, made(id), article.Record{Article: article.Article{ID: fmt.Sprint("a", id+1)}, Removed: true})
		}
	}
	for _, records := range [][]article.Record{all, changed} {
		if err := store.Write(t.Context(), records); err != nil {
			t.Fatal(err)
		}
	}
	snapshot, _, err := store.Snapshot(empty)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { empty.Release(); snapshot.Release(); store.Close() })
	return New(snapshot, query.DefaultMaxPostings)
}

// eachSharing is sharing with a look at each passage that has a stem.
func eachSharing(t *testing.T, v *View, keep *query.Filter, quote string) []scored {
	t.Helper()
	stems, err := v.rarest(t.Context(), quote)
	if err != nil {
		t.Fatal(err)
	}
	var scores rank.Accumulator
	for read, i := 0, 0; i < min(len(stems), quoteTerms) && read <= v.quotePostings; i++ {
		units, err := v.Units(t.Context(), segment.FieldPassage, stems[i], 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range units {
			scores.Add(unit, 1)
		}
		scores.Close(v.Alive.Passages)
		read += len(units)
	}
	var out []scored
	for _, unit := range scores.Touched {
		if keep.Passage(unit) {
			out = append(out, scored{unit, float64(scores.Score(unit))})
		}
	}
	return rank.Best(out, quoteCandidates, v.order)
}
