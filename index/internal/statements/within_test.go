package statements_test

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
	"github.com/briefing-bot/briefing-bot/index/internal/statements"
)

// TestWithin wants what Each visits, of statements with and without repeats and dates, in
// articles some of which were replaced or removed.
func TestWithin(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	first := time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)
	made := func(id int) article.Record {
		r := article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint("a", id), Source: fmt.Sprint("Outlet ", id%3)}}
		if id%7 > 0 {
			r.Published = article.Moment{Time: first.AddDate(0, 0, id/4+random.IntN(5)), Precision: article.Day}
		}
		for range 3 {
			from := len(r.Text)
			r.Text += fmt.Sprintf("The ferry number %d is late. ", random.IntN(300))
			r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Content: []article.Span{{Start: from, End: len(r.Text) - 1}},
				Speaker: article.Nobody, Kind: article.Direct, Confidence: 1})
		}
		return r
	}
	store, empty, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var all, changed []article.Record
	for id := range 200 {
		all = append(all, made(id))
		if id%9 == 0 {
			changed = append(changed, made(id), article.Record{Article: article.Article{ID: fmt.Sprint("a", id+1)}, Removed: true})
		}
	}
	if err := store.Write(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	snapshot, _, err := store.Snapshot(empty)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { empty.Release(); snapshot.Release(); store.Close() })
	v := statements.New(snapshot, identity.Resolve(nil, nil, identity.Rulings{}))
	var buffers statements.Buffers
	for _, q := range []query.Query{
		{Scope: query.Everything()},
		{Scope: query.Only("Outlet 1", "Outlet 2")},
		{Scope: query.Everything(), Since: first.AddDate(0, 0, 20)},
		{Scope: query.Everything(), Since: first.AddDate(0, 0, 10), Until: first.AddDate(0, 0, 40)},
		{Scope: query.Everything(), Since: first.AddDate(0, 0, 10), Until: first.AddDate(0, 0, 11), Within: true},
		{Scope: query.Everything(), Until: first.AddDate(0, 0, 30), Sources: []string{"Outlet 0"}},
		{Scope: query.Everything(), Until: first.AddDate(0, 0, 30), Kinds: []article.Kind{article.Indirect}},
		{Scope: query.Everything(), Since: first.AddDate(9, 0, 0)},
	} {
		var want []uint32
		if err := v.Each(t.Context(), &buffers, query.Topic{}, q, func(unit uint32, _ []uint32) { want = append(want, unit) }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		var found rank.UnitSet
		if err := v.Within(t.Context(), q, &found); err != nil {
			t.Fatal(err)
		}
		if got := found.Units(nil); !slices.Equal(got, want) {
			t.Errorf("since %v until %v: %d statements, want %d", q.Since, q.Until, len(got), len(want))
		}
	}
}
