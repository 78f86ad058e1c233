package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// watchQueries are n queries as watches are: some of so many words, phrases,
// persons, outlets.
func watchQueries(random *rand.Rand, people []string, words, n int) []index.Query {
	word := func() string { return fmt.Sprintf("w%d", random.IntN(words)) }
	var out []index.Query
	for range n {
		q := index.Query{Scope: index.Everything()}
		switch random.IntN(7) {
		case 0:
			q.By = []string{people[random.IntN(len(people))]}
		case 1:
			q.Words.Terms, q.By = []string{word()}, []string{people[random.IntN(len(people))]}
		case 2:
			q.Words.Phrases = []string{word() + " " + word()}
		case 3:
			q.Words.Terms, q.Words.Excluded = []string{word()}, []string{word()}
		case 4:
			q.Sources = []string{fmt.Sprint("Outlet ", random.IntN(20))}
		case 5:
			q.Words.Terms, q.Words.Phrases = []string{word(), word()}, []string{word()}
		default:
			q.Words.Terms = []string{word()}
		}
		out = append(out, q)
	}
	return out
}

// TestMatcher: what percolation finds in an article is what the query finds
// there, for every query and every article.
func TestMatcher(t *testing.T) {
	raced.Sequential(t)
	ctx := context.Background()
	records := madeUp(120)
	x := openWith(t, records, index.Options{Synonyms: map[string][]string{"w7": {"w9"}}})
	queries := watchQueries(rand.New(rand.NewPCG(3, 4)), peopleOf(t, x), 60, 300)
	want := map[string]bool{}
	for n, q := range queries {
		q.Limit = 1000
		found, err := x.Statements(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range found.Hits {
			want[fmt.Sprint(hit.Article, " ", hit.Statement, " ", n)] = true
			for _, also := range hit.Also { // the same words elsewhere
				want[fmt.Sprint(also, " ", n)] = true
			}
		}
	}
	m := x.NewMatcher(queries)
	got := 0
	for _, r := range records {
		found, err := m.Match(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		for statement, list := range found {
			for _, n := range list {
				if got++; !want[fmt.Sprint(r.ID, " ", statement, " ", n)] && !want[fmt.Sprint(r.ID, " ", n)] {
					t.Errorf("statement %d of %s matches %+v, which does not find it", statement, r.ID, queries[n])
				}
				delete(want, fmt.Sprint(r.ID, " ", statement, " ", n))
			}
		}
	}
	for key := range want {
		if strings.Count(key, " ") == 2 {
			t.Errorf("%s is not matched", key)
		}
	}
	if got == 0 {
		t.Error("nothing is matched")
	}
}

func peopleOf(t testing.TB, x *index.Index) (keys []string) {
	said, err := x.Speakers(context.Background(), index.Query{Scope: index.Everything(), Limit: 1000})
	if err != nil || said.Total == 0 {
		t.Fatal(said.Total, err)
	}
	for _, p := range said.People {
		keys = append(keys, p.Key)
	}
	return keys
}

// BenchmarkMatcher holds an article against ten thousand watches.
func BenchmarkMatcher(b *testing.B) {
	ctx := context.Background()
	records := madeUp(400)
	x := openWith(b, records, index.Options{})
	m := x.NewMatcher(watchQueries(rand.New(rand.NewPCG(5, 6)), peopleOf(b, x), 3000, 10_000))
	var r article.Record
	for i := 0; b.Loop(); i++ {
		r = records[i%len(records)]
		if _, err := m.Match(ctx, r); err != nil {
			b.Fatal(err)
		}
	}
}
