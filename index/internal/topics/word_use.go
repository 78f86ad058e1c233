package topics

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// wordUse counts how the words of one stem are used.
type wordUse struct {
	nouns, verbs, adjectives, upper, lower uint32
	name                                   bool // of a person
	nothing, generic                       bool // as the lists of generic.go have them
	outlet                                 bool // in the name of an outlet
}

// nounLike reports whether a stem is used as a noun more than as anything else.
func (u *wordUse) nounLike() bool {
	return u.nouns > 0 && u.nouns > 2*u.verbs && u.nouns >= u.adjectives
}

// adjectival reports whether a word is an adjective by its use, or by its ending as
// Canadian and wounded are.
func (u *wordUse) adjectival(word string) bool {
	if !u.proper() {
		return len(word) > 4 && strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "eed")
	}
	return u.nouns < 2*u.adjectives || slices.ContainsFunc([]string{"ian", "ean", "ese", "ish", "can"}, func(end string) bool { return strings.HasSuffix(word, end) })
}

// proper reports whether a stem mostly has a capital within sentences.
func (u *wordUse) proper() bool { return u.upper > u.lower }

// count counts one word, with the bits of its use.
func (u *wordUse) count(t uint32, upper bool) {
	if t&text.UsedAsNoun != 0 {
		u.nouns++
	}
	if t&text.UsedAsVerb != 0 {
		u.verbs++
	}
	if t&text.UsedAsAdjective != 0 {
		u.adjectives++
	}
	if t&text.InSentence != 0 && upper {
		u.upper++
	}
	if t&text.InSentence != 0 && !upper {
		u.lower++
	}
}
