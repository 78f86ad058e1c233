package present

import "testing"

// TestTextFragment names a passage as browsers want it named.
func TestTextFragment(t *testing.T) {
	for text, want := range map[string]string{
		"a well-known fact, & more":                               "a%20well%2Dknown%20fact%2C%20%26%20more",
		"one two three four five six seven eight nine ten eleven": "one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
		"## On the heights":                                       "On%20the%20heights",
		"It lost *nine million*, [he said](https://x.example/a).": "It%20lost%20nine%20million%2C%20he%20said.",
		"- **Wells**: “_two_” of 5*3 and snake_case":              "Wells%3A%20%E2%80%9Ctwo%E2%80%9D%20of%205%2A3%20and%20snake_case",
		"first line\nsecond line":                                 "first%20line",
	} {
		if got := textFragment(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
