package index_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// secretCorpus has words, a person, a role and a date that Coast alone prints.
var secretCorpus = corpus(`
= open | Quay | 2026-05-01
Crane repaired
“The crane works again,” said Ole Brandt. The crane fell on 1 May 2026.
“The crane is dear,” said Holm. “The crane is old,” said Holm on 2 May 2026.

= shut | Coast | 2026-05-04
Zeppelin lands
“The zeppelin hit the crane,” said Vera Undine. The zeppelin lands on 3 May 2026.
“The zeppelin pays,” said Ole Brandt.

= full | Coast | 2026-05-04
The owner of the crane
“The crane is mine,” said Gustaf Holm.

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
		chronology, err := x.Chronology(ctx, q)
		put("chronology"+about, chronology, err)
		tallies, err := x.Tallies(ctx, q, 5)
		put("tallies"+about, tallies, err)
		topics, err := x.Topics(ctx, q)
		put("topics"+about, topics, err)
		speakers, err := x.Speakers(ctx, q)
		put("speakers"+about, speakers, err)
		mentions, err := x.Mentions(ctx, q)
		put("mentions"+about, mentions, err)
		voices, err := x.Voices(ctx, q)
		put("voices"+about, voices, err)
	}
	for _, name := range []string{"Vera Undine", "Brandt", "Undine", "Holm"} {
		people, err := x.FindPeople(ctx, scope, name)
		put("people "+name, people, err)
	}
	sources, err := x.Sources(ctx, scope)
	put("sources", sources, err)
	stats := x.StatsOf(scope)
	stats.Generation, stats.Bytes = "", 0
	put("stats", stats, nil)
	coverage, err := x.Coverage(ctx, scope, article.Day)
	put("coverage", coverage, err)
	quotes, err := x.Quotes(ctx, scope, "the zeppelin hit the crane", 5)
	put("quotes", quotes, err)
	for _, kind := range []string{"person", "topic", "source"} {
		words, err := x.Prefix(ctx, scope, kind, "", 20)
		slices.Sort(words)                                                           // they stand by how frequent they are in all articles
		words = slices.DeleteFunc(words, func(w string) bool { return w == "Holm" }) // full names alone are offered
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

var keys = regexp.MustCompile(`Key:[\p{Ll} ]*`)

// plainAnswer returns an answer without scores, which compare articles with all
// others of the index, and with empty lists written one way.
func plainAnswer(answer string) string {
	var kept []string
	answer = keys.ReplaceAllString(answer, "") // of no use but to ask by
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
	if want := []int{3, 0, 6}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("statements for each query: %v, want %v", got, want)
	}
}
