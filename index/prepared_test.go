package index_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
)

// quotations are articles of six quotations each, whose words occur once or more; every fourth
// quotation is a repeat of another one.
func quotations(random *rand.Rand, articles int) string {
	words := []string{"the", "the", "water", "water", "talks", "talk", "border", "defence", "defense", "United Nations", "harvest", "of", "price", "prices", "winter", "road", "MPs", "MPs", "MPs", "MP"}
	var out strings.Builder
	var said []string
	for i := range articles {
		day := time.Date(2025, 1, 1+random.IntN(90), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		fmt.Fprintf(&out, "= a%d | Outlet %d | %s\nNews\n", i, random.IntN(5), day)
		for range 6 {
			if random.IntN(4) > 0 || len(said) == 0 {
				var quote []string
				for range 1 + random.IntN(12) {
					quote = append(quote, words[random.IntN(len(words))])
				}
				said = append(said, fmt.Sprintf("“%s” said %s Speaker.", strings.Join(quote, " "), []string{"Anna", "Boris", "Clara"}[random.IntN(3)]))
			}
			fmt.Fprintf(&out, "%s\n\n", said[len(said)-1-random.IntN(min(len(said), 200))])
		}
	}
	return out.String()
}

// TestPreparedAnswers compares answers before what they share was computed with those after, and
// first pages, for which statements that cannot be on them are left unread, with the whole.
func TestPreparedAnswers(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	x := openWith(t, corpus(quotations(rand.New(rand.NewPCG(3, 4)), 150)), index.Options{})
	people, err := x.FindPeople(ctx, index.Everything(), "Anna Speaker")
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	var queries []index.Query
	for _, words := range []index.Words{
		{Terms: []string{"water"}}, {Terms: []string{"talk"}}, {Terms: []string{"defence", "price"}}, {Terms: []string{"the"}}, {Terms: []string{"nations"}},
		{Terms: []string{"United", "Nations", "water"}}, {Phrases: []string{"the water"}}, {Terms: []string{"winter"}, Phrases: []string{"of"}},
		{Terms: []string{"road"}, Excluded: []string{"harvest"}}, {}, {Excluded: []string{"water"}},
		{Terms: []string{"MPs"}}, {Terms: []string{"MPs", "border"}}, // MP is rarer, and worth more
	} {
		for _, sort := range []index.Sort{index.Best, index.Newest, index.Oldest} {
			q := index.Query{Scope: index.Everything(), Words: words, Sort: sort, Limit: 5}
			by := q
			by.By = []string{people[0].Key}
			dated := q
			dated.Since, dated.Until = time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC), time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
			printed := dated
			printed.Since, printed.Sources = time.Time{}, []string{"Outlet 1", "Outlet 3"}
			early := by
			early.Until = time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)
			queries = append(queries, q, by, dated, printed, early)
		}
	}
	ask := func(q index.Query) (index.Result, string) {
		found, err := x.Statements(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		counts, err := x.CountWithout(ctx, q, 0, index.Speakers)
		if err != nil || counts[0] != found.Total {
			t.Fatalf("%+v: %v counted, %d found, %v", q, counts, found.Total, err)
		}
		return found, fmt.Sprintf("%+v %v", found, counts)
	}
	var before []string
	for _, q := range queries {
		_, text := ask(q)
		before = append(before, text)
	}
	if err := x.Prepare(ctx); err != nil {
		t.Fatal(err)
	}
	for i, q := range queries {
		_, text := ask(q)
		if text != before[i] {
			t.Errorf("%+v:\n%s\nbefore Prepare:\n%s", q, text, before[i])
		}
		q.Limit = 10_000
		whole, _ := ask(q)
		if len(whole.Hits) != whole.Total {
			t.Errorf("%+v: %d of %d hits on one page", q, len(whole.Hits), whole.Total)
		}
		for _, q.Limit = range []int{1, 5, 30} {
			for q.Offset = 0; q.Offset < whole.Total+5; q.Offset += max(q.Limit, whole.Total/8) {
				page, _ := ask(q)
				first := min(q.Offset, whole.Total)
				if want := whole.Hits[first:min(first+q.Limit, whole.Total)]; fmt.Sprint(page.Hits) != fmt.Sprint(want) {
					t.Errorf("%+v:\n%v\nof the whole:\n%v", q, page.Hits, want)
				}
			}
		}
		if (whole.Total < 5) == (q.Until.Year() != 1950) {
			t.Errorf("%+v finds %d statements, which tells little", q, whole.Total)
		}
	}
}
