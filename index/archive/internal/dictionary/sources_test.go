package dictionary

import (
	"reflect"
	"testing"
)

func TestSources(t *testing.T) {
	for _, s := range []Sources{{Keys: map[uint32][]string{}}, {7, map[uint32][]string{2: {"a", "\x00\x01"}, 9: {"c"}}}, {1 << 30, map[uint32][]string{1: nil}}} {
		raw := s.Append(nil)
		var back Sources
		if err := back.Parse(raw); err != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("%+v comes back as %+v, %v", s, back, err)
		}
		for n := range raw {
			if (&Sources{}).Parse(raw[:n]) == nil {
				t.Errorf("%d of %d bytes are taken", n, len(raw))
			}
		}
	}
}

// TestHistory: the words of a dictionary are those of the samples that History lists.
func TestHistory(t *testing.T) {
	big := make([]byte, 3*sampleSize)
	var samples [][]byte
	for range 200 {
		samples = append(samples, big)
	}
	if got := History(samples); len(got) != historySize/sampleSize || got[1] != 2 {
		t.Errorf("of large samples: %v", got)
	}
	if got := History([][]byte{big, nil, []byte("a"), []byte("b"), []byte("c")}); !reflect.DeepEqual(got, []int{0, 2, 4}) {
		t.Errorf("of small ones: %v", got)
	}
}
