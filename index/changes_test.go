package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAnswersFollowChanges compares answers of an index that articles came into, were corrected in and
// left, and in which it was ruled who is who, with those of one that has never known anything else.
func TestAnswersFollowChanges(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	records := corpus(quotations(rand.New(rand.NewPCG(7, 8)), 120))
	now := shelve(records[:60])
	x := openWith(t, records[:60], index.Options{Record: now.record})
	var same [][]string
	for _, change := range []struct {
		name string
		do   func() error
	}{
		{"nothing", func() error { return nil }},
		{"articles added", func() error {
			for _, r := range records[60:] {
				now[r.ID] = r
			}
			return x.Add(ctx, records[60:])
		}},
		{"articles removed", func() error {
			var ids []string
			for _, r := range records[:30] {
				delete(now, r.ID)
				ids = append(ids, r.ID)
			}
			return x.Remove(ctx, ids)
		}},
		{"articles corrected", func() error {
			var corrected []article.Record
			for i, r := range records[30:50] {
				other := records[i]
				other.ID, other.Version, other.Group = r.ID, r.Version+1, r.Group
				now[r.ID] = other
				corrected = append(corrected, other)
			}
			return x.Add(ctx, corrected)
		}},
		{"two persons ruled to be one", func() error {
			same = [][]string{{"Anna Speaker", "Boris Speaker"}}
			return x.OverrideIdentities(same, nil)
		}},
		{"and to be two", func() error {
			same = nil
			return x.OverrideIdentities(nil, nil)
		}},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		var left []article.Record
		for _, r := range records {
			if r, ok := now[r.ID]; ok {
				left = append(left, r)
			}
		}
		fresh := openWith(t, left, index.Options{Same: same})
		for range 2 { // before and after what answers share is computed
			got, want := askedAll(t, x), askedAll(t, fresh)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s: %s\nwant\n%s", change.name, got[i], want[i])
				}
			}
			if err := x.Prepare(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// askedAll returns answers that are computed from all articles, whatever their numbers.
func askedAll(t *testing.T, x *index.Index) (out []string) {
	t.Helper()
	ctx := context.Background()
	for _, scope := range []index.Scope{index.Everything(), index.Everything().Except("Outlet 1")} {
		for _, words := range []index.Words{{}, {Terms: []string{"water"}}, {Excluded: []string{"road"}}} {
			q := index.Query{Scope: scope, Words: words, Limit: 2}
			said, tallies, err := x.SpeakersAndTallies(ctx, q, 2)
			topics, failed := x.Topics(ctx, q)
			if err != nil || failed != nil {
				t.Fatal(err, failed)
			}
			for _, person := range said.People {
				out = append(out, fmt.Sprintf("%s has %d statements, of %d persons", person.Name, person.Statements, said.Total))
			}
			for _, tally := range tallies {
				out = append(out, fmt.Sprintf("%s by month: %v", tally.Person.Name, tally.Days(article.Month)))
			}
			out = append(out, fmt.Sprint(topics))
		}
		people, err := x.FindPeople(ctx, scope, "Speaker")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			same, err := x.FindKeyed(ctx, scope, "Speaker", p.Key)
			if err != nil || len(same) != 1 || same[0].Statements != p.Statements {
				t.Errorf("%+v by key: %+v %v", p, same, err)
			}
			out = append(out, fmt.Sprintf("%+v", p))
		}
		for _, quote := range []string{"the water", "talks of the border", "winter"} {
			hits, err := x.Quotes(ctx, scope, quote, 5)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprintf("%s: %+v", quote, hits))
		}
	}
	return out
}
