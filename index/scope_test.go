package index_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestScope reports which outlets each scope shows, whatever the case of their
// names.
func TestScope(t *testing.T) {
	for name, row := range map[string]struct {
		scope index.Scope
		shown string // of Quay, Coast, Inland and an outlet without a name
		whole bool
	}{
		"a query without a scope shows nothing":        {index.Scope{}, "", false},
		"everything":                                   {index.Everything(), "Quay Coast Inland -", true},
		"all but one":                                  {index.Everything().Except("coast"), "Quay Inland -", false},
		"all but two, one after the other":             {index.Everything().Except("Coast").Except("QUAY"), "Inland -", false},
		"all but none":                                 {index.Everything().Except(), "Quay Coast Inland -", true},
		"one alone":                                    {index.Only("QUAY"), "Quay", false},
		"two, one of them hidden":                      {index.Only("Quay", "Coast").Except("Coast"), "Quay", false},
		"only what is hidden":                          {index.Only("Coast").Except("Coast"), "", false},
		"none":                                         {index.Only(), "", false},
		"those without a name hidden":                  {index.Everything().Except(""), "Quay Coast Inland", false},
		"a place's list within all":                    {index.Everything().Within("Coast", "Inland"), "Coast Inland", false},
		"a place's list within all but one":            {index.Everything().Except("Coast").Within("Coast", "Inland"), "Inland", false},
		"a channel's list within its workspace's list": {index.Only("Quay", "Coast").Within("Coast", "Inland"), "Coast", false},
		"a list within nothing":                        {index.Scope{}.Within("Coast"), "", false},
		"nothing with an outlet hidden":                {index.Scope{}.Except("Coast"), "", false},
	} {
		var shown []string
		for _, outlet := range []string{"Quay", "Coast", "Inland", ""} {
			if row.scope.Shows(outlet) {
				shown = append(shown, cmp.Or(outlet, "-"))
			}
		}
		if got := strings.Join(shown, " "); got != row.shown || row.scope.ShowsEverything() != row.whole {
			t.Errorf("%s: shows %q, everything: %v", name, got, row.scope.ShowsEverything())
		}
	}
}

// TestScopeString gives each scope a name of its own.
func TestScopeString(t *testing.T) {
	seen := map[string]int{}
	for i, s := range []index.Scope{{}, index.Everything(), index.Only("a"), index.Everything().Except("a"), index.Only("a", "b"), index.Only("everything"), index.Only("a b")} {
		if other, ok := seen[s.String()]; ok {
			t.Errorf("scopes %d and %d are both named %q", i, other, s)
		}
		seen[s.String()] = i
	}
	if index.Only("b", "A").String() != index.Only("a", "B", "b").String() {
		t.Error("the order and case of a scope's outlets change its name")
	}
}

// secretCorpus has words, a person, a role and a date that Coast alone prints.
var secretCorpus = corpus(`
= open | Quay | 2026-05-01
Crane repaired
“The crane works again,” said Ole Brandt. The crane fell on 1 May 2026.

= shut | Coast | 2026-05-04
Zeppelin lands
“The zeppelin hit the crane,” said Vera Undine. The zeppelin lands on 3 May 2026.
“The zeppelin pays,” said Ole Brandt.

= more | Coast | 2026-05-05
Zeppelin leaves
“The zeppelin left the crane behind,” said Vera Undine on 3 May 2026.
`)

// queries asks the index in every way and returns what it answers as text.
func queries(ctx context.Context, t *testing.T, x *index.Index, scope index.Scope) map[string]string {
	t.Helper()
	out := map[string]string{}
	put := func(name string, answer any, err error) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out[name] = fmt.Sprintf("%+v", answer)
	}
	of := func(words ...string) index.Query { return index.Query{Scope: scope, Words: index.Words{Terms: words}} }
	for _, q := range []index.Query{of(), of("zeppelin"), of("crane"), {Scope: scope, By: []string{"vera undine"}}, {Scope: scope, Sources: []string{"Coast"}}} {
		about := fmt.Sprint(q.Words.Terms, q.By, q.Sources)
		statements, err := x.Statements(ctx, q)
		put("statements"+about, statements, err)
		passages, err := x.Passages(ctx, q)
		put("passages"+about, passages, err)
		chronology, err := x.Chronology(ctx, q, 5)
		put("chronology"+about, chronology, err)
		tallies, err := x.Tallies(ctx, q, 5)
		put("tallies"+about, tallies, err)
		topics, err := x.Topics(ctx, q)
		put("topics"+about, topics, err)
		speakers, err := x.Speakers(ctx, q)
		put("speakers"+about, speakers, err)
		mentions, err := x.Mentions(ctx, q)
		put("mentions"+about, mentions, err)
	}
	for _, name := range []string{"Vera Undine", "Brandt", "Undine"} {
		people, err := x.FindPeople(ctx, scope, name)
		put("people "+name, people, err)
	}
	sources, err := x.Sources(ctx, scope)
	put("sources", sources, err)
	coverage, err := x.Coverage(ctx, scope, article.Day)
	put("coverage", coverage, err)
	quotes, err := x.Quotes(ctx, scope, "the zeppelin hit the crane", 5)
	put("quotes", quotes, err)
	for _, kind := range []string{"person", "topic", "source"} {
		words, err := x.Prefix(ctx, scope, kind, "", 20)
		slices.Sort(words) // they stand by how frequent they are in all articles
		put("prefix "+kind, words, err)
	}
	words, err := x.Near(ctx, scope, "zepelin", false, 3)
	put("near", words, err)
	names, err := x.Near(ctx, scope, "Undina", true, 3)
	put("near name", names, err)
	missing, err := x.MissingTerms(ctx, scope, []string{"zeppelin"})
	put("missing", missing, err)
	return out
}

// TestQueriesStayWithinScope asks in every way, and finds of a hidden outlet
// neither words nor names nor counts: each answer is that of an index that the
// outlet's articles never came into.
func TestQueriesStayWithinScope(t *testing.T) {
	ctx := context.Background()
	x := openWith(t, secretCorpus, index.Options{})
	without := openWith(t, secretCorpus[:1], index.Options{})
	empty := openWith(t, nil, index.Options{})
	for name, row := range map[string]struct {
		scope index.Scope
		like  *index.Index
	}{
		"all but Coast":   {index.Everything().Except("Coast"), without},
		"Quay alone":      {index.Only("Quay"), without},
		"no scope at all": {index.Scope{}, empty},
		"everything":      {index.Everything(), x},
	} {
		got, want := queries(ctx, t, x, row.scope), queries(ctx, t, row.like, index.Everything())
		for question := range want {
			if plainAnswer(got[question]) != plainAnswer(want[question]) {
				t.Errorf("%s: %s: %s, want %s", name, question, got[question], want[question])
			}
		}
	}
}

// plainAnswer returns an answer without scores, which compare articles with all
// others of the index, and with empty lists written one way.
func plainAnswer(answer string) string {
	var kept []string
	for w := range strings.FieldsSeq(strings.NewReplacer("map[]", "[]", "<nil>", "[]").Replace(answer)) {
		if !strings.HasPrefix(w, "Score:") {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// TestMatcherStaysWithinScope reports no statement of an outlet that a query's
// scope does not have.
func TestMatcherStaysWithinScope(t *testing.T) {
	ctx := context.Background()
	x := openWith(t, secretCorpus, index.Options{})
	m := x.NewMatcher([]index.Query{
		{Scope: index.Everything().Except("Coast"), Words: index.Words{Terms: []string{"crane"}}},
		{Words: index.Words{Terms: []string{"crane"}}},
		{Scope: index.Everything(), Words: index.Words{Terms: []string{"crane"}}},
	})
	got := make([]int, 3)
	for _, r := range secretCorpus {
		found, err := m.Match(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, queries := range found {
			for _, q := range queries {
				got[q]++
			}
		}
	}
	if want := []int{1, 0, 3}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("statements for each query: %v, want %v", got, want)
	}
}
