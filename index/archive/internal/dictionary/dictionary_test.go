package dictionary

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// records returns n short texts that have words in common.
func records(seed uint64, n int) [][]byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([][]byte, n)
	for i := range out {
		var b strings.Builder
		for range 3 + rng.IntN(8) {
			fmt.Fprintf(&b, "The council of harbour %d said that its ferries would not sail on day %d. ", rng.IntN(400), rng.IntN(30))
		}
		out[i] = []byte(b.String())
	}
	return out
}

func train(t testing.TB, kind Kind, id uint32, samples [][]byte) Dictionary {
	t.Helper()
	d, err := Train(kind, id, samples)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func setOf(t testing.TB, all ...Dictionary) *Set {
	t.Helper()
	byID := map[uint32]Dictionary{}
	for _, d := range all {
		byID[d.ID] = d
	}
	s, err := NewSet(byID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRecordsComeBack compresses records that are like the samples, unlike them, empty,
// and long, with every set.
func TestRecordsComeBack(t *testing.T) {
	samples := records(1, 300)
	first, second := train(t, Texts, 1, samples), train(t, Texts, 2, records(2, 100))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(rand.IntN(256))
	}
	inputs := append(records(3, 50), nil, []byte("a"), noise, bytes.Repeat(samples[0], 400), samples[0], first.Content)
	for name, s := range map[string]*Set{
		"none": setOf(t), "one": setOf(t, first), "two": setOf(t, first, second),
	} {
		for _, in := range inputs {
			for kind := range kinds {
				frame := s.Compress(kind, in, nil)
				back, err := s.Decompress(frame)
				if err != nil || !bytes.Equal(back, in) {
					t.Fatalf("%s, kind %d: %d bytes came back as %d, %v", name, kind, len(in), len(back), err)
				}
				if want := s.Last(); kind == Texts && len(in) > 0 && ID(frame) != want || kind != Texts && ID(frame) != 0 {
					t.Errorf("%s, kind %d: frame of dictionary %d, want %d", name, kind, ID(frame), want)
				}
			}
		}
	}
}

func TestDictionariesShorten(t *testing.T) {
	plain, with := setOf(t), setOf(t, train(t, Findings, 7, records(1, 300)))
	before, after := 0, 0
	for _, r := range records(5, 100) {
		before += len(plain.Compress(Findings, r, nil))
		after += len(with.Compress(Findings, r, nil))
	}
	if after > before*3/4 {
		t.Errorf("%d bytes with a dictionary, %d without", after, before)
	}
}

func TestAFrameNeedsItsDictionary(t *testing.T) {
	first, second := train(t, Texts, 1, records(1, 300)), train(t, Texts, 2, records(2, 300))
	frame := setOf(t, first).Compress(Texts, records(6, 1)[0], nil)
	if back, err := setOf(t, second).Decompress(frame); err == nil {
		t.Errorf("decompressed without its dictionary: %q", back)
	}
}

func TestTooLittleToLearnFrom(t *testing.T) {
	for name, samples := range map[string][][]byte{"nothing": nil, "one": records(1, 1), "empty ones": {{}, {}, {}}, "short ones": {[]byte("a"), []byte("b")}} {
		if d, err := Train(Texts, 1, samples); err == nil {
			t.Errorf("%s: a dictionary of %d bytes", name, len(d.Content))
		}
	}
}

// FuzzParse parses anything: what is no error is written as it was read, and zstd takes or
// refuses it.
func FuzzParse(f *testing.F) {
	d := train(f, Texts, 3, records(1, 40))
	f.Add(d.Append(nil))
	f.Add(d.Append(nil)[:200])
	f.Add((&Dictionary{1, Findings, nil}).Append(nil))
	f.Add([]byte{})
	f.Add([]byte{2, 1, 8, 0x37, 0xa4, 0x30, 0xec, 1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var d, again Dictionary
		if d.Parse(data) != nil {
			return
		}
		if err := again.Parse(d.Append(nil)); err != nil || again.ID != d.ID || again.Kind != d.Kind || !bytes.Equal(again.Content, d.Content) {
			t.Errorf("%+v, then %+v, %v", d, again, err)
		}
		if s, err := NewSet(map[uint32]Dictionary{d.ID: d}); err == nil {
			_, _ = s.Decompress(s.Compress(d.Kind, data, nil)) // a dictionary that nobody made may give anything but a panic
		}
	})
}
