package ingest

import "testing"

// FuzzBreaksOff: looking at the last mark first finds what the pattern alone does.
func FuzzBreaksOff(f *testing.F) {
	for _, s := range []string{"It goes on [+901 chars]", "cut [...] \n", "and […]", "(more)\t", "(CONTINUED…)", "the port…", "the port ...", "the port.", "] x", "...", "", "more)\v"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := breaksOff(s), brokenOff.MatchString(s); got != want {
			t.Fatalf("%q breaks off: %v, want %v", s, got, want)
		}
	})
}
