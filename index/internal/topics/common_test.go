package topics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// TestCommonTopics finds topics among the common grams alone and among all, of statements
// of words that are the rarer the higher their number, and wants the same ones in the same
// order. Where the answer might differ, the common grams must not be taken for all.
func TestCommonTopics(t *testing.T) {
	const statements = 3000
	random := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		n := int(random.ExpFloat64() * 40)
		return "qu" + strings.Repeat(string(rune('a'+n%26)), 2) + string(rune('a'+n/26%26)) + "o"
	}
	store, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var all []article.Record
	for a := range statements / 100 {
		r := article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint(a), Source: "Quay Post"}}
		for range 100 {
			from := len(r.Text)
			r.Text += fmt.Sprintf("We know the %s of the %s, and the %s %s of the harbour. ", word(), word(), word(), word())
			r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Content: []article.Span{{Start: from, End: len(r.Text) - 1}},
				Speaker: article.Nobody, Kind: article.Direct, Confidence: 1})
		}
		all = append(all, r)
	}
	if err := store.Write(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	snapshot, _, err := store.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { first.Release(); snapshot.Release(); store.Close() })
	nobody := func(string) bool { return false }
	taken, refused := 0, 0
	for _, most := range []int{20, 200, 1000, maxCommon} {
		numbers := GramTable{most: most}
		grams := numbers.Update(snapshot)
		quick, slow := New(snapshot, nobody), New(snapshot, nobody)
		quick.many, slow.many = 0, statements+1
		quick.commonest = uint32(most / 3)
		for _, n := range []int{3, 40, 400, 1500, statements} {
			var units []uint32
			for unit := range uint32(statements) {
				if random.IntN(statements) < n {
					units = append(units, unit)
				}
			}
			var window Counts
			for _, limit := range []int{1, 10, 60} {
				got, want := quick.Find(&window, grams, units, n == statements, 0, limit), slow.Find(&window, grams, units, n == statements, 0, limit)
				if !slices.Equal(got, want) {
					t.Errorf("%d of %d statements: topics\n%v\nwant\n%v", len(units), statements, got, want)
				}
				all := quick.background(grams)
				for _, end := range quick.steps(len(units)) {
					best, ok := quick.commonTopics(&window, all, units, n == statements, spareTopics*max(limit, 10), end)
					window.clear()
					if ok && len(best) > 0 {
						taken++
					} else {
						refused++
					}
				}
			}
		}
	}
	if taken == 0 || refused == 0 {
		t.Errorf("the common grams were enough %d times, and not %d times", taken, refused)
	}
}
