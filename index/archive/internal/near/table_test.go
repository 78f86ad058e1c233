package near

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sample returns n entries in order, some of them of one founder.
func sample(rng *rand.Rand, n int) []Entry {
	var out []Entry
	for range n {
		e := Entry{Founder: 1 + rng.Uint32N(uint32(2*n)), Check: rng.Uint32N(1 << 24)}
		if rng.IntN(50) == 0 {
			e.Founder = math.MaxUint32 - rng.Uint32N(3)
		}
		out, _ = Insert(out, e)
	}
	return out
}

func TestEntriesComeBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for n := range 300 {
		want := sample(rng, n)
		raw := AppendEntries([]byte("before"), want)
		got, err := ParseEntries(nil, raw[len("before"):])
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v came back as %v, %v", want, got, err)
		}
	}
}

func TestInsertAndDelete(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	entries := sample(rng, 100)
	before := slices.Clone(entries)
	e := Entry{Founder: 50, Check: 1 << 20}
	entries, added := Insert(entries, e)
	if again, twice := Insert(entries, e); !added || twice || len(again) != len(before)+1 || !slices.IsSortedFunc(again, Entry.Compare) {
		t.Errorf("added %v, then %v: %v", added, twice, again)
	}
	entries, deleted := Delete(entries, e)
	if _, twice := Delete(entries, e); !deleted || twice || !slices.Equal(entries, before) {
		t.Errorf("deleted %v, then %v: %v", deleted, twice, entries)
	}
}

// TestSlotsOfDifferentBandsDiffer takes the bands of many texts: no two of them may meet
// in slot and check, and they spread over the table.
func TestSlotsOfDifferentBandsDiffer(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	place := map[[2]uint32]string{}
	slots := map[uint16]int{}
	for range 5000 {
		s := Shingles{rng.Uint64(), rng.Uint64(), rng.Uint64()}
		slices.Sort(s)
		for _, band := range s.Bands() {
			slot, check := Slot(band)
			if check >= 1<<24 {
				t.Fatalf("a check of more than three bytes: %x", check)
			}
			key := [2]uint32{uint32(slot), check}
			if other, met := place[key]; met && other != string(band) {
				t.Errorf("%x and %x meet", other, band)
			}
			place[key] = string(band)
			slots[slot]++
		}
	}
	for slot, n := range slots {
		if n > 12 {
			t.Errorf("slot %d has %d of 60,000 bands", slot, n)
		}
	}
}

// FuzzParseEntries parses anything: what is no error is written and read again the same.
func FuzzParseEntries(f *testing.F) {
	f.Add([]byte{})
	f.Add(AppendEntries(nil, []Entry{{1, 7}, {1, 9}, {300, 1 << 23}, {math.MaxUint32, 0}}))
	f.Add([]byte{0, 0, 0, 1})
	f.Add([]byte{1, 0, 0, 1, 0, 0, 0, 1})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3, 1, 1, 2, 3})
	f.Add([]byte{0x80})
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := ParseEntries(nil, data)
		if err != nil {
			return
		}
		again, err := ParseEntries(nil, AppendEntries(nil, entries))
		if err != nil || !slices.Equal(again, entries) || !slices.IsSortedFunc(entries, Entry.Compare) {
			t.Errorf("%v, then %v, %v", entries, again, err)
		}
	})
}
