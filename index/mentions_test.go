package index_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestMentions counts the articles with all words, wherever in them they stand.
func TestMentions(t *testing.T) {
	records := []article.Record{
		{Article: article.Article{ID: "a", Title: "Ferry news", Source: "Quay", Text: "The crane is broken.\n\nNobody came."}, Version: 1},
		{Article: article.Article{ID: "b", Source: "Coast", Text: "Ferries sail.\n\nThe old crane fell on the quay wall."}, Version: 1},
		{Article: article.Article{ID: "c", Source: "Quay", Text: "It rained for three days."}, Version: 1},
	}
	x := openWith(t, records, index.Options{Synonyms: map[string][]string{"boat": {"ferry"}}})
	for _, row := range []struct {
		words   index.Words
		sources []string
		want    int
	}{
		{index.Words{Terms: []string{"ferry"}}, nil, 2},                // text and title, inflected
		{index.Words{Terms: []string{"boat"}}, nil, 2},                 // a synonym
		{index.Words{Terms: []string{"ferry", "crane"}}, nil, 2},       // both, in different paragraphs
		{index.Words{Terms: []string{"ferry", "rain"}}, nil, 0},        // no article has both
		{index.Words{Phrases: []string{"quay wall"}}, nil, 1},          // a phrase
		{index.Words{Phrases: []string{"wall quay"}}, nil, 0},          // in its order
		{index.Words{Phrases: []string{"crane"}}, []string{"Quay"}, 1}, // of one outlet
		{index.Words{Terms: []string{"zebra"}}, nil, 0},
		{index.Words{}, nil, 0},
	} {
		got, err := x.Mentions(t.Context(), index.Query{Scope: index.Everything(), Words: row.words, Sources: row.sources})
		if err != nil || got != row.want {
			t.Errorf("%+v %v: %d articles, not %d (%v)", row.words, row.sources, got, row.want, err)
		}
	}
}
