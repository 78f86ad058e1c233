package index_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestLacking asks which words of a query a passage and the article of a timeline's row lack.
func TestLacking(t *testing.T) {
	const first, second = "The crane fell on 3 May 2026, two MPs said.", "Ferries to Kiev and a far-off quay wait."
	day := article.Moment{Time: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), Precision: article.Day}
	fell := article.Date{Value: "2026-05-03", Precision: article.Day, From: day.Time.AddDate(0, 0, -1), To: day.Time}
	records := []article.Record{
		{Article: article.Article{ID: "a", Title: "Harbour closed", Source: "Quay", Text: first + "\n\n" + second, Published: day}, Version: 1,
			Events: []article.Event{{Sentence: article.Span{End: len(first)}, Date: fell}}},
	}
	x := openWith(t, records, index.Options{Synonyms: map[string][]string{"boat": {"ferry"}}})
	for words, want := range map[string]struct{ passage, article string }{
		"crane ferry":                {"ferry", ""},
		"crane harbours":             {"", ""},           // in the title, inflected
		"crane boats Kyiv":           {"boats Kyiv", ""}, // a synonym, a spelling
		"crane MP closing":           {"", ""},           // the plural of an abbreviation
		"crane far faroff":           {"far faroff", ""}, // a hyphenated word, and its parts
		"crane bridge":               {"bridge", "bridge"},
		"crane wall Bridge, bridges": {"wall Bridge, bridges", "wall Bridge, bridges"}, // as they were typed
	} {
		q := index.Query{Scope: index.Everything(), Words: index.Words{Terms: strings.Fields(words)}}
		found, err := x.Passages(t.Context(), q)
		at := slices.IndexFunc(found.Hits, func(h index.Hit) bool { return h.Passage.Of(records[0].Text) == first })
		if err != nil || at < 0 {
			t.Fatalf("%s: passages %+v, %v", words, found, err)
		}
		dates, err := x.Chronology(t.Context(), q)
		if err != nil || len(dates.Hits) == 0 {
			t.Fatalf("%s: dates %+v, %v", words, dates, err)
		}
		if got := strings.Join(found.Hits[at].Lacking, " "); got != want.passage {
			t.Errorf("%s: the passage lacks %q, want %q", words, got, want.passage)
		}
		if got := strings.Join(dates.Hits[0].Lacking, " "); got != want.article {
			t.Errorf("%s: the article lacks %q, want %q", words, got, want.article)
		}
	}
	q := index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"crane"}, Phrases: []string{"fell on"}}}
	if dates, err := x.Chronology(t.Context(), q); err != nil || len(dates.Hits) != 1 || dates.Hits[0].Lacking != nil {
		t.Errorf("a phrase: %+v, %v", dates, err)
	}
}
