package names

import "testing"

func TestFolded(t *testing.T) {
	for word, want := range map[string]string{
		"Zelenskiy": "zelenskiy", "Ibáñez": "ibanez", "Łukasz": "lukasz", "Groß": "gross", "O’Brien": "o'brien",
		"Jr.": "jr", "J.T.": "j.t.", ".": ".", "İstanbul": "istanbul", "e\u0301": "e", "": "",
	} {
		if got := Folded(word); got != want {
			t.Errorf("Folded(%q) is %q, want %q", word, got, want)
		}
	}
}

func TestVariantSpelling(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"zelenskiy", "zelensky", true},
		{"lukashenko", "lukashenka", true},
		{"myronovskyi", "myronovsky", true},
		{"kadyrow", "kadyrov", true},
		{"khamenei", "hamenei", false}, // another first letter
		{"hansen", "hanson", false},    // too short to tell from another name
		{"putin", "putina", false},
		{"smith", "smith", true},
	} {
		if got := VariantSpelling(c.a, c.b); got != c.want {
			t.Errorf("VariantSpelling(%q, %q) is %v: keys %q and %q", c.a, c.b, got, PhoneticKey(c.a), PhoneticKey(c.b))
		}
	}
}

func TestSameGiven(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"bill", "william", true}, {"w", "william", true}, {"j.d", "james", true}, {"", "ann", true},
		{"sergei", "sergey", true}, {"aleksandr", "oleksandr", true}, {"chris", "christine", true},
		{"ann", "eva", false}, {"mario", "maria", false}, {"paul", "pavel", false},
	} {
		if got := SameGiven(c.a, c.b); got != c.want {
			t.Errorf("SameGiven(%q, %q) is %v", c.a, c.b, got)
		}
		if SameGiven(c.a, c.b) != SameGiven(c.b, c.a) {
			t.Errorf("SameGiven(%q, %q) depends on the order", c.a, c.b)
		}
	}
}

func TestGender(t *testing.T) {
	for given, want := range map[string]Class{"ann": FemaleName, "paul": MaleName, "jean-luc": MaleName, "xyzzy": 0} {
		if got := GenderOf(given); got != want {
			t.Errorf("GenderOf(%q) is %d, want %d", given, got, want)
		}
	}
	for role, want := range map[string]Class{"spokesman": MaleName, "queen": FemaleName, "minister": 0} {
		if got := GenderOfRole(Words[role]); got != want {
			t.Errorf("GenderOfRole(%q) is %d, want %d", role, got, want)
		}
	}
}

func TestEndings(t *testing.T) {
	for word, want := range map[string][2]bool{"abramov": {true, false}, "celebrating": {false, true}, "table": {false, false}} {
		if got := [2]bool{SurnameEnding(word), CommonEnding(word)}; got != want {
			t.Errorf("%q ends as a family name, as a common word: %v, want %v", word, got, want)
		}
	}
}
