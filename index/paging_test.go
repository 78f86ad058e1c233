package index_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
)

// TestPages lays pages of several lengths together and compares them with the answer
// on one page: each hit once, in order, as many as Total says.
func TestPages(t *testing.T) {
	ctx := context.Background()
	long := "= long | Outlet 1 | 2025-05-30\nTalks\n"
	for i := range 9 {
		long += fmt.Sprintf("The talks of day %d were long, and on %d May 2025 they were short.\n\n", i, 1+i)
	}
	records := corpus(talks(40) + long + "\nThe talks go on, people said on Friday.\n")
	x := openWith(t, records, index.Options{Record: shelve(records).record})
	timeline := func(rows func(context.Context, index.Query) (index.Chronology, error)) func(context.Context, index.Query) (index.Result, error) {
		return func(ctx context.Context, q index.Query) (index.Result, error) {
			c, err := rows(ctx, q)
			return c.Result, err
		}
	}
	scope := index.Everything()
	for name, find := range map[string]func(context.Context, index.Query) (index.Result, error){
		"statements": x.Statements, "passages": x.Passages,
		"dates": timeline(x.Chronology), "sentences": timeline(x.DatedSentences),
	} {
		for _, q := range []index.Query{
			{Scope: scope, Words: index.Words{Terms: []string{"talks"}}, Sort: index.Oldest},
			{Scope: scope, Words: index.Words{Terms: []string{"talks"}}, Sort: index.Newest},
			{Scope: scope, Words: index.Words{Terms: []string{"How", "do", "Outlet", "1", "and", "Outlet", "2", "report", "talks"}}, Sort: index.Oldest},
			{Scope: scope, Sort: index.Oldest},
		} {
			if name == "passages" && len(q.Words.Terms) == 0 || name != "passages" && len(q.Words.Terms) > 1 {
				continue
			}
			q.Limit = 1000
			whole, err := find(ctx, q)
			if err != nil || len(whole.Hits) != whole.Total || whole.Total < 5 {
				t.Fatalf("%s of %v: %d of %d hits, %v", name, q.Words.Terms, len(whole.Hits), whole.Total, err)
			}
			for _, limit := range []int{1, 2, 3, 7, whole.Total - 1, whole.Total} {
				q.Limit = limit
				var pages []index.Hit
				for q.Offset = 0; q.Offset < whole.Total; q.Offset += limit {
					page, err := find(ctx, q)
					if err != nil || page.Total != whole.Total || len(page.Hits) > limit {
						t.Fatalf("%s of %v from %d: %d hits, %d in all, %v", name, q.Words.Terms, q.Offset, len(page.Hits), page.Total, err)
					}
					pages = append(pages, page.Hits...)
				}
				q.Offset = 0
				same := func(a, b index.Hit) bool { return fmt.Sprint(a) == fmt.Sprint(b) }
				if !slices.EqualFunc(pages, whole.Hits, same) {
					t.Errorf("%s of %v, pages of %d:\n%v\none page:\n%v", name, q.Words.Terms, limit, pages, whole.Hits)
				}
			}
		}
	}
}
