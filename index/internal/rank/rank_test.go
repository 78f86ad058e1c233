package rank_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// TestIDF checks that a rarer term weighs more, and none less than nothing.
func TestIDF(t *testing.T) {
	last := math.Inf(1)
	for _, df := range []int{0, 1, 5, 50, 100} {
		now := rank.IDF(df, 100)
		if now >= last || now <= 0 {
			t.Errorf("%d of 100 hold it: weight %.3f after %.3f", df, now, last)
		}
		last = now
	}
}

// TestSaturated checks what makes a term count more in a unit.
func TestSaturated(t *testing.T) {
	for _, c := range []struct {
		name        string
		more, fewer float64
	}{
		{"more often", rank.Saturated(3, 10, 10), rank.Saturated(1, 10, 10)},
		{"in a shorter unit", rank.Saturated(1, 5, 10), rank.Saturated(1, 20, 10)},
		{"but no more than a limit", 2.6, rank.Saturated(1000, 10, 10)},
	} {
		if c.more <= c.fewer {
			t.Errorf("%s: %.3f, %.3f", c.name, c.more, c.fewer)
		}
	}
	if got := rank.Saturated(1, 10, 10); math.Abs(got-1) > 1e-9 {
		t.Errorf("once in a unit of average length counts %.3f, want 1", got)
	}
}

func TestLengthFactor(t *testing.T) {
	average := rank.Mean(30, 3)
	if average != 10 || rank.LengthFactor(10, average) != 1 || rank.LengthFactor(20, average) != 1.75 {
		t.Errorf("average %v, factors %v, %v", average, rank.LengthFactor(10, average), rank.LengthFactor(20, average))
	}
	if rank.Mean(0, 0) != 1 {
		t.Error("the mean of nothing must not be 0, for it divides")
	}
}

// TestAccumulator checks that scores add up over terms and are gone after Clear.
func TestAccumulator(t *testing.T) {
	var a rank.Accumulator
	for range 2 {
		a.Add(1, 1)
		a.Add(2, 1)
		a.Close(4)
		a.Add(2, 3)
		a.Close(4)
		if a.Score(2) <= a.Score(1) || a.Score(1) <= 0 || a.Score(0) != 0 || !slices.Equal(a.Touched, []uint32{1, 2}) {
			t.Fatalf("scores %v, %v, %v of %v", a.Score(0), a.Score(1), a.Score(2), a.Touched)
		}
		a.Add(3, 1) // a term that is not closed
		a.Clear()
		if a.Score(1) != 0 || a.Score(2) != 0 || a.Score(3) != 0 || len(a.Touched) != 0 {
			t.Fatalf("after Clear: %v, %v, %v", a.Score(1), a.Score(2), a.Score(3))
		}
	}
}

// TestSparse puts values of units, many of which have nearly the same hash, and takes them
// out, as a map does.
func TestSparse(t *testing.T) {
	var s rank.Sparse[int]
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 500, 70_000, 10} { // beyond what is kept of memory, and small again
		want := map[uint32]int{}
		for i := range n {
			unit := []uint32{random.Uint32(), uint32(i) << 12, uint32(i), 1<<32 - 1}[i%4]
			*s.At(unit) += i
			want[unit] += i
		}
		if len(s.Units()) != len(want) || s.Of(77_777_777) != 0 {
			t.Fatalf("%d units have a value, want %d", len(s.Units()), len(want))
		}
		for unit, value := range want {
			if s.Of(unit) != value || s.Unit(s.Place(unit)) != unit || *s.Value(s.Place(unit)) != value {
				t.Fatalf("unit %d has %d, want %d", unit, s.Of(unit), value)
			}
		}
		s.Clear()
		if len(s.Units()) != 0 || s.Of(0) != 0 || s.Of(1<<12) != 0 {
			t.Fatal("values are left after Clear")
		}
	}
}

// TestShares checks that a rare term is a larger share of a topic than a common one.
func TestCloseWeighted(t *testing.T) {
	var a rank.Accumulator
	a.Add(0, 1)
	a.Close(2)
	a.Add(1, 1)
	a.CloseWeighted(2, 0.5)
	if a.Score(0) != 2*a.Score(1) || a.Score(1) == 0 {
		t.Errorf("scores %v and %v, want the second half the first", a.Score(0), a.Score(1))
	}
}

func TestShares(t *testing.T) {
	var s rank.Shares
	for unit := range uint32(8) {
		s.Add(unit)
		s.Add(unit) // counts once
	}
	s.Close(10)
	s.Add(9)
	s.Add(0)
	s.Close(10)
	if s.Share(0) != 1 || s.Share(1) >= 0.5 || math.Abs(s.Share(1)+s.Share(9)-1) > 1e-9 || len(s.Touched) != 9 {
		t.Errorf("shares %.2f, %.2f, %.2f of %v", s.Share(0), s.Share(1), s.Share(9), s.Touched)
	}
	s.Clear()
	if s.Share(0) != 0 {
		t.Error("a share is left after Clear")
	}
}

func TestRelevance(t *testing.T) {
	for _, c := range []struct {
		name                     string
		share                    float64
		titled                   bool
		mentions, held, passages uint32
		want                     rank.Relevance
	}{
		{"in the title", 1, true, 1, 0, 9, rank.Relevance{Share: 1, About: true}},
		{"half of the words are enough", 0.5, true, 1, 1, 9, rank.Relevance{Share: 1, About: true}},
		{"a passing mention", 1, false, 1, 1, 9, rank.Relevance{Share: 1}},
		{"a tenth of the passages", 1, false, 2, 1, 10, rank.Relevance{Share: 1, About: true}},
		{"less than a tenth", 0.25, false, 2, 1, 11, rank.Relevance{Share: 0.5}},
	} {
		if got := rank.NewRelevance(c.share, c.titled, c.mentions, c.held, c.passages); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	about, mention := rank.Relevance{Share: 0.5, About: true}, rank.Relevance{Share: 0.5}
	if about.OfSentence(0) != 0.5 || about.OfSentence(1) != 0.75 || mention.OfSentence(1) != 0.5 || mention.OfSentence(0) != 0 {
		t.Error("a sentence without a word of the topic counts in an article about it alone")
	}
}

func TestSelectTerms(t *testing.T) {
	for _, c := range []struct {
		name     string
		counts   []int
		required []bool
		budget   int
		keep     []bool
		found    int
	}{
		{"within budget", []int{5, 3}, []bool{false, false}, 10, []bool{true, true}, 8},
		{"the commonest is dropped", []int{50, 3, 4}, []bool{false, false, false}, 10, []bool{false, true, true}, 7},
		{"one is always kept", []int{50, 60}, []bool{false, false}, 10, []bool{true, false}, 50},
		{"a word that nothing has is not that one", []int{0, 60}, []bool{false, false}, 10, []bool{true, true}, 60},
		{"a required term is kept", []int{3, 50, 60}, []bool{false, true, false}, 10, []bool{true, true, false}, 53},
		{"required and beyond one that was dropped", []int{3, 50, 60}, []bool{false, false, true}, 10, []bool{true, false, true}, 3},
		{"no terms", nil, nil, 10, nil, 0},
	} {
		keep, found := rank.SelectTerms(c.counts, c.required, c.budget)
		if !slices.Equal(keep, c.keep) || found != c.found {
			t.Errorf("%s: %v, %d, want %v, %d", c.name, keep, found, c.keep, c.found)
		}
	}
}

func TestOldest(t *testing.T) {
	if got := rank.Oldest(100, 100, 1000); got != 0 {
		t.Errorf("within budget the first article is %d", got)
	}
	if a, b := rank.Oldest(200, 100, 1000), rank.Oldest(201, 100, 1000); a != 500 || b != a {
		t.Errorf("twice the budget: %d, and with one more posting: %d, want 500", a, b)
	}
}

// TestBest checks that the first items of an order are those of the sorted list, in
// both ways in which they are found.
func TestBest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	items := make([]int, 100)
	for i := range items {
		items[i] = random.IntN(50)
	}
	sorted := slices.Sorted(slices.Values(items))
	for _, n := range []int{0, 1, 7, 60, 100, 200} {
		if got := rank.Best(slices.Clone(items), n, cmp.Compare[int]); !slices.Equal(got, sorted[:min(n, 100)]) {
			t.Errorf("best %d: %v", n, got)
		}
	}
	for _, c := range []struct{ offset, limit, from, to int }{
		{0, 5, 0, 5}, {3, 5, 3, 8}, {-2, 5, 0, 5}, {98, 5, 98, 100}, {100, 5, 100, 100}, {0, 0, 0, rank.DefaultLimit}, {90, math.MaxInt, 90, 100},
	} {
		if got := rank.First(slices.Clone(items), c.offset, c.limit, cmp.Compare[int]); !slices.Equal(got, sorted[c.from:c.to]) {
			t.Errorf("First from %d, limit %d: %v", c.offset, c.limit, got)
		}
		if got := rank.Page(sorted, c.offset, c.limit); !slices.Equal(got, sorted[c.from:c.to]) {
			t.Errorf("Page from %d, limit %d: %v", c.offset, c.limit, got)
		}
	}
}

func TestUnitSet(t *testing.T) {
	var s rank.UnitSet
	for n := range 3 {
		s.Reset(4 + n)
		if s.Has(2) || !s.Add(2) || s.Add(2) || !s.Has(2) || s.Has(3) {
			t.Errorf("round %d: the set does not hold 2 alone", n)
		}
	}
}

// TestSurprise checks that what is no more frequent in a window than outside is no
// surprise, and that the same share of more statements is a larger one.
func TestRanks(t *testing.T) {
	var m rank.UnitSet
	m.Reset(300)
	want := uint32(0)
	for _, unit := range []uint32{0, 1, 63, 64, 190, 299} {
		m.Add(unit)
	}
	ranks := m.Ranks()
	for unit := range uint32(300) {
		if m.Has(unit) {
			want++
		}
		if got := ranks.Through(unit); got != want {
			t.Fatalf("%d units up to %d, want %d", got, unit, want)
		}
	}
}

func TestSurprise(t *testing.T) {
	if got := rank.Surprise(5, 100, 50, 1000); got != 0 {
		t.Errorf("the same share: %.2f", got)
	}
	if got := rank.Surprise(5, 100, 5, 100); got != 0 {
		t.Errorf("a window of everything: %.2f", got)
	}
	few, many := rank.Surprise(2, 100, 4, 1000), rank.Surprise(20, 100, 40, 1000)
	if few <= 0 || many <= few {
		t.Errorf("few %.2f, many %.2f", few, many)
	}
	if got, want := rank.Surprise(10, 100, 10, 1000), 2*10*math.Log(10); math.Abs(got-want) > 1e-9 {
		t.Errorf("all in a tenth: %.3f, want %.3f", got, want)
	}
}
