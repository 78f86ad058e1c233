package archive

import "testing"

// TestProblemCounts covers one and more of what can be damaged.
func TestProblemCounts(t *testing.T) {
	for want, s := range map[string]survey{
		"1 damaged entry":                           {badIDs: 1},
		"2 damaged entries":                         {badIDs: 1, badMeta: []string{"format"}},
		"1 damaged text, 1 damaged set of findings": {texts: tally{damaged: []uint64{1}}, findings: tally{damaged: []uint64{1}}},
		"2 damaged texts, 1 damaged head":           {texts: tally{damaged: []uint64{1, 2}}, heads: tally{damaged: []uint64{1}}},
		"records are missing":                       {},
	} {
		if got := s.problem(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
