package present

import "testing"

// TestTextFragment names a passage as browsers want it named.
func TestTextFragment(t *testing.T) {
	for text, want := range map[string]string{
		"a well-known fact, & more":                               "a%20well%2Dknown%20fact%2C%20%26%20more",
		"one two three four five six seven eight nine ten eleven": "one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
		"first line\nsecond line":                                 "first%20line",
	} {
		if got := textFragment(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
