package lexicon

import "testing"

// TestNames checks that what package names knows is at hand under its own name.
func TestNames(t *testing.T) {
	var buf [16]byte
	for name, ok := range map[string]bool{
		"Fold":            string(Fold(buf[:0], "Ibáñez")) == "ibanez" && Folded("Ibáñez") == "ibanez",
		"FamilyKey":       FamilyKey("al-Khatib") == "khatib",
		"PhoneticKey":     PhoneticKey("zelensky") == PhoneticKey("zelenskiy"),
		"VariantSpelling": VariantSpelling("zelensky", "zelenskiy"),
		"NearKeys":        NearKeys("lukashenko", "lukashenka"),
		"SameGiven":       SameGiven("bill", "william"),
		"InitialOf":       InitialOf("w", "william"),
		"GenderOf":        GenderOf("ann") == FemaleName,
		"GenderOfRole":    GenderOfRole(Words["queen"]) == FemaleName,
		"SurnameEnding":   SurnameEnding("abramov"),
		"CommonEnding":    CommonEnding("celebrating"),
	} {
		if !ok {
			t.Errorf("%s does not answer as package names does", name)
		}
	}
	d := tag("Kim Jong Un")
	if !d.FamilyFirst(0, 2) {
		t.Error("Kim is not seen as a family name that comes first")
	}
	if d := tag("Khatib"); d.FamilyKey(d.Sentences[0]) != "khatib" {
		t.Error("the key of Khatib")
	}
}
