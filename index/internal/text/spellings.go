package text

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed spellings.txt
var spellingsFile string

// listed are the groups of the embedded list.
var listed = parseSpellings(spellingsFile)

func parseSpellings(file string) [][]string {
	var out [][]string
	for line := range listLines(file) {
		out = append(out, strings.Split(line, "="))
	}
	return out
}

// Spellings knows which words and names have several spellings: British and
// American words, Kyiv and Kiev.
type Spellings struct {
	byFirst map[string][]spelling // by the first word
}

// spelling is one spelling, and the others of its group.
type spelling struct {
	forms  []string // a hyphenated word as one word
	parts  []string // the words as they follow each other in a text
	others [][]string
}

// NewSpellings returns the embedded list and more groups, each the spellings of
// one word or name. Capitals and accents do not count.
func NewSpellings(more [][]string) *Spellings {
	s := &Spellings{byFirst: map[string][]spelling{}}
	for _, group := range joined(slices.Concat(listed, more)) {
		s.add(group)
	}
	return s
}

// joined returns groups, those with a spelling in common as one.
func joined(groups [][]string) [][]string {
	var out [][]string
	groupOf := map[string]int{}
	for _, group := range groups {
		at := len(out)
		for _, printed := range group {
			if known, ok := groupOf[strings.Join(wholeForms(printed), " ")]; ok {
				at = known
				break
			}
		}
		if at == len(out) {
			out = append(out, nil)
		}
		out[at] = append(out[at], group...)
		for _, printed := range group {
			groupOf[strings.Join(wholeForms(printed), " ")] = at
		}
	}
	return out
}

func (s *Spellings) add(group []string) {
	var all []spelling
	for _, printed := range group {
		spelled := newSpelling(printed)
		if len(spelled.forms) > 0 && !slices.ContainsFunc(all, func(s spelling) bool { return slices.Equal(s.parts, spelled.parts) }) {
			all = append(all, spelled)
		}
	}
	for i, spelled := range all {
		for j, other := range all {
			if j != i {
				spelled.others = append(spelled.others, other.parts)
			}
		}
		s.byFirst[spelled.forms[0]] = append(s.byFirst[spelled.forms[0]], spelled)
	}
}

func newSpelling(printed string) spelling {
	forms := wholeForms(printed)
	if len(forms) < 2 {
		return spelling{forms: forms, parts: forms}
	}
	return spelling{forms: forms, parts: PhraseForms(printed)}
}

// wholeForms returns the folded words of a spelling, a hyphenated one as one word.
func wholeForms(printed string) []string {
	var out []string
	for _, w := range (&Analyzer{}).WholeWords([]string{printed}) {
		out = append(out, w.Form)
	}
	return out
}

func containsForms(all [][]string, forms []string) bool {
	return slices.ContainsFunc(all, func(other []string) bool { return slices.Equal(other, forms) })
}

// At returns how many of the first words of forms are one listed spelling, the
// longest, the words of which it consists in a text, and the other spellings. A
// single word also has those that follow from the rules. There is at least one
// form.
func (s *Spellings) At(forms []string) (n int, typed []string, others [][]string) {
	n, typed = 1, forms[:1]
	for _, known := range s.byFirst[forms[0]] {
		if len(known.forms) >= n && len(known.forms) <= len(forms) && slices.Equal(known.forms, forms[:len(known.forms)]) {
			n, typed, others = len(known.forms), known.parts, known.others
		}
	}
	if n > 1 {
		return n, typed, others
	}
	others = slices.Clip(others)
	for _, variant := range ruleSpellings(forms[0]) {
		if !containsForms(others, []string{variant}) {
			others = append(others, []string{variant})
		}
	}
	return n, typed, others
}
