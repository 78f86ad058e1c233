package text

import (
	_ "embed"
	"strings"
)

//go:embed families.txt
var familiesFile string

// families maps each listed word to the stem of its family.
var families = parseFamilies(familiesFile)

func parseFamilies(file string) map[string]string {
	out := map[string]string{}
	for line := range listLines(file) {
		words := strings.Fields(line)
		for _, w := range words {
			out[w] = words[0]
		}
	}
	return out
}

// familyEndings are the endings that a form may have besides a listed word's,
// and what stands in their place in that word.
var familyEndings = []struct{ ending, base string }{
	{"s", ""}, {"es", ""}, {"ies", "y"}, {"ied", "y"}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}, {"ly", ""},
}

// familyOf returns the stem of a folded word that is listed, or is an inflection
// of one that is.
func familyOf(form string) (stem string, ok bool) {
	if stem, ok = families[form]; ok {
		return stem, true
	}
	for _, e := range familyEndings {
		if base, found := strings.CutSuffix(form, e.ending); found && len(base) >= minFamilyBase {
			if stem, ok = families[base+e.base]; ok {
				return stem, true
			}
		}
	}
	return "", false
}

// minFamilyBase is the minimum length of what remains of a word without its
// ending: "ring" is no form of "re".
const minFamilyBase = 3
