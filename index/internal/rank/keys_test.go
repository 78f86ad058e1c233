package rank_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// TestKeys numbers keys as a map does, few and so many that the memory is given back, twice.
func TestKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var keys rank.Keys
	for _, n := range []int{0, 3, 100_000, 3} {
		want := map[rank.Key]uint32{}
		for range n {
			k := rank.Key{random.Uint64N(1 << 10), random.Uint64N(1 << 9)}
			if _, ok := want[k]; ok != keys.Has(k) {
				t.Fatalf("key %v is there: %v", k, !ok)
			}
			got, added := keys.Number(k)
			before, ok := want[k]
			if !ok {
				before = uint32(len(want))
				want[k] = before
			}
			if got != before || added == ok {
				t.Fatalf("key %v has number %d, want %d; new: %v", k, got, before, added)
			}
		}
		if keys.Len() != len(want) {
			t.Fatalf("%d keys, want %d", keys.Len(), len(want))
		}
		keys.Clear()
		if keys.Len() != 0 || keys.Has(rank.Key{1, 1}) {
			t.Fatal("keys after Clear")
		}
	}
}

// TestUnitsOfSet lists the units of a set.
func TestUnitsOfSet(t *testing.T) {
	var set rank.UnitSet
	for _, want := range [][]uint32{{0, 1, 63, 64, 200}, {5}, nil} {
		set.Reset(201)
		for _, unit := range slices.Backward(want) {
			set.Add(unit)
		}
		if got := set.Units(nil); !slices.Equal(got, want) {
			t.Errorf("units %v, want %v", got, want)
		}
	}
}
