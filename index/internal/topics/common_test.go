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

// TestCommonTopics finds topics among the common grams alone, with windows that are kept and without,
// and among all, of statements of words that are the rarer the higher their number, and wants
// the same ones in the same order. Where the answer might differ, the common grams must not be
// taken for all.
func TestCommonTopics(t *testing.T) {
	const statements = 3000
	random := rand.New(rand.NewPCG(3, 4))
	store, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(from, to int, loud bool) *segment.Snapshot {
		if err := store.Write(t.Context(), harbours(random, from, to, loud)); err != nil {
			t.Fatal(err)
		}
		v, _, err := store.Snapshot(first)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	earlier, snapshot := write(0, 2500, false), write(2500, statements, true) // too few more for new numbers
	t.Cleanup(func() { first.Release(); earlier.Release(); snapshot.Release(); store.Close() })
	nobody := func(string) bool { return false }
	taken, refused, near := 0, 0, 0
	for _, most := range []int{20, 200, 1000, maxCommon} {
		numbers := GramTable{most: most}
		numbers.Update(earlier)
		grams := numbers.Update(snapshot)
		quick, slow := New(snapshot, nobody), New(snapshot, nobody)
		quick.many, slow.many = 0, statements+1
		quick.commonest = uint32(most / 3)
		all := windows(random, statements)
		for _, units := range all[:4] {
			quick.Keep(grams, units)
		}
		for i, units := range all {
			var window Counts
			for _, limit := range []int{1, 10, 60} {
				got, want := quick.Find(&window, grams, units, i == 0, 0, limit), slow.Find(&window, grams, units, i == 0, 0, limit)
				if !slices.Equal(got, want) {
					t.Errorf("window %d, %d of %d statements: topics\n%v\nwant\n%v", i, len(units), statements, got, want)
				}
				selected := quick.choose(units)
				if selected.near != nil && len(selected.changed) > 0 {
					near++
				}
				for _, end := range quick.steps(len(units)) {
					best, ok := quick.commonTopics(&window, &selected, i == 0, spareTopics*max(limit, 10), end)
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
	if taken == 0 || refused == 0 || near == 0 {
		t.Errorf("the common grams were enough %d times, and not %d times; %d windows were near another", taken, refused, near)
	}
}

// harbours returns articles of statements from one number to another, a hundred each; loud ones
// print words as no other does.
func harbours(random *rand.Rand, from, to int, loud bool) (all []article.Record) {
	word := func() string {
		n := int(random.ExpFloat64() * 40)
		out := "qu" + strings.Repeat(string(rune('a'+n%26)), 2) + string(rune('a'+n/26%26)) + "o"
		switch {
		case loud && random.IntN(10) > 0:
			out = strings.ToUpper(out)
		case random.IntN(2) == 0:
			out = "Q" + out[1:]
		}
		return out
	}
	for ; from < to; from += 100 {
		r := article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint(from), Source: "Quay Post"}}
		for range 100 {
			start := len(r.Text)
			r.Text += fmt.Sprintf("We know the %s of the %s, and the %s %s of the harbour. ", word(), word(), word(), word())
			r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Content: []article.Span{{Start: start, End: len(r.Text) - 1}},
				Speaker: article.Nobody, Kind: article.Direct, Confidence: 1})
		}
		all = append(all, r)
	}
	return all
}

// windows returns windows of so many statements: first four that begin the one after the other and
// lack some, as if these were repeats, then ones of few and many, then ones near the first.
func windows(random *rand.Rand, statements int) (out [][]uint32) {
	take := func(first, end int, share float64) {
		var units []uint32
		for unit := first; unit < end; unit++ {
			if random.Float64() < share {
				units = append(units, uint32(unit))
			}
		}
		out = append(out, units)
	}
	for _, first := range []int{0, 400, 1100, 1900} {
		take(first, statements, 0.9)
	}
	for _, n := range []int{3, 40, 400, 1500, statements} {
		take(0, statements, float64(n)/float64(statements))
	}
	for _, near := range out[:4] {
		for _, from := range []uint32{near[0], near[0] + 130, near[0] + 330} {
			units := slices.DeleteFunc(slices.Clone(near), func(unit uint32) bool { return unit < from || random.IntN(60) == 0 })
			for unit := from; unit < uint32(statements); unit += 61 {
				units = append(units, unit)
			}
			slices.Sort(units)
			out = append(out, slices.Compact(units))
		}
	}
	return out
}
