package index_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
)

// TestArticles lists articles by what they hold, newest first, page by page.
func TestArticles(t *testing.T) {
	x := openWith(t, corpus(`= a | Quay | 2026-03-02
The ferry stays
The harbour is full. Tern Falk waits.
= b | Quay | 2026-03-04
Rain over Skarn
The ferry is late, and the pier is shut.
= c | Post | 2026-03-03
The ferries of Skarn
Nothing sails.
= d | Post |
Ferry without a date
It sails.
`), index.Options{})
	list := func(titles bool, q index.Query) string {
		t.Helper()
		ask := x.Articles
		if titles {
			ask = x.Titled
		}
		if q.Limit == 0 {
			q.Limit = 10
		}
		page, err := ask(t.Context(), q)
		must(t, err)
		var out []string
		for _, hit := range page.Hits {
			out = append(out, hit.ID)
		}
		return fmt.Sprintf("%s of %d", strings.Join(out, ""), page.Total)
	}
	march := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	all := index.Everything()
	for name, c := range map[string]struct {
		titles bool
		q      index.Query
		want   string
	}{
		"all":                 {false, index.Query{Scope: all}, "bcad of 4"},
		"a page":              {false, index.Query{Scope: all, Offset: 1, Limit: 2}, "ca of 4"},
		"beyond the end":      {false, index.Query{Scope: all, Offset: 9}, " of 4"},
		"of an outlet":        {false, index.Query{Scope: all, Sources: []string{"post"}}, "cd of 2"},
		"not a hidden outlet": {false, index.Query{Scope: all.Except("Post")}, "ba of 2"},
		"no scope":            {false, index.Query{}, " of 0"},
		"since":               {false, index.Query{Scope: all, Since: march}, "bc of 2"},
		"a word in all texts": {false, index.Query{Scope: all, Words: index.Words{Terms: []string{"ferry"}}}, "bcad of 4"},
		"without a word":      {false, index.Query{Scope: all, Words: index.Words{Excluded: []string{"pier"}}}, "cad of 3"},
		"a word of titles":    {true, index.Query{Scope: all, Words: index.Words{Terms: []string{"ferry"}}}, "cad of 3"},
		"two words of titles": {true, index.Query{Scope: all, Words: index.Words{Terms: []string{"ferry", "Skarn"}}}, "c of 1"},
		"a phrase of a title": {true, index.Query{Scope: all, Words: index.Words{Phrases: []string{"over Skarn"}}}, "b of 1"},
		"a word of no title":  {true, index.Query{Scope: all, Words: index.Words{Terms: []string{"pier"}}}, " of 0"},
	} {
		if got := list(c.titles, c.q); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}
