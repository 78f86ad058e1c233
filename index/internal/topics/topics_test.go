package topics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// statements returns a snapshot in which each sentence is a statement of an article of
// its own, in the outlet Quay Post.
func statements(t *testing.T, sentences ...string) *segment.Snapshot {
	t.Helper()
	s, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var all []article.Record
	for i, text := range sentences {
		all = append(all, article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint(i), Source: "Quay Post", Text: text},
			Annotation: article.Annotation{Statements: []article.Statement{{Content: []article.Span{{Start: 0, End: len(text)}}, Speaker: article.Nobody, Kind: article.Direct, Confidence: 1}}}})
	}
	if err := s.Write(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	v, _, err := s.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { first.Release(); v.Release(); s.Close() })
	return v
}

func units(from, to int) []uint32 {
	var out []uint32
	for n := from; n < to; n++ {
		out = append(out, uint32(n))
	}
	return out
}

var ferries = []string{
	"We will repair the ferry terminal in March.", "The ferry terminal is closed.", "Holm wants a new ferry terminal.",
	"We wait for the Quay Post to write.", "It is cold at the harbour.", "The harbour of Holm is open, says the Quay Post.",
	"Nobody knows what the price will be.", "The price of bread rises.", "She sings in the choir.", "The choir of Holm is good.",
}

// TestFind checks that what some statements share stands out, a pair in place of its
// words, and that names of outlets and persons and single mentions do not.
func TestFind(t *testing.T) {
	v := statements(t, ferries...)
	table := topics.New(v, func(word string) bool { return word == "holm" })
	var numbers topics.GramTable
	var window topics.Counts
	for _, c := range []struct {
		name       string
		units      []uint32
		everything bool
		limit      int
		want       string
	}{
		{"of some statements", units(0, 6), false, 10, "ferry terminal 3/3, harbour 2/2"},
		{"a page", units(0, 6), false, 1, "ferry terminal 3/3"},
		{"of none", nil, false, 10, ""},
		{"of others", units(6, 10), false, 10, "choir 2/2"},
		{"again, after the counts were cleared", units(0, 6), false, 10, "ferry terminal 3/3, harbour 2/2"},
	} {
		var got []string
		for _, found := range table.Find(&window, numbers.Update(v), c.units, c.everything, 0, c.limit) {
			got = append(got, fmt.Sprintf("%s %d/%d", found.Words, found.Statements, found.Articles))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
	if all := table.Find(&window, numbers.Update(v), units(0, 10), true, 0, 1); len(all) != 1 || all[0].Words != "ferry terminal" {
		t.Errorf("of everything: %v", all)
	}
}

// TestTopicsAreTopics leaves out units, currencies, short forms of markets, offices,
// parts of names and adjectives, and what is part of another topic.
func TestTopicsAreTopics(t *testing.T) {
	v := statements(t,
		"We paid 40 mln dlrs for the ferry terminal, and 3 pct of the shares.", "The shr loss was 5 mln dlrs in the quarter.", "A rise of 3 pct is the minister's goal.",
		"The prime minister opened the ferry terminal.", "The prime minister of New Holm wants interest rates of 3 pct.", "They fear for interest rates in New Holm, the chairman said.",
		"The interest rates of the Baltic Union fell.", "We trust the Baltic Union.", "The ferry is late.", "The Danish ferry and the Danish pilot are late.", "A wounded pilot rests.", "The wounded pilot sleeps.",
		"Coal is dear.", "We burn coal.", "The coal is wet.", "Coal prices rise.", "The coal prices fall.", "We need coal.", "Nobody wants the coal.")
	table := topics.New(v, func(string) bool { return false })
	var numbers topics.GramTable
	var window topics.Counts
	var got []string
	for _, found := range table.Find(&window, numbers.Update(v), units(0, 19), true, 0, 20) {
		got = append(got, found.Words)
	}
	for _, bad := range []string{"mln", "dlrs", "mln dlrs", "pct", "shares", "minister", "prime minister", "quarter", "rates", "interest", "Holm", "Union", "Danish", "wounded", "prices", "ferry"} {
		if slices.Contains(got, bad) {
			t.Errorf("%q is a topic: %q", bad, got)
		}
	}
	for _, good := range []string{"ferry terminal", "interest rates", "Baltic Union", "coal", "pilot"} {
		if !slices.Contains(got, good) {
			t.Errorf("%q is no topic: %q", good, got)
		}
	}
}

func TestWordCounts(t *testing.T) {
	v := statements(t, ferries...)
	counts := map[string]uint32{}
	for i, n := range topics.New(v, func(string) bool { return false }).WordCounts() {
		counts[v.Words.At(uint32(i))] = n
	}
	if counts["ferry"] != 3 || counts["harbour"] != 2 || counts["zebra"] != 0 {
		t.Errorf("ferry %d, harbour %d", counts["ferry"], counts["harbour"])
	}
}
