package passages_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// record returns an article published on a day of May.
func record(id, outlet, title string, published int, body string) article.Record {
	return article.Record{Version: 1, Article: article.Article{ID: id, Title: title, Source: outlet, Text: body,
		Published: article.Moment{Time: time.Date(2025, 5, published, 0, 0, 0, 0, time.UTC), Precision: article.Day}}}
}

// signature stands below every article of the Coast Herald.
const signature = "\n\nReported from the lighthouse by our own staff of the coast."

var briefing = []article.Record{
	record("a", "Quay Post", "Crane falls", 1, "The old crane fell into the harbour at noon.\n\nNobody was hurt by the steel beams, the harbour office wrote."),
	record("b", "Coast Herald", "Harbour news", 2, "Ferries left late because a crane blocked the pier.\n\nThe pier opens again."+signature),
	record("c", "Coast Herald", "Fair", 3, "The fair opens with a parade of brass bands."+signature),
	record("d", "The Inland | A Weekly", "Reprint", 4, "The old crane fell into the harbour at noon."),
}

// read returns the words of an article of the briefing.
func read(_ context.Context, id string, span article.Span) (string, bool, error) {
	for _, r := range briefing {
		if r.ID == id {
			return span.Of(r.Text), true, nil
		}
	}
	return "", false, nil
}

// view returns the briefing as an index has it, and a filter that lets all of it pass.
func view(t *testing.T) (*passages.View, func(query.Query) *query.Filter) {
	t.Helper()
	store, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), briefing); err != nil {
		t.Fatal(err)
	}
	v, _, err := store.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, err := range []error{first.Release(), v.Release(), store.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	people := identity.Resolve(nil, nil, identity.Rulings{})
	return passages.New(v, query.DefaultMaxPostings), func(q query.Query) *query.Filter { return query.NewFilter(v, people, q) }
}

// lines returns the article and the first three words of each hit, and who repeats it.
func lines(hits []answer.Hit) []string {
	var out []string
	for _, hit := range hits {
		words, _, _ := read(context.Background(), hit.Article, hit.Passage)
		line := hit.Article + ": " + strings.Join(strings.Fields(words)[:3], " ")
		if len(hit.Also) > 0 {
			line += fmt.Sprint(" ", hit.Also)
		}
		out = append(out, line)
	}
	return out
}

// TestSearch asks in words, phrases and names of outlets.
func TestSearch(t *testing.T) {
	v, filter := view(t)
	words := query.NewVocabulary(map[string][]string{"vessel": {"ferry"}}, nil)
	var s passages.Buffers
	all := query.Everything()
	terms := func(question string) query.Words { return query.Words{Terms: strings.Fields(question)} }
	for name, row := range map[string]struct {
		q    query.Query
		want []string
	}{
		"a word, a reprint under the earliest": {query.Query{Scope: all, Words: terms("old")}, []string{"a: The old crane [d]"}},
		"a title":                              {query.Query{Scope: all, Words: terms("fair"), Limit: 1}, []string{"c: The fair opens"}},
		"a synonym":                            {query.Query{Scope: all, Words: terms("vessel")}, []string{"b: Ferries left late"}},
		"a signature, once":                    {query.Query{Scope: all, Words: terms("lighthouse")}, []string{"b: Reported from the [c]"}},
		"a named outlet before the earliest":   {query.Query{Scope: all, Words: terms("What fell, according to The Inland?"), Limit: 1}, []string{"d: The old crane [a]"}},
		"outlets that are compared": {query.Query{Scope: all, Words: terms("How do Coast Herald and Quay Post report on the crane"), Limit: 2},
			[]string{"a: The old crane [d]", "b: Ferries left late"}},
		"of a day":               {query.Query{Scope: all, Words: terms("What did the Coast Herald publish on the coast on 3 May 2025"), Limit: 1}, []string{"c: Reported from the [b]"}},
		"the best of a day":      {query.Query{Scope: all, Words: terms("What did the Coast Herald say opens, May 3rd, 2025"), Limit: 1}, []string{"c: The fair opens"}},
		"a month":                {query.Query{Scope: all, Words: terms("What did The Inland report in May 2025 on the crane"), Limit: 1}, []string{"d: The old crane [a]"}},
		"a day of another year":  {query.Query{Scope: all, Words: terms("What did the Coast Herald say opens, May 3rd, 2024"), Limit: 1}, []string{"b: The pier opens"}},
		"a question in capitals": {query.Query{Scope: all, Words: terms("NUMBER OF STEEL BEAMS REPORTED")}, []string{"a: Nobody was hurt"}},
		"a phrase":               {query.Query{Scope: all, Words: query.Words{Phrases: []string{"steel beam"}}}, []string{"a: Nobody was hurt"}},
		"a required word":        {query.Query{Scope: all, Words: query.Words{Terms: []string{"harbour"}, Phrases: []string{"hurt"}}}, []string{"a: Nobody was hurt"}},
		"two phrases apart":      {query.Query{Scope: all, Words: query.Words{Phrases: []string{"steel beams", "old crane"}}}, nil},
		"an excluded word":       {query.Query{Scope: all, Words: query.Words{Terms: []string{"pier"}, Excluded: []string{"ferry"}}}, []string{"b: The pier opens"}},
		"the second page":        {query.Query{Scope: all, Words: terms("pier"), Offset: 1}, []string{"b: Ferries left late"}},
		"one outlet":             {query.Query{Scope: query.Only("The Inland | A Weekly"), Words: terms("old")}, []string{"d: The old crane"}},
		"no scope":               {query.Query{Words: terms("old")}, nil},
		"a word of none":         {query.Query{Scope: all, Words: terms("zeppelin")}, nil},
	} {
		out, err := v.Search(t.Context(), &s, words, filter(row.q), row.q)
		if err != nil {
			t.Fatal(err)
		}
		if got := lines(out.Hits); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}

// TestQuotes finds quotations that are whole, altered or nowhere.
func TestQuotes(t *testing.T) {
	v, filter := view(t)
	var s passages.Buffers
	q := query.Query{Scope: query.Everything()}
	for quote, want := range map[string]string{
		"the old crane fell into the harbour at noon": "d: The old crane 1.00, a: The old crane 1.00",       // newest first
		"nobody was hurt by the beams":                "a: Nobody was hurt 0.86, c: Reported from the 0.33", // 6 words within 7; "by" and "the" within 6
		"zeppelins land":                              "",
		"":                                            "",
	} {
		hits, err := v.Quotes(t.Context(), &s, filter(q), quote, 2, read)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, line := range lines(hits) {
			got = append(got, fmt.Sprintf("%s %.2f", line, hits[i].Score))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", quote, got, want)
		}
	}
}
