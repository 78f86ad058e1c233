package wordlist

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"
)

func TestSet(t *testing.T) {
	files := fstest.MapFS{"words/sea.txt": {Data: []byte("# Words for the sea,\n#\n# of our own.\nsea  ocean\n\n  tide # wave\n#foam\n")}}
	want := []string{"#", "ocean", "sea", "tide", "wave"}
	if got := slices.Sorted(maps.Keys(Set(files, "sea"))); !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	want = []string{"sea  ocean", "tide # wave"}
	if got := slices.Collect(Lines(files, "sea")); !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
	for line := range Lines(files, "sea") {
		if line != "sea  ocean" {
			t.Errorf("first line %q", line)
		}
		break
	}
}

func TestMissingList(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a list that is missing was read")
		}
	}()
	Set(fstest.MapFS{}, "sea")
}
